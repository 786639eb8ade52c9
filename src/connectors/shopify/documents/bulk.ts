import type { AskedParts } from "./asked-parts.ts";
import { changedCustomersQuery } from "./customers.ts";
import { changedOrdersQuery, everyOrderQuery } from "./orders.ts";
import { orderFields, wholeLists } from "./order-selections.ts";
import { customer } from "./selections.ts";

/**
 * Bulk query for orders changed at or after `since` (ISO; null: all). Its lines carry what `ordersById` asks for. Throws `RangeError`
 * when `since` is not a time.
 */
export function bulkOrders(parts: AskedParts, since: string | null): string {
  const query = since === null ? everyOrderQuery : changedOrdersQuery(since);
  return `{ orders(query: ${JSON.stringify(query)}) { edges { node { ${orderFields(parts, wholeLists(parts))} } } } }`;
}

/** The same for customers. The search may answer with the whole day: compare `updatedAt` again. */
export function bulkCustomers(parts: AskedParts, since: string | null): string {
  const filter = since === null ? "" : `(query: ${JSON.stringify(changedCustomersQuery(since))})`;
  return `{ customers${filter} { edges { node ${customer(parts)} } } }`;
}

const samples = "first: 3, sortKey: UPDATED_AT, reverse: true";

/**
 * A few orders and customers with all that `bulkOrders` asks of each, so that what the shop withholds shows before it prepares all.
 * No variables. Answer: `currentAppInstallation` with the scopes, `orders`, and `customers` where they are asked for.
 */
export function orderHistorySample(parts: AskedParts): string {
  return (
    "query OrderHistorySample { currentAppInstallation { accessScopes { handle } }" +
    ` orders(${samples}) { nodes { ${orderFields(parts)} } }` +
    ` ${parts.customer ? `customers(${samples}) { nodes ${customer(parts)} }` : ""} }`
  );
}

/** The same before `bulkCustomers`. */
export function customerHistorySample(parts: AskedParts): string {
  return (
    "query CustomerHistorySample { currentAppInstallation { accessScopes { handle } }" +
    ` customers(${samples}) { nodes ${customer(parts)} } }`
  );
}

/** Begins a bulk query. Variables: `query`. Children are not grouped under their parents: grouping may time out. */
export const runBulkQuery = `mutation RunBulkQuery($query: String!) {
  bulkOperationRunQuery(query: $query, groupObjects: false) {
    bulkOperation { id } userErrors { field message code }
  }
}`;

/** Where a bulk operation stands. Variables: `id`. */
export const bulkOperationById = `query BulkOperationById($id: ID!) {
  bulkOperation(id: $id) { id status errorCode completedAt objectCount rootObjectCount fileSize url }
}`;

/** Bulk operations with their texts. Variables: `query`, `after`. */
export const bulkOperationsFound = `query BulkOperationsFound($query: String!, $after: String) {
  bulkOperations(first: 100, query: $query, after: $after) {
    nodes { id query } pageInfo { hasNextPage endCursor }
  }
}`;

/** Ends a bulk operation. Variables: `id`. */
export const cancelBulkOperation = `mutation CancelBulkOperation($id: ID!) {
  bulkOperationCancel(id: $id) { bulkOperation { id status } userErrors { field message } }
}`;
