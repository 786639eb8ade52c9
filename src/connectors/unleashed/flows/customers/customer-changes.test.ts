import { afterEach, describe, expect, it } from "vitest";
import type { Customer } from "#domain/customer/customer.ts";
import { testAddress, testCustomer } from "../../test-client.ts";
import { customersFlow as flow } from "./customers-flow.ts";
import type { DesiredCustomer } from "./desired-customer.ts";
import { paths, startCustomers, type CustomersTest } from "./test-customers.ts";

const running: CustomersTest[] = [];
const start = async (...args: Parameters<typeof startCustomers>) => {
  const test = await startCustomers(...args);
  running.push(test);
  return test;
};
afterEach(async () => {
  await Promise.all(running.splice(0).map((test) => test.close()));
});

describe("changes after both sides agreed", () => {
  it("of the shop follow, those of staff stay, and nothing else of the customer is touched", async () => {
    const { carry, stored, staffEdit } = await start();
    const made = await carry(testCustomer());
    await staffEdit(made.externalId, {
      PhoneNumber: "02 5550 9999",
      Notes: "Do not call on Mondays",
      StopCredit: true,
      DiscountRate: 0.05,
      CreditLimit: 500.25,
      SalesPerson: {
        Guid: "11111111-1111-4111-8111-111111111111",
        FullName: "Sam",
        Email: "sam@x.example",
        Obsolete: false,
      },
      Contacts: [{ Guid: "22222222-2222-4222-8222-222222222222" }],
    });
    const before = await stored(made.externalId);
    const changed = await carry(
      testCustomer({ email: "jane.doe@new.example", phone: "+61255500000", note: "Other note" }),
      made,
    );
    expect(paths(changed.plan)).toEqual(["Email"]);
    const after = await stored(made.externalId);
    const { Contacts: _contacts, LastModifiedOn: _modified, Addresses: _addresses, ...rest } = before;
    expect(after).toMatchObject({
      ...rest,
      Email: "jane.doe@new.example",
      SalesPerson: { FullName: "Sam" },
      LastModifiedBy: "API",
    });
  });

  it("of an address replace it as one, keep what is not ours, and leave other addresses alone", async () => {
    const { carry, stored, staffEdit } = await start();
    const made = await carry(testCustomer());
    const [postal, shipping] = (await stored(made.externalId))["Addresses"] as Record<string, unknown>[];
    await staffEdit(made.externalId, {
      Addresses: [
        { ...postal, Suburb: "Inner West" },
        { ...shipping, IsDefault: true, DeliveryInstruction: "Back door" },
        { AddressType: "Shipping", StreetAddress: "9 Depot Road", City: "Botany", PostalCode: "2019" },
      ],
    });
    const moved = {
      ...testAddress,
      address1: "8 Low Road",
      address2: "Flat 3",
      city: "Fitzroy",
      zip: "3065",
    };
    await carry(
      testCustomer({
        billingAddress: { ...testAddress, address1: "1a High Street" },
        shippingAddress: moved,
      }),
      made,
    );
    expect((await stored(made.externalId))["Addresses"]).toMatchObject([
      { AddressType: "Postal", StreetAddress: "1a High Street", Suburb: "Inner West", PostalCode: "2042" },
      {
        AddressType: "Shipping",
        StreetAddress: "8 Low Road",
        StreetAddress2: "Flat 3",
        City: "Fitzroy",
        PostalCode: "3065",
        IsDefault: true,
        DeliveryInstruction: null,
      },
      { AddressType: "Shipping", StreetAddress: "9 Depot Road", City: "Botany" },
    ]);
  });

  it("put the city where the account keeps it", async () => {
    for (const [cityGoesTo, address] of [
      ["suburb", { Suburb: "Newtown", City: null }],
      ["both", { Suburb: "Newtown", City: "Newtown" }],
    ] as const) {
      const { carry, stored } = await start({
        addresses: { cityGoesTo, region: "code", country: "code", physical: "billing" },
      });
      const made = await stored((await carry(testCustomer())).externalId);
      expect(made["Addresses"]).toMatchObject(
        ["Postal", "Physical", "Shipping"].map((type) => ({
          AddressType: type,
          ...address,
          Region: "NSW",
          Country: "AU",
        })),
      );
    }
  });
});

describe("blanks and withheld parts", () => {
  const blank = { note: "", phone: null, email: " ", firstName: null, lastName: null };

  it.each(["documented", "recommended"] as const)(
    "never wipe anything under the preset %s",
    async (preset) => {
      const { carry, staffEdit, stored } = await start({}, preset);
      const made = await carry(testCustomer());
      await staffEdit(made.externalId, { Notes: "Kept by staff" });
      const before = await stored(made.externalId);
      const again = await carry(
        testCustomer({ ...blank, billingAddress: null, shippingAddress: null }),
        made,
      );
      expect(again.action).toBe("none");
      const half = {
        ...testAddress,
        address1: undefined,
        zip: undefined,
        firstName: undefined,
        city: "Elsewhere",
      };
      const hidden = testCustomer({
        note: undefined,
        phone: undefined,
        billingAddress: half,
        shippingAddress: undefined,
      });
      expect((await carry(hidden, made)).action).toBe("none");
      expect(await stored(made.externalId)).toEqual(before);
    },
  );

  it("aside, documented lays the shop's note over that of staff, and recommended does not", async () => {
    for (const [preset, notes] of [
      ["documented", "From the shop"],
      ["recommended", "Kept by staff"],
    ] as const) {
      const { carry, staffEdit, stored } = await start({}, preset);
      const made = await carry(testCustomer());
      await staffEdit(made.externalId, { Notes: "Kept by staff" });
      await carry(testCustomer({ note: "From the shop" }), made);
      expect((await stored(made.externalId))["Notes"]).toBe(notes);
    }
  });

  it("of name or e-mail keep a person from being carried over, and a company not", async () => {
    const { settings } = await start();
    const code = (changes: Partial<Customer>) => {
      const verdict = flow.accept(testCustomer(changes), settings);
      return verdict.accepted ? "accepted" : verdict.reason.code;
    };
    expect(code({ email: undefined })).toBe("CUSTOMER_WITHHELD");
    expect(code({ firstName: undefined, lastName: undefined })).toBe("CUSTOMER_WITHHELD");
    expect(code({ phone: undefined, billingAddress: undefined })).toBe("accepted");
    expect(code({ email: null })).toBe("accepted");
    expect(code({ origin: "company", firstName: undefined, lastName: undefined, email: undefined })).toBe(
      "accepted",
    );
    expect(code({ origin: "guest", id: "guest:1", email: null })).toBe("GUEST_SHARES_CUSTOMER");
    expect(code({ origin: "guest", id: "guest:1", email: undefined })).toBe("CUSTOMER_WITHHELD");
    const both = await start({ withheld: { when: "name-and-email" } });
    expect(flow.accept(testCustomer({ email: undefined }), both.settings)).toEqual({ accepted: true });
    const one = await start({ mode: "one-customer", oneCustomerCode: "WEB" });
    expect(flow.accept(testCustomer(), one.settings)).toMatchObject({
      reason: { code: "CUSTOMERS_NOT_CARRIED" },
    });
    expect(flow.reconsider(testCustomer({ phone: "1" }), {} as DesiredCustomer, one.settings)).toMatchObject({
      decision: "unchanged",
    });
  });
});
