/** Where a walk over changed records stands. */
export interface SweepCursor {
  /** Lower bound of the search, in milliseconds since 1970. */
  readonly since: number;
  /** Shopify's cursor; null on the first page of a search. */
  readonly after: string | null;
  /** Records walked over in this search. */
  readonly walked: number;
}

/** A list is walked no deeper than 25,000 records. Source: "Paginating results with GraphQL". */
const deepest = 24_000;

/** Reads a cursor made by `nextCursor`; null starts at `from`. Throws `RangeError` on anything else. */
export function readCursor(text: string | null, from: number): SweepCursor {
  if (text === null) return { since: from, after: null, walked: 0 };
  const [walked = "", since = "", ...after] = text.split("|");
  if (!/^\d+$/.test(walked) || !/^-?\d+$/.test(since) || after.length === 0)
    throw new RangeError("not a cursor of a walk over changed records");
  const rest = after.join("|");
  return { since: Number(since), after: rest === "" ? null : rest, walked: Number(walked) };
}

/**
 * The cursor after this page; null when it was the last. Before the depth at which Shopify ends a list, the walk begins a new
 * search at the time it has come to.
 */
export function nextCursor(
  at: SweepCursor,
  nodes: readonly { readonly updatedAt: string }[],
  { hasNextPage, endCursor }: { readonly hasNextPage: boolean; readonly endCursor: string | null },
): string | null {
  if (!hasNextPage || endCursor === null) return null;
  const walked = at.walked + nodes.length;
  const reached = Date.parse(nodes.at(-1)?.updatedAt ?? "");
  return walked >= deepest && reached > at.since ? `0|${reached}|` : `${walked}|${at.since}|${endCursor}`;
}
