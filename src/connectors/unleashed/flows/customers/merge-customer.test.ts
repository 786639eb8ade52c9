import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WireAddress, WireCustomer } from "../../schema.ts";
import { customerSettings, ownership } from "../../settings/customer-settings.ts";
import { isBlank, isSameValue } from "./compare-units.ts";
import { createBody, updateBody } from "./customer-body.ts";
import type { DesiredCustomer, UnitName, Units, UnitValue } from "./desired-customer.ts";
import { planCustomer } from "./plan-customer.ts";
import { verifyCustomer } from "./verify-customer.ts";

const guid = "6f1d8c0e-5b7a-5f5c-a3f2-c0d9e4b81a57";

/** The account as it answers after a write: what the body leaves out is blank, blank texts are null, addresses get GUIDs. */
function stored(body: Readonly<Record<string, unknown>>): WireCustomer {
  const clean = (value: unknown): unknown => (value === "" ? null : value);
  const addresses = (body["Addresses"] ?? []) as WireAddress[];
  return {
    ...Object.fromEntries(Object.entries(body).map(([name, value]) => [name, clean(value)])),
    Guid: guid,
    CustomerCode: String(body["CustomerCode"]),
    Addresses: addresses.map((address, index) => ({ ...address, Guid: `a${index}` })),
    LastModifiedOn: "/Date(1)/",
  };
}

const text = fc.constantFrom("one", "two", "three", "One", " two ", "t w o", "");
const blankable = fc.option(text, { nil: null });
const place = fc.record({
  AddressName: blankable,
  StreetAddress: fc.constantFrom("1 High Street", "2 Low Road", null),
  StreetAddress2: blankable,
  City: fc.constantFrom("Newtown", "Oldtown"),
  Region: blankable,
  Country: blankable,
  PostalCode: fc.constantFrom("2042", "3000"),
});
const tidied = (value: UnitValue): UnitValue =>
  value === null
    ? null
    : Object.fromEntries(
        Object.entries(value).map(([field, part]) => [
          field,
          typeof part === "string" ? part.replace(/\s+/g, " ").trim() || null : part,
        ]),
      );
const unit = <T extends UnitValue>(value: fc.Arbitrary<T>) =>
  fc.option(
    fc.option(
      value.map((given) => tidied(given)),
      { nil: null, freq: 4 },
    ),
    { nil: undefined, freq: 4 },
  );
const single = (field: string) => fc.constantFrom("one", "two", "three").map((value) => ({ [field]: value }));

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
    postalAddress: unit(place),
    shippingAddress: unit(place),
  })
  .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)));

const wireAddress: fc.Arbitrary<WireAddress> = fc.record({
  AddressType: fc.constantFrom("Postal", "Physical", "Shipping"),
  AddressName: blankable,
  StreetAddress: fc.constantFrom("1 High Street", "2 Low Road", "3 Side Lane", null),
  StreetAddress2: blankable,
  Suburb: blankable,
  City: fc.constantFrom("Newtown", "Oldtown", null),
  Region: blankable,
  Country: blankable,
  PostalCode: fc.constantFrom("2042", "3000", null),
  IsDefault: fc.boolean(),
  DeliveryInstruction: blankable,
  Guid: fc.constantFrom("x1", "x2"),
});
const customer: fc.Arbitrary<WireCustomer> = fc
  .record({
    Guid: fc.constant(guid),
    CustomerCode: fc.constant("C-1"),
    CustomerName: fc.constantFrom("one", "Staff & Sons"),
    ContactFirstName: blankable,
    ContactLastName: blankable,
    Email: blankable,
    PhoneNumber: blankable,
    MobileNumber: blankable,
    Notes: blankable,
    Taxable: fc.option(fc.boolean(), { nil: null }),
    TaxCode: fc.constantFrom("G.S.T.", null),
    StopCredit: fc.boolean(),
    DiscountRate: fc.constantFrom(0, 0.1),
    SalesPerson: fc.constantFrom(null, { Guid: "p", FullName: "Sam", Email: "s@x.example", Obsolete: false }),
    DefaultWarehouse: fc.constantFrom(null, { Guid: "w", WarehouseCode: "MAIN", IsDefault: true }),
    Currency: fc.constant({ CurrencyCode: "AUD", Description: "d", Guid: "c", LastModifiedOn: "/Date(1)/" }),
    Addresses: fc.array(wireAddress, { maxLength: 4 }),
    Contacts: fc.constant([{ Guid: "k" }]),
    CreatedBy: fc.constant("staff"),
    LastModifiedOn: fc.constant("/Date(1)/"),
  })
  .map((given) => given as WireCustomer);

const unitNames = Object.keys(customerSettings.parse({}).fields) as UnitName[];
const settings = fc
  .record(Object.fromEntries(unitNames.map((name) => [name, fc.constantFrom(...ownership.options)])))
  .map((fields) => customerSettings.parse({ fields }));

