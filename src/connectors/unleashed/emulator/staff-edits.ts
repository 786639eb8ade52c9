import { z } from "zod";
import { exact } from "#domain/money.ts";
import type { Account } from "./account.ts";
import { lineTotal, toBase } from "./order-sums.ts";
import type { SalesOrder, SalesOrderLine } from "./records.ts";
import { invalid } from "./refusal.ts";
import { changeOrder } from "./sales-orders.ts";

/** Who changes made through controls are recorded under. */
export const staff = "staff@account.example";

const text = z.string().nullable().optional();

/** What staff may change on an order; the field names of the API. Lines are named by their number. */
export const orderEditSchema = z.strictObject({
  OrderNumber: z.string().min(1).optional(),
  OrderStatus: z.enum(["Parked", "Placed", "Backordered"]).optional(),
  CustomOrderStatus: text,
  CustomerRef: text,
  Comments: text,
  DeliveryMethod: text,
  DeliveryName: text,
  DeliveryStreetAddress: text,
  DeliveryStreetAddress2: text,
  DeliverySuburb: text,
  DeliveryCity: text,
  DeliveryRegion: text,
  DeliveryCountry: text,
  DeliveryPostCode: text,
  DeliveryInstruction: text,
  WarehouseCode: z.string().optional(),
  Lines: z
    .array(
      z.strictObject({
        LineNumber: z.int(),
        OrderQuantity: z.number().optional(),
        UnitPrice: z.number().optional(),
        Comments: text,
        remove: z.boolean().optional(),
      }),
    )
    .optional(),
});

type OrderEdit = z.output<typeof orderEditSchema>;

/** Changes an order as staff would in the program: totals follow, allocations move. */
export function editOrder(account: Account, order: SalesOrder, edit: OrderEdit): SalesOrder {
  if (order.OrderStatus === "Completed" || order.OrderStatus === "Deleted")
    throw invalid(`order ${order.OrderNumber} is ${order.OrderStatus.toLowerCase()} and cannot be edited`);
  const { WarehouseCode: warehouseCode, Lines: lineEdits = [], ...header } = edit;
  const warehouse =
    warehouseCode === undefined ? order.Warehouse : account.warehouses.first("code", warehouseCode);
  if (!warehouse) throw invalid(`no warehouse has the code ${warehouseCode}`);
  let lines = order.SalesOrderLines;
  for (const { LineNumber: number, remove, ...changes } of lineEdits) {
    const line = lines.find((entry) => entry.LineNumber === number);
    if (!line) throw invalid(`order ${order.OrderNumber} has no line ${number}`);
    lines = remove
      ? lines.filter((entry) => entry !== line)
      : lines.map((entry) => (entry === line ? editLine(account, order, line, changes) : entry));
  }
  return changeOrder(
    account,
    order,
    { ...(header as Partial<SalesOrder>), Warehouse: warehouse, SalesOrderLines: lines },
    staff,
  );
}

function editLine(
  account: Account,
  order: SalesOrder,
  line: SalesOrderLine,
  changes: object,
): SalesOrderLine {
  const changed: SalesOrderLine = { ...line, ...changes };
  const total = lineTotal(changed, account.settings);
  const tax = exact(total)
    .times(changed.TaxRate ?? 0)
    .toDecimalPlaces(2)
    .toNumber();
  return {
    ...changed,
    LineTotal: total,
    LineTax: tax,
    BCUnitPrice: toBase(changed.UnitPrice, order.ExchangeRate),
    BCLineTotal: toBase(total, order.ExchangeRate),
    BCLineTax: toBase(tax, order.ExchangeRate),
  };
}
