import type { Row } from "./collection.ts";
import { invalid, notModelled } from "./refusal.ts";
import { parseDate } from "./wire-format.ts";

/** A filter of one parameter: gives the test for a given text. */
export type Filter<T> = (text: string) => (row: Row<T>) => boolean;

export interface ListRequest {
  readonly resource: string;
  readonly parameters: URLSearchParams;
  /** From the path, from 1. */
  readonly page: number;
}

const general = new Set(["pageSize", "orderBy", "sort"]);

/**
 * Rows that pass every filter named in the query. A parameter that `filters` does not know is refused, because
 * answering with everything would be invented data.
 */
export function filterRows<T>(
  rows: Iterable<Row<T>>,
  request: ListRequest,
  filters: Readonly<Record<string, Filter<T>>>,
): Row<T>[] {
  const tests: ((row: Row<T>) => boolean)[] = [];
  for (const [name, text] of request.parameters) {
    if (general.has(name)) continue;
    const filter = Object.hasOwn(filters, name) ? filters[name] : undefined;
    if (!filter) throw notModelled(`filter ${name} of ${request.resource}`);
    if (text !== "") tests.push(filter(text));
  }
  const found: Row<T>[] = [];
  for (const row of rows) if (tests.every((test) => test(row))) found.push(row);
  return found;
}

/** One page in the envelope of the API: default 200 items, at most `largestPage`, none with `pageSize=0`. */
export function toPage<T extends object>(rows: readonly Row<T>[], request: ListRequest, largestPage: number) {
  const text = request.parameters.get("pageSize") ?? "200";
  if (!/^\d{1,9}$/.test(text)) throw invalid(`pageSize is not a number: ${text}`);
  const size = Math.min(Number(text), largestPage);
  const sorted = sortRows(rows, request);
  const start = (request.page - 1) * size;
  return {
    Pagination: {
      NumberOfItems: rows.length,
      PageSize: size,
      PageNumber: request.page,
      NumberOfPages: size === 0 ? 0 : Math.ceil(rows.length / size),
    },
    Items: sorted.slice(start, start + size).map((row) => row.value),
  };
}

function sortRows<T extends object>(rows: readonly Row<T>[], { parameters }: ListRequest): readonly Row<T>[] {
  const field = parameters.get("orderBy");
  const direction = (parameters.get("sort") ?? "asc").toLowerCase();
  if (direction !== "asc" && direction !== "desc") throw invalid(`sort is asc or desc, not ${direction}`);
  if (field === null) return direction === "asc" ? rows : rows.toReversed();
  if (rows[0] && !(field in rows[0].value)) throw invalid(`cannot order by ${field}`);
  const keyed = rows.map((row) => ({ row, key: sortKey((row.value as Record<string, unknown>)[field]) }));
  keyed.sort((a, b) => compare(a.key, b.key));
  const sorted = keyed.map(({ row }) => row);
  return direction === "asc" ? sorted : sorted.reverse();
}

function sortKey(value: unknown): string | number {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value !== "string") return "";
  return value.startsWith("/Date(") ? Number(value.slice(6, -2)) : value;
}

function compare(left: string | number, right: string | number): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  const [a, b] = [String(left), String(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

const lower = (value: unknown) => (typeof value === "string" ? value.toLowerCase() : "");

/** The field begins with the text; letter case does not count. */
export const startsWith =
  <T>(field: (value: T) => unknown): Filter<T> =>
  (text) => {
    const wanted = text.toLowerCase();
    return (row) => lower(field(row.value)).startsWith(wanted);
  };

/** The field equals the text; letter case does not count. */
export const equals =
  <T>(field: (value: T) => unknown): Filter<T> =>
  (text) => {
    const wanted = text.toLowerCase();
    return (row) => lower(field(row.value)) === wanted;
  };

/** One of the fields contains the text, in the same letter case (vendor's documentation, Customers). */
export const contains =
  <T>(...fields: ((value: T) => string)[]): Filter<T> =>
  (text) =>
  (row) =>
    fields.some((field) => field(row.value).includes(text));

/** The field is one of a comma list. */
export const oneOf =
  <T>(field: (value: T) => unknown): Filter<T> =>
  (text) => {
    const wanted = new Set(text.split(",").map((part) => part.trim().toLowerCase()));
    return (row) => wanted.has(lower(field(row.value)));
  };

export const isTrue = (text: string) => {
  const value = text.toLowerCase();
  if (value !== "true" && value !== "false") throw invalid(`neither true nor false: ${text}`);
  return value === "true";
};

export const flag =
  <T>(field: (value: T) => boolean): Filter<T> =>
  (text) => {
    const wanted = isTrue(text);
    return (row) => field(row.value) === wanted;
  };

/** The parameter is understood and changes nothing about which rows are given. */
export const anyRow = (): (() => boolean) => () => true;

export function dateParameter(text: string): number {
  const ms = parseDate(text);
  if (ms === undefined) throw invalid(`not a date: ${text}`);
  return ms;
}

/** Rows modified since a moment in UTC. */
export const modifiedSince =
  (isInclusive: boolean): Filter<unknown> =>
  (text) => {
    const since = dateParameter(text);
    return (row) => (isInclusive ? row.modifiedMs >= since : row.modifiedMs > since);
  };

/** A date field in reply form lies on the given side of the parameter; a day without a time includes all of it. */
export const dated =
  <T>(field: (value: T) => unknown, side: "from" | "to"): Filter<T> =>
  (text) => {
    const bound = dateParameter(text) + (side === "to" && !text.includes("T") ? 86_399_999 : 0);
    return (row) => {
      const value = field(row.value);
      if (typeof value !== "string") return false;
      const ms = Number(value.slice(6, -2));
      return side === "from" ? ms >= bound : ms <= bound;
    };
  };
