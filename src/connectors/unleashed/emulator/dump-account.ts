import type { Account } from "./account.ts";
import { listStock } from "./stock-on-hand.ts";

/** The whole account, collections named as the API names its resources. */
export function dumpAccount(account: Account): Record<string, readonly unknown[]> {
  const everything = { resource: "StockOnHand", parameters: new URLSearchParams(), page: 1 };
  return {
    SalesOrders: account.salesOrders.values(),
    Customers: account.customers.values(),
    Products: account.products.values(),
    StockOnHand: listStock(account, everything).map((row) => row.value),
    Invoices: account.invoices.values(),
    CreditNotes: account.creditNotes.values(),
    SalesShipments: account.shipments.values(),
    Warehouses: account.warehouses.values(),
    Taxes: account.taxes.values(),
    Currencies: account.currencies.values(),
    ...Object.fromEntries(Object.entries(account.lists).map(([name, list]) => [name, list.values()])),
  };
}
