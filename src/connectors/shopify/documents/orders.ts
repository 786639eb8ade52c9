import type { AskedParts } from "./asked-parts.ts";
import {
  discountApplications,
  furtherParts,
  lineItems,
  orderFields,
  shippingLines,
} from "./order-selections.ts";

/** Rows of a page of changed orders that stay well under the dearest query that Shopify takes (1000 points). */
export const orderPageSize = 50;

/**
 * Orders by id. Variables: `ids`, Shopify's own ids (`gid://shopify/Order/1`). Answer: `nodes`, in the order asked, null for
 * what the shop does not know or does not show. By the measured cost rule a list is charged once; should a shop say
 * `MAX_COST_EXCEEDED`, ask for fewer at a time.
 */
export function ordersById(parts: AskedParts): string {
  return `query OrdersById($ids: [ID!]!) { nodes(ids: $ids) { ... on Order { ${orderFields(parts)} } } }`;
}

/**
 * Orders by time of change, oldest first. Variables: `first`, `after`, `query` (`changedOrdersQuery`). Answer: `orders` with
 * `nodes` and `pageInfo`.
 */
export function ordersChanged(parts: AskedParts): string {
  return (
    "query OrdersChanged($first: Int!, $after: String, $query: String!) {" +
    " orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {" +
    ` nodes { ${orderFields(parts)} } pageInfo { hasNextPage endCursor } } }`
  );
}

/**
 * Further pages of an order's own lists. Variables: `id`, and for each list whether it is wanted and after which cursor, as
 * `furtherPages` gives them. Answer: `order`, null when it is gone.
 */
export function orderPages(parts: AskedParts): string {
  const { lines, shippingLines: shipping, discounts } = furtherParts;
  return (
    "query OrderPages($id: ID!, $wantLines: Boolean!, $linesAfter: String, $wantShippingLines: Boolean!," +
    " $shippingLinesAfter: String, $wantDiscounts: Boolean!, $discountsAfter: String) { order(id: $id) { id updatedAt" +
    ` ... @include(if: $wantLines) { ${lineItems(parts, lines, ", after: $linesAfter")} }` +
    ` ... @include(if: $wantShippingLines) { ${shippingLines(shipping, ", after: $shippingLinesAfter")} }` +
    ` ... @include(if: $wantDiscounts) { ${discountApplications(discounts, ", after: $discountsAfter")} } } }`
  );
}

/** Search text for orders of every state. */
export const everyOrderQuery = "status:open OR status:closed OR status:cancelled";

/**
 * Search text for orders changed at or after `since` (ISO). Times are quoted, since Shopify's search loses the time of day
 * otherwise; every state is named, since nothing says that closed and cancelled orders are found without. Throws
 * `RangeError` when `since` is not a time. Source: "Shopify API search syntax".
 */
export function changedOrdersQuery(since: string): string {
  return `updated_at:>='${new Date(since).toISOString()}' AND (${everyOrderQuery})`;
}
