import type { Account, ListName } from "./account.ts";
import type { Collection, Row } from "./collection.ts";
import { completeOrder } from "./complete-sales-order.ts";
import {
  changeCreditLine,
  completeCreditNote,
  deleteCreditNote,
  listCreditNotes,
  saveCreditNote,
} from "./credit-notes.ts";
import { listCustomers, saveCustomer } from "./customers.ts";
import { listInvoices } from "./invoices.ts";
import type { ListRequest } from "./list-query.ts";
import { filterRows, toPage } from "./list-query.ts";
import { listProducts, obsoleteProduct, saveProduct } from "./products.ts";
import type { WireObject } from "./records.ts";
import { invalid, Refusal } from "./refusal.ts";
import { deleteShipment, deleteShipmentLine, listShipments, saveShipment } from "./sales-shipments.ts";
import { deleteLine, deleteOrder, listSalesOrders } from "./sales-orders.ts";
import { saveSalesOrder } from "./save-sales-order.ts";
import { listStock, stockByWarehouse, stockOfProduct } from "./stock-on-hand.ts";
import { isGuid, noGuid } from "./wire-format.ts";

/** One call, taken apart. */
export interface Call {
  readonly account: Account;
  /** First and second GUID of the path, in lower case; empty when it has none. */
  readonly guid: string;
  readonly lineGuid: string;
  readonly list: ListRequest;
  /** Parsed when asked for, so that calls without a body are not refused. */
  readonly body: () => Record<string, unknown>;
}

export type Reply = { readonly status: number; readonly value: unknown };
export type Route = (call: Call) => Reply;

/** Who the API's own changes are recorded under. */
const by = "API";

const ok = (value: unknown): Reply => ({ status: 200, value });
const done: Reply = { status: 200, value: undefined };

const missing = (resource: string) => new Refusal(404, `${resource} does not exist`);
const found = <T>(value: T | undefined, resource: string): T => {
  if (value === undefined) throw missing(resource);
  return value;
};

/** A stored object; a new one is not there yet for as long as `readableAfterMs` says. */
function one<T extends { readonly Guid: string }, K extends string>(
  call: Call,
  collection: Collection<T, K>,
  resource: string,
): T {
  const row = found(collection.row(call.guid), resource);
  const { account } = call;
  const isNew = account.now() < row.createdMs + account.settings.readableAfterMs;
  if (isNew && row.createdMs >= account.lateSinceMs) throw missing(resource);
  return row.value;
}

const paged =
  (list: (account: Account, request: ListRequest) => Row<WireObject>[]): Route =>
  ({ account, list: request }) =>
    ok(toPage(list(account, request), request, account.settings.largestPage));

/** POST of an object by GUID: the path's, the body's, or one of the server's own. */
function upsert<T extends WireObject, K extends string>(
  collection: (account: Account) => Collection<T, K>,
  save: (account: Account, guid: string, body: Record<string, unknown>, by: string) => T,
): Route {
  return (call) => {
    const body = call.body();
    const stated = body["Guid"];
    const guid = call.guid || (typeof stated === "string" && stated !== noGuid ? stated.toLowerCase() : "");
    if (guid !== "" && (!isGuid(guid) || guid === noGuid)) throw invalid(`${guid} is not a usable GUID`);
    const isKnown = guid !== "" && collection(call.account).get(guid) !== undefined;
    const { guidUpsert, createdStatus } = call.account.settings;
    if (isKnown && !guidUpsert) throw invalid(`An object with GUID ${guid} already exists`);
    const value = save(call.account, guid || call.account.newGuid(), body, by);
    return { status: isKnown ? 200 : createdStatus, value };
  };
}

const saveOrder = upsert((account) => account.salesOrders, saveSalesOrder);
const saveBuyer = upsert((account) => account.customers, saveCustomer);
const saveItem = upsert((account) => account.products, saveProduct);

const creditLine =
  (needsBody: boolean): Route =>
  (call) => {
    const note = found(call.account.creditNotes.get(call.guid), "CreditNote");
    const lineGuid = call.lineGuid === "" ? undefined : call.lineGuid;
    const changed = changeCreditLine(call.account, note, lineGuid, needsBody ? call.body() : undefined);
    return ok(found(changed, "Line"));
  };

const listNames: readonly ListName[] = [
  "DeliveryMethods",
  "PaymentTerms",
  "ProductGroups",
  "SellPriceTiers",
  "SalesPersons",
  "CustomerTypes",
  "UnitOfMeasures",
];
const unfiltered = (rows: (account: Account) => Iterable<Row<WireObject>>): Route =>
  paged((account, request) => filterRows(rows(account), request, {}));