const wanted = (said: Units): DesiredCustomer => ({
  guid,
  code: "DOE-1",
  name: typeof said.name?.["CustomerName"] === "string" ? said.name["CustomerName"] : "Jane Doe",
  label: "the customer for 1",
  search: { code: null, email: null },
  units: said,
  onCreate: { Currency: { CurrencyCode: "AUD" } },
});
const agreement = fc.option(
  units.map((held) => ({ ...wanted(held), held })),
  { nil: null },
);
const at = (snapshot: WireCustomer) => ({ externalId: guid, snapshot });

describe("laws of a customer's merge", () => {
  it("what was made agrees when it is read back, and planning again plans nothing", () => {
    fc.assert(
      fc.property(units, settings, (said, rules) => {
        const plan = planCustomer(wanted(said), null, null, rules);
        if (plan.action !== "create") throw new Error(plan.action);
        const made = stored(createBody(plan.desired, plan.desired.written!));
        expect(verifyCustomer(plan.desired, made)).toEqual([]);
        expect(planCustomer(wanted(said), at(made), plan.desired, rules)).toMatchObject({ action: "none" });
      }),
    );
  });

  it("what was changed agrees when it is read back, and planning again plans nothing", () => {
    fc.assert(
      fc.property(units, customer, agreement, settings, (said, current, agreed, rules) => {
        const plan = planCustomer(wanted(said), at(current), agreed, rules);
        if (plan.action === "update") {
          expect(plan.fields).not.toEqual([]);
          const changed = stored(updateBody(current, plan.desired.written!));
          expect(verifyCustomer(plan.desired, changed)).toEqual([]);
          expect(planCustomer(wanted(said), at(changed), plan.desired, rules)).toMatchObject({
            action: "none",
          });
          // Nor without the memory of what was agreed, as after a restored backup.
          const forgotten = planCustomer(wanted(said), at(changed), null, rules);
          expect(forgotten).toMatchObject({ action: "none" });
        } else expect(plan.action).toBe("none");
      }),
      { numRuns: 500 },
    );
  });

  it("a field that has a value is never blanked, and an address never loses its place", () => {
    fc.assert(
      fc.property(units, customer, agreement, settings, (said, current, agreed, rules) => {
        const plan = planCustomer(wanted(said), at(current), agreed, rules);
        if (plan.action !== "update") return;
        const body = updateBody(current, plan.desired.written!);
        for (const [field, value] of Object.entries(current))
          if (field in body && !isBlank(value)) expect([field, isBlank(body[field])]).toEqual([field, false]);
        const after = body["Addresses"] as WireAddress[];
        for (const [index, address] of (current.Addresses ?? []).entries())
          if (!isBlank(address.StreetAddress)) expect(isBlank(after[index]?.StreetAddress)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it("fields that are not ours are sent as they are, and of the whole object only what is taken", () => {
    fc.assert(
      fc.property(units, customer, agreement, settings, (said, current, agreed, rules) => {
        const plan = planCustomer(wanted(said), at(current), agreed, rules);
        if (plan.action !== "update") return;
        const body = updateBody(current, plan.desired.written!);
        expect(body).toMatchObject({
          Guid: guid,
          CustomerCode: "C-1",
          MobileNumber: current["MobileNumber"],
          StopCredit: current.StopCredit,
          DiscountRate: current["DiscountRate"],
          Currency: { CurrencyCode: "AUD", Description: "d", Guid: "c" },
        });
        for (const refused of ["Contacts", "CreatedBy", "LastModifiedOn"])
          expect(body).not.toHaveProperty(refused);
        expect(Object.keys(body["Currency"] as object)).not.toContain("LastModifiedOn");
        for (const address of body["Addresses"] as object[]) expect(address).not.toHaveProperty("Guid");
      }),
    );
  });

  it("unknown changes nothing, and a rule of never leaves existing customers alone", () => {
    fc.assert(
      fc.property(units, customer, agreement, settings, (said, current, agreed, rules) => {
        expect(planCustomer(wanted({}), at(current), agreed, rules).action).toBe("none");
        const hidden = planCustomer(
          wanted(Object.fromEntries(Object.keys(said).map((name) => [name, null]))),
          at(current),
          agreed,
          rules,
        );
        expect(hidden.action).toBe("none");
        const never = customerSettings.parse({
          fields: Object.fromEntries(unitNames.map((name) => [name, "never"])),
        });
        expect(planCustomer(wanted(said), at(current), agreed, never).action).toBe("none");
      }),
    );
  });

  it("each planned change is one that the body makes, and no other is", () => {
    fc.assert(
      fc.property(units, customer, agreement, settings, (said, current, agreed, rules) => {
        const plan = planCustomer(wanted(said), at(current), agreed, rules);
        if (plan.action !== "update") return;
        const body = updateBody(current, plan.desired.written!);
        const told = new Set(plan.fields.map((field) => field.path));
        for (const [field, value] of Object.entries(body)) {
          if (typeof value === "object" && value !== null) continue;
          expect([field, told.has(field)]).toEqual([field, !isSameValue(field, value, current[field])]);
        }
      }),
    );
  });
});
