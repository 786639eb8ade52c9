import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildOrder } from "#test/support/order-builder.ts";
import { startOrderAccount, type OrderAccount } from "./test-account-of-orders.ts";

let account: OrderAccount;

beforeAll(async () => {
  account = await startOrderAccount();
});
afterAll(async () => {
  await account.stop();
});

let next = 1;
const named = (id = next++) => ({ id: String(70_000 + id), over: { name: `#${id}` } });

describe("an order on its way", () => {
  it("costs one search, one POST and one reading, and says what it should", async () => {
    const order = buildOrder({
      ...named(),
      lines: [{ price: "19.95", quantity: 3, discounts: ["4.99"] }],
      shipping: [{ price: "9.95" }],
    });
    const desired = await account.project(order);
    const before = account.calls().length;
    const planned = await account.plan(desired);
    if (planned.action !== "create") throw new Error(planned.action);
    const { externalId } = await account.flow.apply(account.client, planned, desired.guid, null);
    const stored = await account.flow.read(account.client, externalId);
    expect(account.calls().slice(before)).toEqual([
      "GET /SalesOrders",
      "POST /SalesOrders/{guid}",
      "GET /SalesOrders/{guid}",
    ]);
    expect(externalId).toBe(
      account.flow.reference({ kind: "orders", id: order.id }, { domain: "ACME.myshopify.com" }),
    );
    expect(stored).toMatchObject({ OrderNumber: order.name, Total: 71.3, OrderStatus: "Parked" });
    expect(stored === null ? null : account.flow.verify(desired, stored)).toEqual([]);
  });

  it("has hundreds of lines, each of them", async () => {
    const lines = Array.from({ length: 300 }, (_, index) => ({
      price: `${index + 1}.99`,
      quantity: (index % 4) + 1,
      sku: index % 2 === 0 ? "TEA" : "MUG",
      discounts: ["0.33"],
    }));
    const { desired, stored } = await account.carry(buildOrder({ ...named(), lines }));
    expect(stored.SalesOrderLines).toHaveLength(300);
    expect(account.flow.verify(desired, stored)).toEqual([]);
  });

  it("lists every field with its reason, and nothing that is not sent", async () => {
    const order = buildOrder({ ...named(), shipping: [{ price: "5" }] });
    const desired = await account.project(order);
    const planned = await account.plan(desired);
    if (planned.action !== "create") throw new Error(planned.action);
    const paths = planned.fields.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths).toEqual(
      expect.arrayContaining([
        "OrderNumber",
        "Customer.Guid",
        "Tax.TaxCode",
        "SalesOrderLines[0].LineTotal",
        "SalesOrderLines[1].Product.ProductDescription",
      ]),
    );
    for (const field of planned.fields)
      expect([field.path, field.from, field.why]).toEqual([field.path, null, expect.stringMatching(/\S/)]);
    const leaves = (value: unknown): number =>
      typeof value === "object" && value !== null
        ? Object.values(value).reduce((count: number, part) => count + leaves(part), 0)
        : 1;
    expect(paths).toHaveLength(leaves(desired.body));
  });

  it("books in another currency at the account's rate", async () => {
    const foreign = await startOrderAccount({
      orders: { currency: { account: "NZD", rates: { AUD: "0.92" } } },
    });
    const { desired, stored } = await foreign.carry(buildOrder(named()));
    expect(stored).toMatchObject({ ExchangeRate: 0.92, Currency: { CurrencyCode: "AUD" }, Total: 11 });
    expect(foreign.flow.verify(desired, stored)).toEqual([]);
    await foreign.stop();
  });

  it("is placed with a warehouse of its own when the settings say so", async () => {
    const shop = await startOrderAccount({
      orders: { status: "Placed", warehouse: { byLocation: { "55": "SHOP" } } },
    });
    const order = buildOrder({ id: "1", over: { sourceName: "pos", locationId: "55" } });
    const { desired, stored } = await shop.carry(order);
    expect(stored).toMatchObject({ OrderStatus: "Placed", Warehouse: { WarehouseCode: "SHOP" } });
    expect(shop.flow.verify(desired, stored)).toEqual([]);
    await shop.stop();
  });
});
