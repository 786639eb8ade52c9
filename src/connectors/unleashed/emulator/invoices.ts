import type { Account } from "./account.ts";
import type { Row } from "./collection.ts";
import type { ListRequest } from "./list-query.ts";
import { dated, equals, filterRows, modifiedSince, oneOf, startsWith } from "./list-query.ts";
import type { WireObject } from "./records.ts";

/** `GET /Invoices`: read-only, made by completing orders. */
export function listInvoices(account: Account, request: ListRequest): Row<WireObject>[] {
  return filterRows<WireObject>(account.invoices.rows(), request, {
    invoiceNumber: equals((invoice) => invoice["InvoiceNumber"]),
    orderNumber: equals((invoice) => invoice["OrderNumber"]),
    invoiceStatus: oneOf((invoice) => invoice["InvoiceStatus"]),
    customerCode: startsWith((invoice) => (invoice["Customer"] as { CustomerCode: string }).CustomerCode),
    startDate: dated((invoice) => invoice["InvoiceDate"], "from"),
    endDate: dated((invoice) => invoice["InvoiceDate"], "to"),
    modifiedSince: modifiedSince(account.settings.modifiedSinceInclusive),
  });
}
