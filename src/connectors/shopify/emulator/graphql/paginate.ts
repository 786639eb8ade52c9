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

/** Sorts and cuts a page out by `first`/`last`, `after`/`before`, and `reverse`. */
export function paginate<Item>(items: readonly Item[], args: Arguments, sorting: Sorting<Item>): Page<Item> {
  const size = pageSize(args);
  const direction = args["reverse"] === true ? -1 : 1;
  const compare = (left: Position, right: Position) => direction * comparePositions(left, right);
  const placed = items
    .map((item) => ({ item, key: sorting.keyOf(item), id: sorting.idOf(item) }))
    .sort(compare);
  const after = readCursor(args["after"]);
  const before = readCursor(args["before"]);
  const from = after ? placed.findIndex((place) => compare(place, after) > 0) : 0;
  const start = from === -1 ? placed.length : from;
  const to = before ? placed.findIndex((place) => compare(place, before) >= 0) : -1;
  const end = to === -1 ? placed.length : to;
  const cutStart = size.fromEnd ? Math.max(start, end - size.count) : start;
  const cutEnd = size.fromEnd ? end : Math.min(end, start + size.count, Math.max(start, maxWalked));
  const page = placed.slice(cutStart, cutEnd);
  const nodes = page.map((place) => place.item);
  return {
    nodes,
    get edges() {
      return page.map((place) => ({ node: place.item, cursor: writeCursor(place) }));
    },
    get pageInfo() {
      const first = page[0];
      const last = page[page.length - 1];
      return {
        hasNextPage: cutEnd < placed.length && page.length > 0,
        hasPreviousPage: cutStart > 0,
        startCursor: first ? writeCursor(first) : null,
        endCursor: last ? writeCursor(last) : null,
      };
    },
  };
}

/** A page of a short list that keeps its own order, such as the lines of an order. */
export function paginateInOrder<Item>(
  items: readonly Item[],
  args: Arguments,
  idOf: (item: Item) => string,
): Page<Item> {
  const positions = new Map(items.map((item, index) => [item, index]));
  return paginate(items, args, { keyOf: (item) => positions.get(item) ?? 0, idOf });
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
  if (count > maxPageSize) throw refusal("BAD_REQUEST", `${name} cannot be greater than ${maxPageSize}`);
  return { count, fromEnd: !hasFirst };
}

interface Position {
  readonly key: SortKey;
  readonly id: string;
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
