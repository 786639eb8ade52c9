import { describe, expect, it } from "vitest";
import { testAccount, testOrder } from "./test-account.ts";

const guid = "22222222-2222-4222-8222-222222222222";
const other = "33333333-3333-4333-8333-333333333333";
const line = (changes: Record<string, unknown>) =>
  testOrder({
    SalesOrderLines: (testOrder()["SalesOrderLines"] as object[]).map((entry, index) =>
      index === 0 ? { ...entry, ...changes } : entry,
    ),
  });

type Account = ReturnType<typeof testAccount>;
const stock = async ({ call }: Account, warehouse = "MAIN") => {
  const { body } = await call("GET", `/StockOnHand?warehouseCode=${warehouse}`);
  return (body["Items"] as Record<string, unknown>[]).map((row) => [
    row["ProductCode"],
    row["QtyOnHand"],
    row["AllocatedQty"],
    row["AvailableQty"],
  ]);
};

describe("creating", () => {
  it("stores under the caller's GUID and gives a series number when none is sent", async () => {
    const { call } = testAccount();
    const { body } = await call("POST", `/SalesOrders/${guid}`, testOrder());
    expect(body).toMatchObject({
      Guid: guid,
      OrderNumber: "SO-00000001",
      OrderStatus: "Parked",
      Total: 27.5,
      BCTotal: 27.5,
      Customer: { CustomerName: "First Customer" },
      Warehouse: { WarehouseName: "Main Warehouse" },
      Tax: { TaxCode: "G.S.T.", TaxRate: 0.1 },
      SalesOrderLines: [
        { LineType: null, Product: { ProductCode: "TEA", ProductDescription: "Tea" } },
        { LineType: "Charge", Product: { Guid: null, ProductCode: null, ProductDescription: "Shipping" } },
      ],
    });
    expect((await call("GET", `/SalesOrders/${guid.toUpperCase()}`)).body).toEqual(body);
  });

  it("treats a second POST with the GUID as an update, or refuses it", async () => {
    const { call, emulator } = testAccount();
    await call("POST", `/SalesOrders/${guid}`, testOrder({ Comments: "first" }));
    const again = await call("POST", `/SalesOrders/${guid}`, testOrder({ CustomerRef: "second" }));
    expect(again.body).toMatchObject({ Comments: null, CustomerRef: "second", OrderNumber: "SO-00000001" });
    expect((emulator.dump() as { SalesOrders: unknown[] }).SalesOrders).toHaveLength(1);
    emulator.set({ guidUpsert: false });
    expect((await call("POST", `/SalesOrders/${guid}`, testOrder())).status).toBe(400);
  });

  it.each([
    [
      "SubTotal",
      testOrder({ SubTotal: 24.99 }),
      "SubTotal 24.99 does not match the order lines, which give 25",
    ],
    ["TaxTotal", testOrder({ TaxTotal: 2.4 }), "TaxTotal 2.4 does not match the order lines, which give 2.5"],
    ["Total", testOrder({ Total: 27 }), "Total 27 does not match the order lines, which give 27.5"],
    [
      "LineTotal",
      line({ UnitPrice: 9 }),
      "LineTotal 20 of line 1 does not match quantity and price, which give 18",
    ],
    ["product", line({ Product: { ProductCode: "NOPE" } }), "Product NOPE does not exist"],
    ["customer", testOrder({ Customer: { CustomerCode: "NOPE" } }), "Customer NOPE does not exist"],
    ["warehouse", testOrder({ Warehouse: { WarehouseCode: "NOPE" } }), "Warehouse NOPE does not exist"],
    ["tax", testOrder({ Tax: { TaxCode: "NOPE", TaxRate: 0 } }), "Tax code NOPE does not exist"],
    ["line tax", line({ LineTaxCode: "NOPE" }), "Tax code NOPE does not exist"],
    [
      "currency",
      testOrder({ Currency: { CurrencyCode: "XXX" } }),
      "Currency XXX does not exist in this account",
    ],
    ["status", testOrder({ OrderStatus: "Open" }), "Order status Open is not valid"],
    ["date", testOrder({ OrderDate: "yesterday" }), "OrderDate is not a date: yesterday"],
    ["rate", testOrder({ ExchangeRate: undefined }), "Required: ExchangeRate"],
    ["line number", line({ LineNumber: null }), "Required: SalesOrderLines[0].LineNumber"],
  ])("refuses a wrong %s with 400 and changes nothing", async (_name, body, description) => {
    const { call, emulator } = testAccount();
    const before = emulator.dump();
    const answer = await call("POST", `/SalesOrders/${guid}`, body);
    expect([answer.status, answer.body["Description"]]).toEqual([400, description]);
    expect(emulator.dump()).toEqual(before);
  });

  it("adds cents exactly", async () => {
    const { call } = testAccount();
    const lines = Array.from({ length: 3 }, (_, index) => ({
      LineNumber: index + 1,
      Product: { ProductCode: "TEA" },
      OrderQuantity: 1,
      UnitPrice: 0.1,
      LineTotal: 0.1,
      LineTax: 0.01,
    }));
    const order = testOrder({ SalesOrderLines: lines, SubTotal: 0.3, TaxTotal: 0.03, Total: 0.33 });
    expect((await call("POST", `/SalesOrders/${guid}`, order)).status).toBe(200);
  });

  it("answers a body of the wrong shape with a bare 500 and no JSON with 400", async () => {
    const { call } = testAccount();
    const answer = await call("POST", `/SalesOrders/${guid}`, testOrder({ SalesOrderLines: "none" }));
    expect([answer.status, answer.text]).toEqual([500, ""]);
    expect((await call("POST", `/SalesOrders/${guid}`)).status).toBe(400);
  });

  it("refuses a number that another order has, unless switched", async () => {
    const { call, emulator } = testAccount();
    await call("POST", `/SalesOrders/${guid}`, testOrder({ OrderNumber: "#1001" }));
    const second = await call("POST", `/SalesOrders/${other}`, testOrder({ OrderNumber: "#1001" }));
    expect([second.status, second.body["Description"]]).toEqual([
      400,
      "Order number #1001 is already in use",
    ]);
    emulator.set({ refuseDuplicateOrderNumber: false });
    await call("POST", `/SalesOrders/${other}`, testOrder({ OrderNumber: "#1001" }));
    const { body } = await call("GET", "/SalesOrders?orderNumber=%231001");
    expect(body["Items"]).toHaveLength(2);
  });

  it("takes every status by default and only two when strict", async () => {
    const { call, emulator } = testAccount();
    emulator.set({ strictStatus: true });
    expect((await call("POST", `/SalesOrders/${guid}`, testOrder({ OrderStatus: "Placed" }))).status).toBe(
      400,
    );
    emulator.set({ strictStatus: false });
    expect((await call("POST", `/SalesOrders/${guid}`, testOrder({ OrderStatus: "Placed" }))).status).toBe(
      200,
    );
    const custom = await call("POST", `/SalesOrders/${other}`, testOrder({ CustomOrderStatus: "Picking" }));
    expect(custom.body).toMatchObject({ OrderStatus: "Parked", CustomOrderStatus: "Picking" });
  });
});

