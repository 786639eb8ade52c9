import { describe, expect, it } from "vitest";
import { testAccount, testOrder } from "./test-account.ts";

const guid = "55555555-5555-4555-8555-555555555555";
const first = "66666666-6666-4666-8666-666666666666";
const second = "77777777-7777-4777-8777-777777777777";

describe("shipments", () => {
  const shipment = (id: string, quantity: number) => ({
    Guid: id,
    OrderNumber: "#1",
    ShipmentStatus: "Dispatched",
    TrackingNumber: "T-1",
    SalesShipmentLines: [{ Product: { ProductCode: "TEA" }, ShipmentQty: quantity, SalesOrderLineNumber: 1 }],
  });

  it("take from what is left to ship, and give it back when deleted", async () => {
    const { call } = testAccount();
    await call("POST", `/SalesOrders/${guid}`, testOrder({ OrderNumber: "#1", OrderStatus: "Placed" }));
    const { body } = await call("POST", "/SalesShipments", shipment(first, 1));
    expect(body).toMatchObject({ Guid: first, OrderGuid: guid, TrackingNumber: "T-1" });
    expect(body["DispatchDate"]).toMatch(/^\/Date\(/);
    const tooMuch = await call("POST", "/SalesShipments", shipment(second, 2));
    expect(tooMuch.body["Description"]).toBe("ShipmentQty 2 of line 1 is more than is left to ship");
    expect((await call("PUT", `/SalesShipments/${first}`, shipment(first, 2))).status).toBe(200);
    expect((await call("DELETE", `/SalesShipments/${first}`)).status).toBe(200);
    expect((await call("POST", "/SalesShipments", shipment(second, 2))).status).toBe(200);
    const dispatched = await call("GET", "/SalesShipments?shipmentStatus=Dispatched");
    expect(dispatched.body["Items"]).toMatchObject([{ Guid: second }]);
    expect((await call("GET", "/SalesShipments?orderNumber=%231")).body["Items"]).toHaveLength(2);
  });

  it("must match the order's lines", async () => {
    const { call } = testAccount();
    await call("POST", `/SalesOrders/${guid}`, testOrder({ OrderNumber: "#1" }));
    const wrong = {
      ...shipment(first, 1),
      SalesShipmentLines: [{ Product: { ProductCode: "MUG" }, ShipmentQty: 1, SalesOrderLineNumber: 1 }],
    };
    expect((await call("POST", "/SalesShipments", wrong)).status).toBe(400);
    expect((await call("POST", "/SalesShipments", { ...shipment(first, 1), OrderNumber: "#9" })).status).toBe(
      400,
    );
    expect((await call("POST", "/SalesShipments", { OrderNumber: "#1" })).body["Description"]).toBe(
      "Required: Guid, ShipmentStatus",
    );
  });
});

describe("free credits", () => {
  const credit = {
    Guid: guid,
    Customer: { CustomerCode: "C1" },
    Warehouse: { WarehouseCode: "MAIN" },
    Tax: { TaxCode: "G.S.T." },
    Reference: "#1",
    CreditLines: [
      { Product: { ProductCode: "TEA" }, CreditQuantity: 2, CreditPrice: 10, Return: true },
      { Product: { ProductCode: "MUG" }, CreditQuantity: 1, CreditPrice: 7.5, Return: false },
    ],
  };

  it("put stock back for returned lines when completed", async () => {
    const { call } = testAccount();
    const onHand = async () => {
      const { body } = await call("GET", "/StockOnHand?warehouseCode=MAIN");
      return (body["Items"] as Record<string, unknown>[]).map((row) => [
        row["ProductCode"],
        row["QtyOnHand"],
      ]);
    };
    expect((await call("POST", "/CreditNotes/FreeCredit", credit)).body).toMatchObject({
      Guid: guid,
      Status: "Parked",
      Reference: "#1",
    });
    expect(await onHand()).toEqual([["TEA", 20]]);
    expect((await call("POST", `/CreditNotes/${guid}/Complete`, {})).body).toMatchObject({
      Status: "Completed",
    });
    expect(await onHand()).toEqual([["TEA", 22]]);
    expect((await call("POST", `/CreditNotes/${guid}/Complete`, {})).status).toBe(400);
    expect((await call("DELETE", `/CreditNotes/${guid}`)).status).toBe(400);
  });

  it("have lines that can be added, replaced and taken off while parked", async () => {
    const { call } = testAccount();
    await call("POST", "/CreditNotes/FreeCredit", credit);
    const line = { Product: { ProductCode: "SHIP" }, CreditQuantity: 1, CreditPrice: 5 };
    const added = await call("POST", `/CreditNotes/${guid}/Lines`, line);
    const lines = added.body["CreditLines"] as { Guid: string }[];
    expect(lines).toHaveLength(3);
    const path = `/CreditNotes/${guid}/Lines/${lines[2]?.Guid}`;
    const replaced = await call("PUT", path, { ...line, CreditPrice: 6 });
    expect((replaced.body["CreditLines"] as unknown[])[2]).toMatchObject({
      CreditPrice: 6,
      Guid: lines[2]?.Guid,
    });
    expect((await call("DELETE", path)).body["CreditLines"]).toHaveLength(2);
    expect((await call("DELETE", path)).status).toBe(404);
  });

  it("are only found deleted when asked for", async () => {
    const { call } = testAccount();
    await call("POST", "/CreditNotes/FreeCredit", credit);
    await call("DELETE", `/CreditNotes/${guid}`);
    expect((await call("GET", "/CreditNotes")).body["Items"]).toEqual([]);
    expect((await call("GET", "/CreditNotes?creditStatus=Deleted")).body["Items"]).toHaveLength(1);
  });
});
