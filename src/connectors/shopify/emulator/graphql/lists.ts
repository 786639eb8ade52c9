import type { OrderRecord } from "../state/order-records.ts";
import { orderWindowMs } from "./graph-context.ts";
import type { GraphContext } from "./graph-context.ts";
import { paginate } from "./paginate.ts";
import type { Page, SortKey } from "./paginate.ts";
import { compileSearch } from "./search/match-search.ts";
import type { SearchIndex } from "./search/match-search.ts";
import type { Arguments } from "./type-fields.ts";

interface Listed {
  readonly id: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type SortKeys<Item> = Readonly<Record<string, (item: Item) => SortKey>>;

/**
 * A connection over records: those the index has seen, that match `query:`, sorted by `sortKey:`. Warnings of the search
 * end up in `extensions.search`.
 */
export function listRecords<Item extends Listed>(
  records: Iterable<Item>,
  args: Arguments,
  context: GraphContext,
  path: readonly (string | number)[],
  how: { readonly index: SearchIndex<Item>; readonly sortKeys: SortKeys<Item>; readonly defaultSort: string },
): Page<Item> {
  const found = findRecords(records, args["query"], context, path, how.index);
  const sortName = typeof args["sortKey"] === "string" ? args["sortKey"] : how.defaultSort;
  const keyOf = how.sortKeys[sortName] ?? how.sortKeys[how.defaultSort] ?? ((item: Item) => BigInt(item.id));
  return paginate(found, args, { keyOf, idOf: (item) => item.id });
}

/** The records of a search, unsorted. */
export function findRecords<Item extends Listed>(
  records: Iterable<Item>,
  query: unknown,
  context: GraphContext,
  path: readonly (string | number)[],
  index: SearchIndex<Item>,
): Item[] {
  const seenUntil = context.now - context.shop.data.indexDelayMs;
  const hasDelay = context.shop.data.indexDelayMs > 0;
  const search = typeof query === "string" && query.trim() !== "" ? compileSearch(query, index) : undefined;
  if (search?.report) context.searches.push({ path, ...search.report });
  const found: Item[] = [];
  for (const record of records) {
    if (hasDelay && record.updatedAt > seenUntil) continue;
    if (!search || search.matches(record)) found.push(record);
  }
  return found;
}

/** Orders that the token may see: the last sixty days, or all of them. */
export function* visibleOrders(orders: Iterable<OrderRecord>, context: GraphContext): Iterable<OrderRecord> {
  for (const order of orders) if (isVisible(order, context)) yield order;
}

export function isVisible(order: OrderRecord, context: GraphContext): boolean {
  return context.granted.has("read_all_orders") || order.createdAt >= context.now - orderWindowMs;
}

export const basicSortKeys = {
  ID: (item: Listed) => BigInt(item.id),
  CREATED_AT: (item: Listed) => item.createdAt,
  UPDATED_AT: (item: Listed) => item.updatedAt,
} as const;
