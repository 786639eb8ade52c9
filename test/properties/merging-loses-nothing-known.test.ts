import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isBlank } from "#connectors/unleashed/flows/customers/compare-units.ts";
import { updateBody } from "#connectors/unleashed/flows/customers/customer-body.ts";
import {
  isAddressUnit,
  type UnitName,
  type Units,
  type UnitValue,
} from "#connectors/unleashed/flows/customers/desired-customer.ts";
import { mergeCustomer, type MergedCustomer } from "#connectors/unleashed/flows/customers/merge-customer.ts";
import type { WireAddress, WireCustomer } from "#connectors/unleashed/schema.ts";
import { customerSettings, ownership } from "#connectors/unleashed/settings/customer-settings.ts";
import { arbitraryStaffFields, unitNames } from "#test/support/arbitrary-customer.ts";
import { runs } from "#test/support/random-runs.ts";

const guid = "6f1d8c0e-5b7a-5f5c-a3f2-c0d9e4b81a57";
const tidied = (given: UnitValue): UnitValue =>
  given === null
    ? null
    : Object.fromEntries(
        Object.entries(given).map(([field, part]) => [
          field,
          typeof part === "string" ? part.replace(/\s+/g, " ").trim() || null : part,
        ]),
      );
const unit = <T extends UnitValue>(given: fc.Arbitrary<T>) =>
  fc.option(fc.option(given.map(tidied), { nil: null, freq: 4 }), { nil: undefined, freq: 4 });
const single = (field: string) => fc.constantFrom("one", "two", "three").map((value) => ({ [field]: value }));
const blankable = fc.option(fc.constantFrom("one", "One", " two ", "t w o", ""), { nil: null });
const address = fc.record({
  AddressName: blankable,
  StreetAddress: fc.constantFrom("1 High Street", "2 Low Road", null),
  StreetAddress2: blankable,
  City: fc.constantFrom("Newtown", "Oldtown"),
  Region: blankable,
  Country: blankable,
  PostalCode: fc.constantFrom("2042", "3000"),
});

/** What a shop may say: a value, nothing (null), or not a word (absent). */
const units: fc.Arbitrary<Units> = fc
  .record({
    name: unit(single("CustomerName")),
    contact: unit(
      fc
        .record({ ContactFirstName: blankable, ContactLastName: blankable })
        .filter((names) => Object.values(names).some((name) => !isBlank(name))),
    ),
    email: unit(single("Email")),
    phone: unit(single("PhoneNumber")),
    notes: unit(single("Notes")),
    tax: unit(fc.record({ Taxable: fc.boolean(), TaxCode: fc.constantFrom("G.S.T.", "NONE") })),
    postalAddress: unit(address),
    shippingAddress: unit(address),
  })
  .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)));

const customer: fc.Arbitrary<WireCustomer> = arbitraryStaffFields.map((fields) => ({
  ...fields,
  Guid: guid,
  CustomerCode: "C-1",
  DefaultWarehouse: { Guid: "w", WarehouseCode: "MAIN", IsDefault: true },
  Currency: { CurrencyCode: "AUD", Description: "d", Guid: "c", LastModifiedOn: "/Date(1)/" },
  Addresses: fields.Addresses.map((entry, index) => ({ ...entry, Guid: `a${index}` })),
  Contacts: [{ Guid: "k" }],
  CreatedBy: "staff",
  LastModifiedOn: "/Date(1)/",
}));
type Rules = Parameters<typeof mergeCustomer>[3];
const rules: fc.Arbitrary<Rules> = fc
  .record(Object.fromEntries(unitNames.map((name) => [name, fc.constantFrom(...ownership.options)])))
  .map((fields) => customerSettings.parse({ fields }).fields);

