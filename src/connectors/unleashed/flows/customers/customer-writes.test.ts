import { afterEach, describe, expect, it } from "vitest";
import type { Customer } from "#domain/customer/customer.ts";
import { SyncError } from "#domain/sync-error.ts";
import { testAddress, testCustomer } from "../../test-client.ts";
import { customersFlow as flow } from "./customers-flow.ts";
import { sharedGuest } from "./shared-guest.ts";
import { startCustomers, type CustomersTest } from "./test-customers.ts";

const running: CustomersTest[] = [];
const start = async (...args: Parameters<typeof startCustomers>) => {
  const test = await startCustomers(...args);
  running.push(test);
  return test;
};
afterEach(async () => {
  await Promise.all(running.splice(0).map((test) => test.close()));
});

describe("customers that stand for many buyers", () => {
  const placeholder: Customer = { ...sharedGuest, id: "placeholder", origin: "placeholder" };

  it("are made once under their code, and adopted where the account has them", async () => {
    const { carry, customers, emulator, stored } = await start();
    emulator.seed({ customers: [{ code: "SHOPIFY-GUESTS", name: "Web guests", notes: "Ours" }] });
    const first = await carry(placeholder);
    expect(await stored(first.externalId)).toMatchObject({
      CustomerCode: "SHOPIFY-SALES",
      CustomerName: "Shopify Sales",
    });
    expect((await carry(placeholder, first)).action).toBe("none");
    const guests = await carry(sharedGuest);
    expect(guests.plan).toMatchObject({ action: "none", adopt: { code: "CUSTOMER_ADOPTED" } });
    expect(customers().map((entry) => entry["CustomerCode"])).toEqual(["SHOPIFY-GUESTS", "SHOPIFY-SALES"]);
  });

  it("are used and not made twice when another store makes them at the same moment", async () => {
    const { decide, carry, client, emulator, customers } = await start();
    const { plan, reference } = await decide(placeholder, null);
    if (plan?.action !== "create") throw new Error("not to be made");
    emulator.seed({ customers: [{ code: "SHOPIFY-SALES", name: "Made by the other store" }] });
    await expect(flow.apply(client, plan, reference, null)).rejects.toMatchObject({
      errorClass: "conflict",
      reason: { code: "CUSTOMER_MADE_MEANWHILE" },
    });
    expect((await carry(placeholder)).plan).toMatchObject({
      action: "none",
      adopt: { code: "CUSTOMER_ADOPTED" },
    });
    expect(customers()).toHaveLength(1);
  });

  it("keep guests of one e-mail on one customer of their own", async () => {
    const { carry, customers } = await start();
    const guest = testCustomer({ id: "guest:0123456789abcdef01234567", origin: "guest", note: null });
    for (let order = 0; order < 5; order += 1) await carry(guest);
    expect(customers()).toHaveLength(1);
  });
});

describe("a lost answer", () => {
  it.each([
    ["before it was carried out", { requestLost: 1, times: 1 }, "none"],
    ["after it was carried out", { answerLost: 1, times: 1 }, "one"],
    ["with a 500 before", { http500: 1, times: 1 }, "none"],
    ["with a 500 after", { http500AfterCommit: 1, times: 1 }, "one"],
    ["as garbage", { body: { kind: "garbage", rate: 1 }, times: 1 }, "one"],
  ] as const)("%s is settled by the GUID: one customer in the end", async (_when, fault, expected) => {
    const { decide, client, setFaults, settings, carry, customers } = await start();
    const { plan, reference } = await decide(testCustomer(), null);
    if (plan?.action !== "create") throw new Error("not to be made");
    setFaults({ operations: { "POST /Customers/{guid}": fault } });
    const error: unknown = await flow.apply(client, plan, reference, null).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(SyncError);
    expect((error as SyncError).errorClass).toBe("unknown-outcome");
    const found = await flow.find(client, { externalId: null, reference, desired: plan.desired }, settings);
    expect(found.verdict).toBe(expected);
    if (found.verdict === "one") expect(flow.verify(plan.desired, found.candidate.snapshot)).toEqual([]);
    await carry(testCustomer());
    expect(customers()).toHaveLength(1);
  });
});

describe("reading back", () => {
  it("tells what differs without repeating it, and only of what was sent", async () => {
    const { decide } = await start();
    const { plan } = await decide(testCustomer(), null);
    if (plan?.action !== "create") throw new Error("not to be made");
    const { values, addresses } = plan.desired.written!;
    const snapshot = {
      Guid: plan.desired.guid,
      ...values,
      CustomerCode: plan.desired.code,
      Email: "JANE@customer.example",
      Notes: null,
      BankName: "Somebody's bank",
      Addresses: addresses.map(({ type, parts }) => ({ AddressType: type, ...parts, PostalCode: "9999" })),
    };
    expect(flow.verify(plan.desired, snapshot)).toEqual([
      { path: "Notes", from: null, to: "text of 14 letters", why: "read back after writing" },
      {
        path: "Addresses[Postal].PostalCode",
        from: "text of 4 letters",
        to: "text of 4 letters",
        why: "read back after writing",
      },
      {
        path: "Addresses[Shipping].PostalCode",
        from: "text of 4 letters",
        to: "text of 4 letters",
        why: "read back after writing",
      },
    ]);
  });

  it("lets the account label an address that has no name, and leaves the label alone", async () => {
    const { decide, settings } = await start({}, "documented");
    const nameless = { ...testAddress, firstName: null, lastName: null };
    const { plan } = await decide(testCustomer({ billingAddress: nameless, shippingAddress: null }), null);
    if (plan?.action !== "create") throw new Error("not to be made");
    const { values, addresses } = plan.desired.written!;
    const snapshot = {
      Guid: plan.desired.guid,
      ...values,
      CustomerCode: plan.desired.code,
      Addresses: addresses.map(({ type, parts }) => ({
        ...parts,
        AddressType: type,
        AddressName: "Main",
        StreetAddress2: "",
      })),
    };
    expect(flow.verify(plan.desired, snapshot)).toEqual([]);
    const current = { externalId: snapshot.Guid, snapshot };
    expect(flow.plan(plan.desired, current, plan.desired, settings).action).toBe("none");
  });
});
