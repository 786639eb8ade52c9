import { z } from "zod";
import type { Account } from "./account.ts";
import type { Row } from "./collection.ts";
import type { ListRequest } from "./list-query.ts";
import { anyRow, dated, equals, filterRows, modifiedSince, oneOf } from "./list-query.ts";
import type { SalesOrder, Shipment, ShipmentLine } from "./records.ts";
import { invalid } from "./refusal.ts";
import { optionalNumber, optionalText, requireFields, shape } from "./request-body.ts";
import { bodyDate, toWireDate } from "./wire-format.ts";

const deliveryFields = [
  "DeliveryName",
  "DeliveryStreetAddress",
  "DeliveryStreetAddress2",
  "DeliverySuburb",
  "DeliveryCity",
  "DeliveryRegion",
  "DeliveryCountry",
  "DeliveryPostCode",
] as const;

const shipmentInput = z.object({
  Guid: optionalText,
  OrderNumber: optionalText,
  ShipmentStatus: optionalText,
  TrackingNumber: optionalText,
  ShippingCompany: optionalText,
  DispatchDate: optionalText,
  Comments: optionalText,
  SalesShipmentLines: z
    .array(
      z.object({
        Guid: optionalText,
        Product: z.object({ Guid: optionalText, ProductCode: optionalText }).nullish(),
        ShipmentQty: optionalNumber,
        SalesOrderLineNumber: z.int().nullish(),
      }),
    )
    .nullish(),
});

/** Only `Dispatched` is sure; the others are likely names of the real system. */
const statuses = ["Parked", "Placed", "Dispatched"];

/** Creates or replaces a shipment. Its lines cannot take more than is left to ship of each order line. */
export function saveShipment(account: Account, guid: string, body: unknown): Shipment {
  const input = shape(shipmentInput, body);
  const before = account.shipments.get(guid);
  if (before?.ShipmentStatus === "Deleted") throw invalid(`Shipment ${before.ShipmentNumber} is deleted`);
  requireFields(input, before ? ["ShipmentStatus"] : ["Guid", "OrderNumber", "ShipmentStatus"]);
  const status = input.ShipmentStatus ?? "";
  if (!statuses.includes(status)) throw invalid(`Shipment status ${status} is not valid`);
  const order = orderOf(account, input.OrderNumber ?? before?.OrderNumber ?? "");
  const now = account.now();
  const lines = (input.SalesShipmentLines ?? []).map((line, index): ShipmentLine => {
    requireFields({ line }, ["line.SalesOrderLineNumber", "line.ShipmentQty", "line.Product.ProductCode"]);
    const ordered = order.SalesOrderLines.find((entry) => entry.LineNumber === line.SalesOrderLineNumber);
    if (!ordered || ordered.Product.ProductCode !== line.Product?.ProductCode)
      throw invalid(`Shipment line ${index + 1} does not match a line of order ${order.OrderNumber}`);
    return {
      Guid: line.Guid?.toLowerCase() ?? account.newGuid(),
      Product: ordered.Product,
      ShipmentQty: line.ShipmentQty ?? 0,
      SalesOrderLineNumber: ordered.LineNumber,
      LastModifiedOn: toWireDate(now),
    };
  });
  refuseTooMuch(account, order, guid, lines);
  const shipment: Shipment = {
    Guid: guid,
    ShipmentNumber: before?.ShipmentNumber ?? account.nextNumber("SH"),
    ShipmentStatus: status,
    OrderNumber: order.OrderNumber,
    OrderGuid: order.Guid,
    TrackingNumber: input.TrackingNumber || null,
    ShippingCompany: input.ShippingCompany || null,
    DispatchDate:
      bodyDate(input.DispatchDate, "DispatchDate") ?? (status === "Dispatched" ? toWireDate(now) : null),
    Warehouse: order.Warehouse,
    Customer: order.Customer,
    Comments: input.Comments || null,
    ...Object.fromEntries(deliveryFields.map((name) => [name, order[name] ?? null])),
    SalesShipmentLines: lines,
    CreatedOn: before?.["CreatedOn"] ?? toWireDate(now),
    LastModifiedOn: toWireDate(now),
  };
  return account.shipments.put(shipment, now);
}

function orderOf(account: Account, number: string): SalesOrder {
  const order = account.salesOrders
    .find("number", number)
    .find((row) => row.value.OrderStatus !== "Deleted")?.value;
  if (!order) throw invalid(`Order number ${number} does not exist`);
  return order;
}

/** What is left to ship of each line, by line number: ordered less every shipment that is not deleted. */
export function leftToShip(account: Account, order: SalesOrder, without?: string): Map<number, number> {
  const left = new Map(order.SalesOrderLines.map((line) => [line.LineNumber, line.OrderQuantity]));
  for (const { value } of account.shipments.find("order", order.Guid)) {
    if (value.ShipmentStatus === "Deleted" || value.Guid === without) continue;
    for (const line of value.SalesShipmentLines)
      left.set(line.SalesOrderLineNumber, (left.get(line.SalesOrderLineNumber) ?? 0) - line.ShipmentQty);
  }
  return left;
}

function refuseTooMuch(account: Account, order: SalesOrder, guid: string, lines: readonly ShipmentLine[]) {
  const left = leftToShip(account, order, guid);
  for (const line of lines) {
    const rest = (left.get(line.SalesOrderLineNumber) ?? 0) - line.ShipmentQty;
    if (line.ShipmentQty <= 0 || rest < -0.00001)
      throw invalid(
        `ShipmentQty ${line.ShipmentQty} of line ${line.SalesOrderLineNumber} is more than is left to ship`,
      );
    left.set(line.SalesOrderLineNumber, rest);
  }
}

export function deleteShipment(account: Account, shipment: Shipment): Shipment {
  const now = account.now();
  return account.shipments.put(
    { ...shipment, ShipmentStatus: "Deleted", LastModifiedOn: toWireDate(now) },
    now,
  );
}

/** Takes a line off. Undefined when the shipment has no such line. */
export function deleteShipmentLine(
  account: Account,
  shipment: Shipment,
  lineGuid: string,
): Shipment | undefined {
  const lines = shipment.SalesShipmentLines.filter((line) => line.Guid !== lineGuid.toLowerCase());
  if (lines.length === shipment.SalesShipmentLines.length) return undefined;
  const now = account.now();
  return account.shipments.put(
    { ...shipment, SalesShipmentLines: lines, LastModifiedOn: toWireDate(now) },
    now,
  );
}

/** `GET /SalesShipments`; `orderNumber` overrides the other filters. */
export function listShipments(account: Account, request: ListRequest): Row<Shipment>[] {
  const number = request.parameters.get("orderNumber");
  const filters = {
    shipmentStatus: oneOf((shipment: Shipment) => shipment.ShipmentStatus),
    startDate: dated((shipment: Shipment) => shipment["DispatchDate"], "from"),
    endDate: dated((shipment: Shipment) => shipment["DispatchDate"], "to"),
    modifiedSince: modifiedSince(account.settings.modifiedSinceInclusive),
    warehouseCode: equals(
      (shipment: Shipment) => (shipment["Warehouse"] as { WarehouseCode: string }).WarehouseCode,
    ),
  };
  const ignored = Object.fromEntries(Object.keys(filters).map((name) => [name, anyRow]));
  const rows = filterRows<Shipment>(account.shipments.rows(), request, {
    orderNumber: equals((shipment) => shipment.OrderNumber),
    ...(number ? ignored : filters),
  });
  if (number || request.parameters.get("shipmentStatus")) return rows;
  return rows.filter((row) => row.value.ShipmentStatus !== "Deleted");
}
