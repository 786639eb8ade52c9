import type { Account } from "./account.ts";
import { reallocate, takeStock } from "./order-stock.ts";
import type { SalesOrder, WireObject } from "./records.ts";
import { invalid } from "./refusal.ts";
import { toWireDate } from "./wire-format.ts";

/**
 * Completes an order: what it allocated is given back, its stock is taken, an invoice is made. `before` is the order
 * as stored, absent when it is created as Completed.
 */
export function completeOrder(
  account: Account,
  order: SalesOrder,
  before: SalesOrder | undefined,
  by: string,
): SalesOrder {
  if (order.OrderStatus === "Completed" || order.OrderStatus === "Deleted")
    throw invalid(`Sales order ${order.OrderNumber} is already ${order.OrderStatus.toLowerCase()}`);
  const now = account.now();
  takeStock(account, order);
  reallocate(account, before, undefined);
  const completed: SalesOrder = {
    ...order,
    OrderStatus: "Completed",
    CustomOrderStatus: null,
    CompletedDate: toWireDate(now),
    LastModifiedBy: by,
    LastModifiedOn: toWireDate(now),
  };
  account.salesOrders.put(completed, now);
  account.invoices.put(makeInvoice(account, completed, now), now);
  account.webhooks.announce("salesorder", before ? "updated" : "created", order.Guid);
  return completed;
}

function makeInvoice(account: Account, order: SalesOrder, now: number): WireObject {
  return {
    Guid: account.newGuid(),
    InvoiceNumber: account.nextNumber("SI"),
    OrderNumber: order.OrderNumber,
    InvoiceStatus: "Completed",
    InvoiceDate: toWireDate(now),
    DueDate: order["PaymentDueDate"],
    Customer: order.Customer,
    Comments: order["Comments"],
    Currency: order.Currency,
    ExchangeRate: order.ExchangeRate,
    InvoiceLines: order.SalesOrderLines.map((line) => ({
      LineNumber: line.LineNumber,
      LineType: line.LineType,
      Product: line.Product,
      OrderQuantity: line.OrderQuantity,
      InvoiceQuantity: line.OrderQuantity,
      UnitPrice: line.UnitPrice,
      DiscountRate: line.DiscountRate,
      LineTotal: line.LineTotal,
      LineTax: line.LineTax,
      Guid: account.newGuid(),
    })),
    SubTotal: order.SubTotal,
    TaxTotal: order.TaxTotal,
    Total: order.Total,
    CreatedOn: toWireDate(now),
    LastModifiedOn: toWireDate(now),
  };
}
