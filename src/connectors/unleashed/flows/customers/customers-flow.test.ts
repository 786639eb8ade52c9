import { afterEach, describe, expect, it } from "vitest";
import { keyText } from "#domain/source-record.ts";
import { testCustomer } from "../../test-client.ts";
import { customersFlow as flow } from "./customers-flow.ts";
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

describe("a customer whom Unleashed does not have", () => {
  it("is made under the derived GUID with all that is known, and then both sides agree", async () => {
    const { carry, stored, calls, settings } = await start();
    const made = await carry(testCustomer());
    expect(made.action).toBe("create");
    expect(await stored(made.externalId)).toMatchObject({
      Guid: made.agreed.guid,
      CustomerCode: `DOEJANE-${made.agreed.guid.slice(0, 8).toUpperCase()}`,
      CustomerName: "Jane Doe",
      ContactFirstName: "Jane",
      ContactLastName: "Doe",
      Email: "jane@customer.example",
      PhoneNumber: "+61255501234",
      Notes: "Prefers e-mail",
      Currency: { CurrencyCode: "AUD" },
      Addresses: [
        {
          AddressType: "Postal",
          StreetAddress: "1 High Street",
          City: "Newtown",
          Suburb: null,
          PostalCode: "2042",
        },
        { AddressType: "Shipping", Region: "New South Wales", Country: "Australia", AddressName: "Jane Doe" },
      ],
    });
    // By GUID, by e-mail, the POST, and reading back.
    expect(calls().slice(0, 4)).toEqual([
      "GET /Customers/{guid}",
      "GET /Customers",
      "POST /Customers/{guid}",
      "GET /Customers/{guid}",
    ]);
    expect((await carry(testCustomer(), made)).action).toBe("none");
    expect(flow.reconsider(testCustomer(), made.agreed, settings).decision).toBe("unchanged");
    expect(flow.reconsider(testCustomer({ tags: ["vip"] }), made.agreed, settings).decision).toBe(
      "unchanged",
    );
    expect(flow.reconsider(testCustomer({ phone: "+61" }), made.agreed, settings).decision).toBe("plan");
  });

  it("is not confused with one whose e-mail only begins alike", async () => {
    const { carry, emulator, customers } = await start();
    emulator.seed({
      customers: [
        { code: "AU", name: "Another", email: "jane@customer.example.au" },
        { code: "OLD", name: "Retired", email: "jane@customer.example", fields: { Obsolete: true } },
      ],
    });
    expect((await carry(testCustomer())).action).toBe("create");
    expect(customers()).toHaveLength(3);
  });

  it("gets the currency, type and price tier that the settings name", async () => {
    const { carry, stored } = await start({
      currency: "NZD",
      customerType: { individuals: "Retail", companies: "Wholesale" },
      sellPriceTier: { companies: "Sell Price Tier 2" },
      taxCodes: { taxable: "G.S.T.", exempt: "NONE" },
      codes: { style: "id", prefix: "WEB-" },
    });
    const person = await stored((await carry(testCustomer())).externalId);
    expect(person).toMatchObject({
      CustomerCode: "WEB-207119551",
      Currency: { CurrencyCode: "NZD" },
      CustomerType: "Retail",
      SellPriceTier: null,
      Taxable: true,
      TaxCode: "G.S.T.",
    });
    const company = testCustomer({
      id: "company:12:34",
      origin: "company",
      companyName: "Acme",
      taxExempt: true,
    });
    expect(await stored((await carry(company)).externalId)).toMatchObject({
      CustomerCode: "WEB-12-34",
      CustomerName: "Acme",
      CustomerType: "Wholesale",
      SellPriceTier: "Sell Price Tier 2",
      Taxable: false,
      TaxCode: "NONE",
    });
  });

  it("is made without a name, an e-mail or letters that codes can have", async () => {
    const { carry, stored } = await start();
    const nameless = testCustomer({
      id: "1",
      firstName: null,
      lastName: null,
      billingAddress: null,
      shippingAddress: null,
    });
    expect(await stored((await carry(nameless)).externalId)).toMatchObject({
      CustomerName: "jane@customer.example",
    });
    const nobody = { ...nameless, id: "2", email: null };
    expect(await stored((await carry(nobody)).externalId)).toMatchObject({
      CustomerName: "Shopify customer 2",
    });
    const kanji = { ...nameless, id: "3", email: null, firstName: "花子", lastName: "山田" };
    const { CustomerCode } = await stored((await carry(kanji)).externalId);
    expect(CustomerCode).toMatch(/^CUSTOMER-[0-9A-F]{8}$/);
  });
});

