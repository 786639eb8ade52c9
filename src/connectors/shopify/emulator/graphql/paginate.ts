import { refusal } from "./errors.ts";
import type { Arguments } from "./type-fields.ts";

/** Sort key of a record; equal keys are ordered by id. */
export type SortKey = string | number | bigint;

export interface Sorting<Item> {
  readonly keyOf: (item: Item) => SortKey;
  readonly idOf: (item: Item) => string;
}

/** One page of a connection, in the shape of the schema's `…Connection` types. */
export interface Page<Item> {
  readonly nodes: readonly Item[];
  readonly edges: readonly { readonly node: Item; readonly cursor: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

export const maxPageSize = 250;

/** Deepest that a connection can be walked. Source: "Paginating results with GraphQL". */
export const maxWalked = 25_000;

/** Page size of bulk queries, which no call can ask for. */
const everyRow = Number.POSITIVE_INFINITY;

/** Arguments of a connection in a bulk query: paging ones count for nothing. Source: "Perform bulk operations with the GraphQL Admin API". */
export function withEveryRow(args: Arguments): Arguments {
  return { ...args, first: everyRow, last: null, after: null, before: null };
}

/** A page that is the whole list. */
export function pageOfAll<Item>(items: readonly Item[]): Page<Item> {
  return {
    nodes: items,
    edges: items.map((node) => ({ node, cursor: "" })),
    pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
  };
}

/** Sorts and cuts a page out by `first`/`last`, `after`/`before`, and `reverse`. */
export function paginate<Item>(items: readonly Item[], args: Arguments, sorting: Sorting<Item>): Page<Item> {
  const size = pageSize(args);
  const direction = args["reverse"] === true ? -1 : 1;
  const compare = (left: Position, right: Position) => direction * comparePositions(left, right);
  const after = readCursor(args["after"]);
  const before = readCursor(args["before"]);
  const placed: Placed<Item>[] = [];
  let earlier = 0;
  let later = 0;
  for (const item of items) {
    const place = { item, key: sorting.keyOf(item), id: sorting.idOf(item) };
    if (after && compare(place, after) <= 0) earlier += 1;
    else if (before && compare(place, before) >= 0) later += 1;
    else placed.push(place);
  }
  const left = Math.max(0, maxWalked - earlier);
  const count = size.count === everyRow ? everyRow : Math.min(size.count, left);
  const page = size.fromEnd
    ? takeFirst(placed, count, (a, b) => compare(b, a)).reverse()
    : takeFirst(placed, count, compare);
  const isCut = page.length < placed.length && page.length > 0;
  return pageOf(page, {
    hasNextPage: size.fromEnd ? later > 0 : isCut || (later > 0 && page.length > 0),
    hasPreviousPage: size.fromEnd ? isCut || earlier > 0 : earlier > 0,
  });
}

/** A page of a short list that keeps its own order, such as the lines of an order. */
export function paginateInOrder<Item>(
  items: readonly Item[],
  args: Arguments,
  idOf: (item: Item) => string,
): Page<Item> {
  const isPlain = !args["after"] && !args["before"] && args["reverse"] !== true;
  if (!isPlain || typeof args["first"] !== "number" || typeof args["last"] === "number") {
    const entries = items.map((item, index) => ({ item, index }));
    const page = paginate(entries, args, {
      keyOf: ({ index }) => index,
      idOf: ({ item }) => idOf(item),
    });
    return {
      nodes: page.nodes.map(({ item }) => item),
      get edges() {
        return page.edges.map(({ node, cursor }) => ({ node: node.item, cursor }));
      },
      get pageInfo() {
        return page.pageInfo;
      },
    };
  }
  const { count } = pageSize(args);
  const cut = count < items.length ? items.slice(0, count) : items;
  const page = cut.map((item, index) => ({ item, key: index, id: idOf(item) }));
  return pageOf(page, {
    hasNextPage: page.length < items.length && page.length > 0,
    hasPreviousPage: false,
  });
}

interface Position {
  readonly key: SortKey;
  readonly id: string;
}

interface Placed<Item> extends Position {
  readonly item: Item;
}

function pageOf<Item>(
  page: readonly Placed<Item>[],
  { hasNextPage, hasPreviousPage }: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean },
): Page<Item> {
  return {
    nodes: page.map((place) => place.item),
    get edges() {
      return page.map((place) => ({ node: place.item, cursor: writeCursor(place) }));
    },
    get pageInfo() {
      const first = page[0];
      const last = page[page.length - 1];
      return {
        hasNextPage,
        hasPreviousPage,
        startCursor: first ? writeCursor(first) : null,
        endCursor: last ? writeCursor(last) : null,
      };
    },
  };
}

const longestSort = 2000;

/** The first `count` in order. Long lists are not sorted as a whole. */
function takeFirst<Item extends Position>(
  items: readonly Item[],
  count: number,
  compare: (left: Position, right: Position) => number,
): Item[] {
  if (items.length <= longestSort || count >= items.length) return [...items].sort(compare).slice(0, count);
  const best: Item[] = [];
  for (const item of items) {
    const last = best[best.length - 1];
    if (best.length >= count && (!last || compare(item, last) >= 0)) continue;
    let low = 0;
    let high = best.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = best[middle];
      if (other && compare(other, item) <= 0) low = middle + 1;
      else high = middle;
    }
    best.splice(low, 0, item);
    if (best.length > count) best.pop();
  }
  return best;
}

interface PageSize {
  readonly count: number;
  readonly fromEnd: boolean;
}

function pageSize(args: Arguments): PageSize {
  const { first, last } = args;
  const hasFirst = typeof first === "number";
  const hasLast = typeof last === "number";
  if (hasFirst && hasLast) throw refusal("BAD_REQUEST", "providing both first and last is not supported");
  if (!hasFirst && !hasLast) throw refusal("BAD_REQUEST", "you must provide one of first or last");
  const count = hasFirst ? first : Number(last);
  const name = hasFirst ? "first" : "last";
  if (count < 0) throw refusal("BAD_REQUEST", `${name} cannot be less than 0`);
  if (count > maxPageSize && count !== everyRow)
    throw refusal("BAD_REQUEST", `${name} cannot be greater than ${maxPageSize}`);
  return { count, fromEnd: !hasFirst };
}

function comparePositions(left: Position, right: Position): number {
  if (left.key !== right.key) return left.key < right.key ? -1 : 1;
  return compareIds(left.id, right.id);
}

/** Compares ids by number without making numbers of them. */
export function compareIds(left: string, right: string): number {
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : Number(left !== right);
}

function writeCursor({ id, key }: Position): string {
  const value = typeof key === "bigint" ? { big: key.toString() } : key;
  return Buffer.from(JSON.stringify({ last_id: id, last_value: value })).toString("base64");
}

function readCursor(cursor: unknown): Position | undefined {
  if (typeof cursor !== "string") return undefined;
  try {
    const { last_id: id, last_value: value } = JSON.parse(Buffer.from(cursor, "base64").toString("utf8")) as {
      last_id: string;
      last_value: string | number | { big: string };
    };
    if (typeof id !== "string" || value === undefined) throw new TypeError("not a cursor");
    return { id, key: typeof value === "object" ? BigInt(value.big) : value };
  } catch {
    throw refusal("BAD_REQUEST", "Invalid cursor for current pagination sort.");
  }
}
