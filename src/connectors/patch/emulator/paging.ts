import { invalid, notModelled, unreadable } from "./refusal.ts";
import type { PatchSwitches } from "./switches.ts";

export interface Page {
  readonly limit: number;
  readonly offset: number;
}

/** Entries of a list in one direction or the other, without copying them. */
export interface Rows<T> {
  readonly entries: readonly T[];
  readonly isReversed: boolean;
}

const usualLimit = 30;

/** `limit` (default 30) and `offset` (default 0) of a list. 400 when they are no numbers. */
export function readPage(
  query: URLSearchParams,
  { highestLimit, overLimit }: Pick<PatchSwitches, "highestLimit" | "overLimit">,
): Page {
  const limit = readNumber(query, "limit", usualLimit);
  if (limit > highestLimit && overLimit === "refused") throw unreadable(`limit is at most ${highestLimit}`);
  return { limit: Math.min(limit, highestLimit), offset: readNumber(query, "offset", 0) };
}

function readNumber(query: URLSearchParams, name: string, usual: number): number {
  const text = query.get(name);
  if (text === null) return usual;
  if (!/^\d{1,9}$/.test(text)) throw unreadable(`${name} is not a number: ${text}`);
  return Number(text);
}

/** The page in the shape that the switch says. */
export function showPage<T>(
  { entries, isReversed }: Rows<T>,
  { limit, offset }: Page,
  { listShape }: Pick<PatchSwitches, "listShape">,
  show: (entry: T) => unknown,
): unknown {
  const from = isReversed ? Math.max(0, entries.length - offset - limit) : offset;
  const to = isReversed ? Math.max(0, entries.length - offset) : offset + limit;
  const page = entries.slice(from, to).map((entry) => show(entry));
  const data = isReversed ? page.reverse() : page;
  if (listShape === "array") return data;
  return listShape === "data" ? { data } : { data, total: entries.length };
}

/**
 * Parameters of a list that are to be matched, beside those that every list has. Whether others than the `known` ones are looked at is a
 * switch; one that the list could not match is refused where they are.
 */
export function readFilters(
  query: URLSearchParams,
  known: readonly string[],
  canMatch: (name: string) => boolean,
  { otherFilters }: Pick<PatchSwitches, "otherFilters">,
): readonly { readonly field: string; readonly value: string }[] {
  const filters: { field: string; value: string }[] = [];
  for (const [field, value] of query) {
    if (field === "limit" || field === "offset") continue;
    if (!known.includes(field)) {
      if (otherFilters === "refused") throw invalid(`a list cannot be filtered by ${field}`);
      if (otherFilters === "ignored") continue;
      if (!canMatch(field)) throw notModelled(`filter ${field}`);
    }
    filters.push({ field, value });
  }
  return filters;
}
