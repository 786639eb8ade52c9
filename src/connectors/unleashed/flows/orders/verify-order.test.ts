import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildOrder } from "#test/support/order-builder.ts";
import type { WireSalesOrder } from "../../schema.ts";
import type { DesiredOrder } from "./desired-order.ts";
import { startOrderAccount, type OrderAccount } from "./test-account-of-orders.ts";
import { verifyOrder } from "./verify-order.ts";

let account: OrderAccount;
let desired: DesiredOrder;
let stored: WireSalesOrder;
beforeAll(async () => {
  account = await startOrderAccount({ orders: { deliveryMethod: { default: "Courier" } } });
  const lines = [{ price: "10", attributes: [{ name: "Engraving", value: "Jo" }] }];
  ({ desired, stored } = await account.carry(
    buildOrder({ lines, shipping: [{ price: "5" }], over: { note: "Ring\r\ntwice " } }),
  ));
});
afterAll(() => account.stop());

const paths = (changes: Partial<WireSalesOrder>) =>
  verifyOrder(desired, { ...stored, ...changes }).map(({ path }) => path);
const onLine = (changes: object) => ({
  SalesOrderLines: (stored.SalesOrderLines ?? []).map((line, index) =>
    index === 0 ? { ...line, ...changes } : line,
  ),
});
const atNewZealand = (ms: number): string => `/Date(${Date.UTC(2026, 2, 1) + ms})/`;

describe("reading back", () => {
  it("finds no difference in what was stored", () => expect(paths({})).toEqual([]));

  it.each<[string, Partial<WireSalesOrder>]>([
    ["OrderNumber", { OrderNumber: "#1002" }],
    ["OrderStatus", { OrderStatus: "Placed" }],
    ["CustomerRef", { CustomerRef: null }],
    ["Comments", { Comments: "Ring" }],
    ["DeliveryName", { DeliveryName: "J. Doe" }],
    ["DeliveryCity", { DeliveryCity: "Enmore" }],
    ["DeliveryMethod", { DeliveryMethod: null }],
    ["OrderDate", { OrderDate: atNewZealand(86_400_000) }],
    ["RequiredDate", { RequiredDate: null }],
    ["Customer", { Customer: { Guid: "11111111-1111-4111-8111-111111111111", CustomerCode: "C9" } }],
    ["Warehouse.WarehouseCode", { Warehouse: { WarehouseCode: "NORTH" } }],
    ["Currency.CurrencyCode", { Currency: { CurrencyCode: "NZD" } }],
    ["ExchangeRate", { ExchangeRate: 1.1 }],
    ["Tax.TaxCode", { Tax: { TaxCode: "GST15" } }],
    ["SubTotal", { SubTotal: 15.01 }],
    ["Total", { Total: "16.49" }],
  ])("tells that %s differs", (path, changes) => expect(paths(changes)).toEqual([path]));

  it.each<[string, object]>([
    ["SalesOrderLines[0].LineType", { LineType: "Charge" }],
    ["SalesOrderLines[0].Product", { Product: { ProductCode: "MUG", Guid: null } }],
    ["SalesOrderLines[0].OrderQuantity", { OrderQuantity: 2 }],
    ["SalesOrderLines[0].UnitPrice", { UnitPrice: 10.0001 }],
    ["SalesOrderLines[0].LineTotal", { LineTotal: 10.01 }],
    ["SalesOrderLines[0].LineTax", { LineTax: 0.99 }],
    ["SalesOrderLines[0].LineTaxCode", { LineTaxCode: "NONE" }],
    ["SalesOrderLines[0].Comments", { Comments: null }],
  ])("tells that %s differs", (path, changes) => expect(paths(onLine(changes))).toEqual([path]));

  it("describes names, addresses and free texts, and repeats none", () => {
    const changed = { DeliveryName: "J. Doe", Comments: "Ring Jo", CustomerRef: "PO 7" };
    expect(verifyOrder(desired, { ...stored, ...changed }).map(({ from }) => from)).toEqual([
      "PO 7",
      "text of 7 letters",
      "text of 6 letters",
    ]);
  });

  it("tells that a line is missing", () =>
    expect(paths({ SalesOrderLines: (stored.SalesOrderLines ?? []).slice(0, 1) })).toEqual([
      "SalesOrderLines.length",
    ]));

  it.each<[string, Partial<WireSalesOrder>]>([
    ["decimals as text", { SubTotal: "15.0000", Total: "16.50" }],
    ["midnight of New Zealand", { OrderDate: atNewZealand(-13 * 3_600_000) }],
    ["a source id that is not kept", { SourceId: null }],
    ["other line breaks and blanks", { Comments: "  Ring\ntwice" }],
    ["GUIDs in capitals", { Customer: { Guid: "", CustomerCode: "C1" } }],
    ["fields that were not sent", { DeliverySuburb: "Newtown", SalesOrderGroup: "Web" }],
  ])("is not bothered by %s", (what, changes) => {
    const capitals = { Customer: { ...stored.Customer, Guid: stored.Customer?.Guid?.toUpperCase() } };
    expect(paths(what === "GUIDs in capitals" ? capitals : changes)).toEqual([]);
  });

  it("is not bothered by the order in which lines come back", () =>
    expect(paths({ SalesOrderLines: [...(stored.SalesOrderLines ?? [])].reverse() })).toEqual([]));
});