describe("a customer whom Unleashed has", () => {
  it("is recognised by exactly the e-mail in any letter case, and only what it lacked is filled in", async () => {
    const { carry, emulator, stored } = await start();
    emulator.seed({
      customers: [
        {
          code: "C1",
          name: "J. Doe",
          email: "Jane@Customer.example",
          notes: "Pays late",
          fields: { DDINumber: "9" },
        },
      ],
    });
    const taken = await carry(testCustomer());
    expect(taken.action).toBe("update");
    expect(paths(taken.plan)).toEqual(
      expect.arrayContaining([
        "ContactFirstName",
        "ContactLastName",
        "PhoneNumber",
        "Addresses[Postal].City",
      ]),
    );
    expect(paths(taken.plan)).not.toContain("Notes");
    expect(await stored(taken.externalId)).toMatchObject({
      CustomerCode: "C1",
      CustomerName: "J. Doe",
      Email: "Jane@Customer.example",
      Notes: "Pays late",
      DDINumber: "9",
      PhoneNumber: "+61255501234",
    });
    expect((await carry(testCustomer(), taken)).action).toBe("none");
  });

  it("is left to a person when several have the e-mail", async () => {
    const { decide, emulator } = await start();
    emulator.seed({
      customers: [1, 2].map((n) => ({ code: `C${n}`, name: "Jane", email: "jane@customer.example" })),
    });
    const { found } = await decide(testCustomer(), null);
    if (found.verdict !== "several") throw new Error(found.verdict);
    expect(JSON.stringify(found.evidence)).not.toMatch(/C1|C2/);
    expect(found.candidates.map(({ label }) => label)).toEqual(["C1", "C2"]);
    expect(found.evidence.message).toBe("2 customers in Unleashed have exactly this e-mail.");
  });

  it("is looked for once more in small letters when nothing begins as the shop writes it", async () => {
    const { carry, emulator, calls } = await start();
    emulator.seed({ customers: [{ code: "C1", name: "Jane", email: "someone@customer.example" }] });
    expect((await carry(testCustomer({ email: "Jane@Customer.example" }))).action).toBe("create");
    expect(calls().filter((call) => call === "GET /Customers")).toHaveLength(2);
    const lower = calls().length;
    await carry(testCustomer({ id: "2", email: "joe@customer.example" }));
    expect(calls(lower).filter((call) => call === "GET /Customers")).toHaveLength(1);
  });

  it("is not recognised when the settings name no way but the GUID", async () => {
    const { carry, emulator } = await start({ matchBy: [] });
    emulator.seed({ customers: [{ code: "C1", name: "Jane", email: "jane@customer.example" }] });
    expect((await carry(testCustomer())).action).toBe("create");
  });

  it("of a company is met by its account code alone, exactly", async () => {
    const { carry, emulator, calls } = await start();
    emulator.seed({
      customers: [
        { code: "ACME-2", name: "Acme Two", email: "buyer@acme.example" },
        { code: "ACME", name: "Acme" },
      ],
    });
    const company = (externalId: string | null, id: string) =>
      testCustomer({ id, origin: "company", companyName: "Acme", externalId, email: "buyer@acme.example" });
    expect((await carry(company("ACME", "company:1:1"))).agreed.code).toBe("ACME");
    expect(calls()).not.toContain("POST /Customers");
    const other = await carry(company(null, "company:1:2"));
    expect([other.action, other.externalId]).toEqual(["create", other.agreed.guid]);
  });

  it("asks a person when the account code is that of an obsolete customer", async () => {
    const { decide, emulator } = await start();
    emulator.seed({ customers: [{ code: "ACME", name: "Acme", fields: { Obsolete: true } }] });
    const company = testCustomer({ id: "company:1:1", origin: "company", externalId: "ACME" });
    await expect(decide(company, null)).rejects.toMatchObject({
      errorClass: "attention",
      reason: { code: "CUSTOMER_OBSOLETE" },
    });
  });

  it("asks a person when the linked one, or the one that Waybill made, became obsolete", async () => {
    const { carry, decide, staffEdit } = await start();
    const made = await carry(testCustomer());
    await staffEdit(made.externalId, { Obsolete: true });
    for (const link of [made, null])
      await expect(decide(testCustomer(), link)).rejects.toMatchObject({
        errorClass: "attention",
        reason: { code: "CUSTOMER_OBSOLETE", message: expect.not.stringContaining("DOE") as string },
      });
  });

  it("is asked about when it trades in another currency, both named, until a person takes it", async () => {
    const { carry, decide, decisions, emulator, client, settings } = await start();
    emulator.seed({
      customers: [{ code: "DOEJANE", name: "Jane", email: "jane@customer.example", currency: "NZD" }],
    });
    const { plan } = await decide(testCustomer(), null);
    if (plan?.action !== "attention") throw new Error(plan?.action);
    const { attention } = plan;
    expect(attention).toMatchObject({
      code: "CUSTOMER_CURRENCY_DIFFERS",
      message: expect.stringMatching(/NZD.*AUD/) as string,
    });
    expect(JSON.stringify(attention)).not.toContain("DOEJANE");
    expect(attention.choices.map(({ choice }) => choice)).toEqual([
      "retry",
      "use-anyway",
      "create",
      "leave-out",
    ]);
    expect((await flow.resolve(client, attention, "create", testCustomer(), settings))?.remember).toEqual([
      {
        code: "AMBIGUOUS_MATCH",
        key: keyText({ kind: "customers", id: testCustomer().id }),
        value: "create",
      },
    ]);
    const resolution = await flow.resolve(client, attention, "use-anyway", testCustomer(), settings);
    for (const { code, key, value } of resolution?.remember ?? []) decisions.set(`${code}/${key}`, value);
    const taken = await carry(testCustomer());
    expect(taken.action).toBe("update");
    expect((await carry(testCustomer(), taken)).action).toBe("none");
    expect(await flow.resolve(client, attention, "retry", testCustomer(), settings)).toBeNull();
  });

  it("is not asked about when the settings want that currency, or whichever the account has", async () => {
    for (const currency of ["NZD", "account"]) {
      const { carry, emulator } = await start({ currency });
      emulator.seed({
        customers: [{ code: "C1", name: "Jane", email: "jane@customer.example", currency: "NZD" }],
      });
      expect((await carry(testCustomer())).action).toBe("update");
    }
  });

  it("is told to be gone when the linked one is no longer there, and not made again", async () => {
    const { carry, decide } = await start();
    const { agreed } = await carry(testCustomer());
    const link = { externalId: "00000000-1111-5222-8333-444444444444", agreed };
    expect((await decide(testCustomer(), link)).found).toMatchObject({
      verdict: "gone",
      evidence: { code: "CUSTOMER_GONE" },
    });
  });
});