describe("changing", () => {
  it("blanks what PUT leaves out, keeps the customer and the number, checks its own required list", async () => {
    const { call } = testAccount();
    await call("POST", `/SalesOrders/${guid}`, testOrder({ Comments: "Ring", DeliveryCity: "Perth" }));
    const { Customer: _customer, ...rest } = testOrder({ DeliveryCity: "Hobart" });
    const { body } = await call("PUT", `/SalesOrders/${guid}`, rest);
    expect(body).toMatchObject({
      Comments: null,
      DeliveryCity: "Hobart",
      OrderNumber: "SO-00000001",
      Customer: { CustomerCode: "C1" },
    });
    const missing = await call("PUT", `/SalesOrders/${guid}`, { OrderStatus: "Parked" });
    expect(missing.body["Description"]).toBe(
      "Required: ExchangeRate, Tax.TaxCode, Tax.TaxRate, Warehouse.WarehouseCode",
    );
    expect((await call("PUT", `/SalesOrders/${other}`, testOrder())).status).toBe(404);
    const withoutLines = await call("PUT", `/SalesOrders/${guid}`, { ...rest, SalesOrderLines: undefined });
    expect(withoutLines.body["Description"]).toContain("which give 0");
  });

  it("deletes a line and sums up again", async () => {
    const { call } = testAccount();
    const { body } = await call("POST", `/SalesOrders/${guid}`, testOrder());
    const lines = body["SalesOrderLines"] as { Guid: string }[];
    expect((await call("DELETE", `/SalesOrders/${guid}/Lines/${lines[1]?.Guid}`)).status).toBe(200);
    expect((await call("GET", `/SalesOrders/${guid}`)).body).toMatchObject({ SubTotal: 20, Total: 22 });
    expect((await call("DELETE", `/SalesOrders/${guid}/Lines/${other}`)).status).toBe(404);
  });
});