describe("merging what the shop says, what Unleashed holds and what was agreed", () => {
  it("is settled at once: merged again after its write, nothing is left to do", () => {
    fc.assert(
      fc.property(units, customer, units, rules, (said, current, held, fields) => {
        const once = mergeCustomer(said, current, held, fields);
        const again = mergeCustomer(said, written(current, once), once.held, fields);
        expect(again.fields).toEqual([]);
        expect(again.held).toEqual(once.held);
      }),
      runs(400),
    );
  });

  it("never blanks a field that has a value, and takes no address its place", () => {
    fc.assert(
      fc.property(units, customer, units, rules, (said, current, held, fields) => {
        const after = written(current, mergeCustomer(said, current, held, fields));
        for (const [field, value] of Object.entries(current))
          if (field in after && !isBlank(value))
            expect([field, isBlank(after[field])]).toEqual([field, false]);
        for (const [index, entry] of (current.Addresses ?? []).entries())
          if (!isBlank(entry.StreetAddress))
            expect(isBlank(after.Addresses?.[index]?.StreetAddress)).toBe(false);
      }),
      runs(400),
    );
  });

  it("forgets nothing of what was agreed, and learns only what the shop says", () => {
    fc.assert(
      fc.property(units, customer, units, rules, (said, current, held, fields) => {
        const merged = mergeCustomer(said, current, held, fields);
        for (const name of unitNames)
          expect([said[name], held[name]].map((value) => value ?? undefined)).toContainEqual(
            merged.held[name] ?? undefined,
          );
        for (const [name, value] of Object.entries(held) as [UnitName, UnitValue][])
          if (value !== null) expect([name, merged.held[name] ?? null]).not.toEqual([name, null]);
      }),
      runs(300),
    );
  });

  it("changes nothing by what is unknown or empty in the shop, nor where a rule says never", () => {
    const never = customerSettings.parse({
      fields: Object.fromEntries(unitNames.map((name) => [name, "never"])),
    }).fields;
    fc.assert(
      fc.property(units, customer, units, rules, (said, current, held, fields) => {
        const empty: Units = Object.fromEntries(Object.keys(said).map((name) => [name, null]));
        for (const merged of [
          mergeCustomer({}, current, held, fields),
          mergeCustomer(empty, current, held, fields),
          mergeCustomer(said, current, held, never),
        ])
          expect(merged).toMatchObject({ fields: [], written: { values: {}, addresses: [] } });
      }),
      runs(200),
    );
  });

  it("treats each unit for itself: what is said of one changes nothing of another", () => {
    fc.assert(
      fc.property(
        units,
        customer,
        units,
        rules,
        fc.constantFrom(...unitNames),
        (said, current, held, fields, name) => {
          const merged = mergeCustomer(said, current, held, fields);
          const { [name]: _left, ...others } = said;
          const without = mergeCustomer(others, current, held, fields);
          const isOf = (path: string) =>
            isAddressUnit(name) ? path.startsWith("Addresses[") : path in (said[name] ?? {});
          const paths = ({ fields: changes }: MergedCustomer) =>
            changes.map(({ path }) => path).filter((path) => !isOf(path));
          expect(paths(without)).toEqual(paths(merged));
        },
      ),
      runs(200),
    );
  });

  it("sends fields that are not ours as they are, and of the whole customer only what is taken", () => {
    fc.assert(
      fc.property(units, customer, units, rules, (said, current, held, fields) => {
        const body = updateBody(current, mergeCustomer(said, current, held, fields).written);
        expect(body).toMatchObject({
          Guid: guid,
          CustomerCode: "C-1",
          MobileNumber: current["MobileNumber"],
          StopCredit: current.StopCredit,
          DiscountRate: current["DiscountRate"],
          Currency: { CurrencyCode: "AUD", Description: "d", Guid: "c" },
          DefaultWarehouse: { Guid: "w" },
        });
        for (const refused of ["Contacts", "CreatedBy", "LastModifiedOn"])
          expect(body).not.toHaveProperty(refused);
        expect(Object.keys(body["Currency"] as object)).not.toContain("LastModifiedOn");
        for (const entry of body["Addresses"] as object[]) expect(entry).not.toHaveProperty("Guid");
      }),
      runs(200),
    );
  });

  /** The customer after the write, as far as the account keeps what it is sent. */
  function written(current: WireCustomer, merged: MergedCustomer): WireCustomer {
    const body = updateBody(current, merged.written);
    return { ...current, ...body, Addresses: body["Addresses"] as WireAddress[] };
  }
});
