import type { Account } from "./account.ts";
import type { Row } from "./collection.ts";
import type { ListRequest } from "./list-query.ts";
import { anyRow, dated, equals, filterRows, modifiedSince, oneOf, startsWith } from "./list-query.ts";
import { reallocate } from "./order-stock.ts";
import { sumLines, toBase } from "./order-sums.ts";
import type { SalesOrder } from "./records.ts";
import { invalid } from "./refusal.ts";
import { toWireDate } from "./wire-format.ts";

/** Marks the order Deleted and gives its allocations back; it stays readable by GUID and by number. */
export function deleteOrder(account: Account, order: SalesOrder, by: string): SalesOrder {
  if (order.OrderStatus === "Completed" || order.OrderStatus === "Deleted")
    throw invalid(
      `Sales order ${order.OrderNumber} is ${order.OrderStatus.toLowerCase()} and cannot be deleted`,
    );
  const now = account.now();
  const deleted: SalesOrder = {
    ...order,
    OrderStatus: "Deleted",
    LastModifiedBy: by,
    LastModifiedOn: toWireDate(now),
  };
  reallocate(account, order, deleted);
  account.salesOrders.put(deleted, now);
  account.webhooks.announce("salesorder", "deleted", order.Guid);
  return deleted;
}

/** Takes a line off the order and sums it up again. Undefined when the order has no such line. */
export function deleteLine(
  account: Account,
  order: SalesOrder,
  lineGuid: string,
  by: string,
): SalesOrder | undefined {
  if (order.OrderStatus === "Completed" || order.OrderStatus === "Deleted")
    throw invalid(
      `Sales order ${order.OrderNumber} is ${order.OrderStatus.toLowerCase()} and cannot be changed`,
    );
  const lines = order.SalesOrderLines.filter((line) => line.Guid !== lineGuid.toLowerCase());
  if (lines.length === order.SalesOrderLines.length) return undefined;
  return changeOrder(account, order, { SalesOrderLines: lines }, by);
}

/** Replaces fields of an order as staff would, sums it up again and moves its allocations. */
export function changeOrder(
  account: Account,
  order: SalesOrder,
  changes: Partial<SalesOrder>,
  by: string,
): SalesOrder {
  const now = account.now();
  const changed: SalesOrder = { ...order, ...changes };
  const sums = sumLines(changed.SalesOrderLines);
  const stored: SalesOrder = {
    ...changed,
    ...sums,
    BCSubTotal: toBase(sums.SubTotal, changed.ExchangeRate),
    BCTaxTotal: toBase(sums.TaxTotal, changed.ExchangeRate),
    BCTotal: toBase(sums.Total, changed.ExchangeRate),
    LastModifiedBy: by,
    LastModifiedOn: toWireDate(now),
  };
  reallocate(account, order, stored);
  account.salesOrders.put(stored, now);
  account.webhooks.announce("salesorder", "updated", order.Guid);
  return stored;
}

/**
 * `GET /SalesOrders`: `sourceId` overrides every other filter, `orderNumber` every one but that; both find deleted
 * orders too, which a list without `orderStatus` leaves out.
 */
export function listSalesOrders(account: Account, request: ListRequest): Row<SalesOrder>[] {
  const { parameters } = request;
  const rows = filterRows<SalesOrder>(candidates(account, parameters), request, {
    sourceId: anyRow,
    orderNumber: anyRow,
    ...(overrides(parameters) ? ignored : filters(account)),
  });
  if (overrides(parameters) || parameters.get("orderStatus")) return rows;
  return rows.filter((row) => row.value.OrderStatus !== "Deleted");
}

const overrides = (parameters: URLSearchParams) =>
  Boolean(parameters.get("sourceId") || parameters.get("orderNumber"));

function candidates(account: Account, parameters: URLSearchParams): Iterable<Row<SalesOrder>> {
  const source = parameters.get("sourceId");
  if (source) return account.salesOrders.find("source", source);
  const number = parameters.get("orderNumber");
  return number ? account.salesOrders.find("number", number) : account.salesOrders.rows();
}

function filters(account: Account) {
  return {
    orderStatus: oneOf((order: SalesOrder) => order.OrderStatus),
    customOrderStatus: equals((order: SalesOrder) => order.CustomOrderStatus),
    customerCode: startsWith((order: SalesOrder) => order.Customer.CustomerCode),
    customerId: oneOf((order: SalesOrder) => order.Customer.Guid),
    startDate: dated((order: SalesOrder) => order.OrderDate, "from"),
    endDate: dated((order: SalesOrder) => order.OrderDate, "to"),
    completedAfter: dated((order: SalesOrder) => order.CompletedDate, "from"),
    completedBefore: dated((order: SalesOrder) => order.CompletedDate, "to"),
    modifiedSince: modifiedSince(account.settings.modifiedSinceInclusive),
    warehouseCode: equals((order: SalesOrder) => order.Warehouse.WarehouseCode),
  };
}

const ignored = Object.fromEntries(
  [
    "orderStatus",
    "customOrderStatus",
    "customerCode",
    "customerId",
    "startDate",
    "endDate",
    "completedAfter",
    "completedBefore",
    "modifiedSince",
    "warehouseCode",
  ].map((name) => [name, anyRow]),
);
