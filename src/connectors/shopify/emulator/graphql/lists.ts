import type { OrderRecord } from "../state/order-records.ts";
import { orderWindowMs } from "./graph-context.ts";
import type { GraphContext } from "./graph-context.ts";
import { notModelled } from "./errors.ts";
import { paginate } from "./paginate.ts";
import type { Page, SortKey } from "./paginate.ts";
import { compileSearch } from "./search/match-search.ts";
import type { SearchIndex } from "./search/match-search.ts";
import type { Arguments } from "./type-fields.ts";

export interface Listed {
  readonly id: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type SortKeys<Item> = Readonly<Record<string, (item: Item) => SortKey>>;

/** How records of one kind are listed. */
export interface Listing<Item> {
  /** Field of the query root whose filters the search takes. */
  readonly rootField: string;
  readonly index: SearchIndex<Item>;
  readonly sortKeys: SortKeys<Item>;
  readonly defaultSort: string;
}

/**
 * A connection over records: those the index has seen, that match `query:`, sorted by `sortKey:`. Warnings of the search
 * end up in `extensions.search`.
 */
export function listRecords<Item extends Listed>(
  records: Iterable<Item>,
  args: Arguments,
  context: GraphContext,
  path: readonly (string | number)[],
  how: Listing<Item>,
): Page<Item> {
  const sortName = typeof args["sortKey"] === "string" ? args["sortKey"] : how.defaultSort;
  const keyOf = how.sortKeys[sortName];
  if (!keyOf) throw notModelled("QueryRoot", how.rootField, `sortKey: ${sortName}`);
  const found = findRecords(records, args["query"], context, path, how);
  return paginate(found, args, { keyOf, idOf: (item) => item.id });
}

/** The records of a search, unsorted. */
export function findRecords<Item extends Listed>(
  records: Iterable<Item>,
  query: unknown,
  context: GraphContext,
  path: readonly (string | number)[],
  how: Pick<Listing<Item>, "rootField" | "index">,
): Item[] {
  const seenUntil = context.now - context.shop.data.indexDelayMs;
  const hasDelay = context.shop.data.indexDelayMs > 0;
  const filters = context.version.searchFilters(how.rootField);
  const search =
    typeof query === "string" && query.trim() !== ""
      ? compileSearch(query, how.index, { filters, now: context.now })
      : undefined;
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