/** What the emulator answers, by method and path; a page number in the path of a list is left out. */
export const routes: Readonly<Record<string, Route>> = {
  "GET /SalesOrders": paged(listSalesOrders),
  "GET /SalesOrders/{guid}": (call) => ok(one(call, call.account.salesOrders, "SalesOrder")),
  "POST /SalesOrders": saveOrder,
  "POST /SalesOrders/{guid}": saveOrder,
  "PUT /SalesOrders/{guid}": (call) => {
    found(call.account.salesOrders.get(call.guid), "SalesOrder");
    return ok(saveSalesOrder(call.account, call.guid, call.body(), by));
  },
  "DELETE /SalesOrders/{guid}": ({ account, guid }) => {
    deleteOrder(account, found(account.salesOrders.get(guid), "SalesOrder"), by);
    return done;
  },
  "POST /SalesOrders/{guid}/Complete": ({ account, guid }) => {
    const order = found(account.salesOrders.get(guid), "SalesOrder");
    return ok(completeOrder(account, order, order, by));
  },
  "DELETE /SalesOrders/{guid}/Lines/{lineGuid}": ({ account, guid, lineGuid }) => {
    const order = found(account.salesOrders.get(guid), "SalesOrder");
    found(deleteLine(account, order, lineGuid, by), "Line");
    return done;
  },

  "GET /Customers": paged(listCustomers),
  "GET /Customers/{guid}": (call) => ok(one(call, call.account.customers, "Customer")),
  "POST /Customers": saveBuyer,
  "POST /Customers/{guid}": saveBuyer,

  "GET /Products": paged(listProducts),
  "GET /Products/{guid}": (call) => ok(one(call, call.account.products, "Product")),
  "POST /Products/{guid}": saveItem,
  "POST /Products/Obsolete/{guid}": ({ account, guid }) =>
    ok(found(obsoleteProduct(account, guid), "Product")),

  "GET /StockOnHand": paged(listStock),
  "GET /StockOnHand/{guid}": ({ account, guid }) => ok(found(stockOfProduct(account, guid), "StockOnHand")),
  "GET /StockOnHand/{guid}/AllWarehouses": ({ account, guid, list }) =>
    ok(toPage(stockByWarehouse(account, guid), list, account.settings.largestPage)),

  "GET /Invoices": paged(listInvoices),
  "GET /Invoices/{guid}": (call) => ok(one(call, call.account.invoices, "Invoice")),

  "GET /CreditNotes": paged(listCreditNotes),
  "POST /CreditNotes/FreeCredit": upsert((account) => account.creditNotes, saveCreditNote),
  "PUT /CreditNotes/{guid}": ({ account, guid, body }) => {
    found(account.creditNotes.get(guid), "CreditNote");
    return ok(saveCreditNote(account, guid, body(), by));
  },
  "DELETE /CreditNotes/{guid}": ({ account, guid }) => {
    deleteCreditNote(account, found(account.creditNotes.get(guid), "CreditNote"));
    return done;
  },
  "POST /CreditNotes/{guid}/Complete": ({ account, guid }) =>
    ok(completeCreditNote(account, found(account.creditNotes.get(guid), "CreditNote"))),
  "POST /CreditNotes/{guid}/Lines": creditLine(true),
  "PUT /CreditNotes/{guid}/Lines/{lineGuid}": creditLine(true),
  "DELETE /CreditNotes/{guid}/Lines/{lineGuid}": creditLine(false),

  "GET /SalesShipments": paged(listShipments),
  "GET /SalesShipments/{guid}": (call) => ok(one(call, call.account.shipments, "SalesShipment")),
  "POST /SalesShipments": upsert((account) => account.shipments, saveShipment),
  "PUT /SalesShipments/{guid}": ({ account, guid, body }) => {
    found(account.shipments.get(guid), "SalesShipment");
    return ok(saveShipment(account, guid, body()));
  },
  "DELETE /SalesShipments/{guid}": ({ account, guid }) => {
    deleteShipment(account, found(account.shipments.get(guid), "SalesShipment"));
    return done;
  },
  "DELETE /SalesShipments/{guid}/Lines/{lineGuid}": ({ account, guid, lineGuid }) => {
    const shipment = found(account.shipments.get(guid), "SalesShipment");
    found(deleteShipmentLine(account, shipment, lineGuid), "Line");
    return done;
  },

  "GET /Warehouses": unfiltered((account) => account.warehouses.rows()),
  "GET /Taxes": unfiltered((account) => account.taxes.rows()),
  "GET /Currencies": unfiltered((account) => account.currencies.rows()),
  ...Object.fromEntries(
    listNames.map((name) => [`GET /${name}`, unfiltered((account) => account.lists[name].rows())]),
  ),
};