describe("deleting", () => {
  it("leaves the order readable as Deleted, out of lists, and closed to changes", async () => {
    const account = testAccount();
    const { call } = account;
    await call("POST", `/SalesOrders/${guid}`, testOrder({ OrderStatus: "Placed", OrderNumber: "#1" }));
    expect(await stock(account)).toEqual([["TEA", 20, 2, 18]]);
    expect(await call("DELETE", `/SalesOrders/${guid}`)).toMatchObject({ status: 200, text: "" });
    expect(await stock(account)).toEqual([["TEA", 20, 0, 20]]);
    expect((await call("GET", `/SalesOrders/${guid}`)).body["OrderStatus"]).toBe("Deleted");
    const items = async (query: string) => (await call("GET", `/SalesOrders?${query}`)).body["Items"];
    expect(await items("customerCode=C1")).toEqual([]);
    expect(await items("orderStatus=Parked,Deleted")).toHaveLength(1);
    expect(await items("orderNumber=%231")).toHaveLength(1);
    expect((await call("POST", `/SalesOrders/${guid}`, testOrder())).body["Description"]).toBe(
      "Sales order #1 is deleted and cannot be changed",
    );
  });
});

describe("stock and invoices", () => {
  it("allocates at Placed, moves with edits, takes at Complete and makes the invoice", async () => {
    const account = testAccount();
    const { call, control } = account;
    await call("POST", `/SalesOrders/${guid}`, testOrder());
    expect(await stock(account)).toEqual([["TEA", 20, 0, 20]]);
    await call("PUT", `/SalesOrders/${guid}`, testOrder({ OrderStatus: "Placed" }));
    expect(await stock(account)).toEqual([["TEA", 20, 2, 18]]);
    control(
      "POST",
      "/salesorders/{guid}/edit",
      { guid },
      {
        WarehouseCode: "NORTH",
        Lines: [{ LineNumber: 1, OrderQuantity: 3 }],
      },
    );
    expect(await stock(account)).toEqual([["TEA", 20, 0, 20]]);
    expect(await stock(account, "NORTH")).toEqual([["TEA", 5, 3, 2]]);
    const { body } = await call("POST", `/SalesOrders/${guid}/Complete`, {});
    expect(body).toMatchObject({ OrderStatus: "Completed", SubTotal: 35, LastModifiedBy: "API" });
    expect(await stock(account, "NORTH")).toEqual([["TEA", 2, 0, 2]]);
    const invoices = (await call("GET", "/Invoices?orderNumber=SO-00000001")).body["Items"];
    expect(invoices).toMatchObject([{ InvoiceStatus: "Completed", Total: 38.5 }]);
    expect((await call("POST", `/SalesOrders/${guid}/Complete`, {})).status).toBe(400);
  });

  it("sums over warehouses without a filter and leaves out what was never transacted", async () => {
    const { call } = testAccount();
    const { body } = await call("GET", "/StockOnHand");
    expect(body["Items"]).toMatchObject([{ ProductCode: "TEA", QtyOnHand: 25, WarehouseCode: null }]);
    const [row] = body["Items"] as { ProductGuid: string }[];
    const all = (await call("GET", `/StockOnHand/${row?.ProductGuid}/AllWarehouses`)).body["Items"];
    expect(all).toMatchObject([{ WarehouseCode: "MAIN" }, { WarehouseCode: "NORTH" }]);
  });

  it("can refuse to complete more than is on hand", async () => {
    const account = testAccount({ negativeStock: false });
    const many = line({ OrderQuantity: 21, UnitPrice: 1, LineTotal: 21, LineTax: 2 });
    const order = { ...many, SubTotal: 26, TaxTotal: 2.5, Total: 28.5, OrderStatus: "Completed" };
    const answer = await account.call("POST", `/SalesOrders/${guid}`, order);
    expect(answer.body["Description"]).toBe("Not enough stock of TEA to complete the order");
    expect((await account.call("GET", `/SalesOrders/${guid}`)).status).toBe(404);
  });
});

describe("searching", () => {
  it("lets orderNumber and sourceId override the other filters", async () => {
    const { call } = testAccount();
    await call("POST", `/SalesOrders/${guid}`, testOrder({ OrderNumber: "#1", SourceId: "gid-1" }));
    await call("POST", `/SalesOrders/${other}`, testOrder({ OrderNumber: "#2", OrderDate: "2024-02-03" }));
    const found = async (query: string) =>
      ((await call("GET", `/SalesOrders?${query}`)).body["Items"] as { OrderNumber: string }[]).map(
        (order) => order.OrderNumber,
      );
    expect(await found("orderNumber=%231&customerCode=NOPE")).toEqual(["#1"]);
    expect(await found("sourceId=gid-1&orderNumber=%232")).toEqual(["#1"]);
    expect(await found("customerCode=c")).toEqual(["#1", "#2"]);
    expect(await found("startDate=2024-02-03&endDate=2024-02-03")).toEqual(["#2"]);
    expect(await found("warehouseCode=NORTH")).toEqual([]);
    expect(await found("orderNumber=1")).toEqual([]);
  });
});
