import type { CallPriority } from "#connectors/kit/http-caller.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { Calls, Query } from "./calls.ts";
import type { WireObject } from "./schema.ts";

/** Most items per page (vendor's documentation, general pages). */
export const pageSize = 1000;

/** Bound on the pages of one reading: a server that never says "last" must not be asked for ever. */
const mostPages = 100_000;

/**
 * Reads every page of a list, one after the other, and hands each on as it comes; `take` answers false to stop early. Rejects with
 * `unavailable` when the list shifted meanwhile so that an item may have slipped between two pages.
 */
export async function readPages(
  calls: Calls,
  resource: string,
  query: Query,
  take: (items: readonly WireObject[], total: number) => boolean,
  priority: CallPriority = "live",
): Promise<void> {
  const seen = new Set<string>();
  let firstTotal: number | null = null;
  let repeats = 0;
  for (let page = 1; page <= mostPages; page += 1) {
    const { Pagination: pagination, Items: items } = await calls.page(
      resource,
      page,
      { ...query, pageSize: String(pageSize) },
      priority,
    );
    firstTotal ??= pagination.NumberOfItems;
    const fresh = items.filter((item) => !seen.has(item.Guid));
    repeats += items.length - fresh.length;
    // A page of nothing new leads nowhere; a server that gives the same one for every number would be asked for hours.
    if (items.length > 0 && fresh.length === 0) throw listShifted(resource);
    for (const item of fresh) seen.add(item.Guid);
    if (!take(fresh, pagination.NumberOfItems)) return;
    if (items.length > 0 && page < pagination.NumberOfPages) continue;
    const total = pagination.NumberOfItems;
    // An item that left the list pulled the later ones forward, perhaps over the edge of a page.
    const mayMiss = total < firstTotal || ((repeats > 0 || total > firstTotal) && seen.size < total);
    if (mayMiss) throw listShifted(resource);
    return;
  }
}

/** All items of a list. */
export async function readAll(
  calls: Calls,
  resource: string,
  query: Query,
  priority?: CallPriority,
): Promise<readonly WireObject[]> {
  const all: WireObject[] = [];
  await readPages(
    calls,
    resource,
    query,
    (items) => {
      all.push(...items);
      return true;
    },
    priority,
  );
  return all;
}

function listShifted(resource: string): SyncError {
  return new SyncError("unavailable", {
    code: "UNLEASHED_LIST_CHANGED",
    message: `The list ${resource} changed while it was read, so something may have been missed. It is read again.`,
  });
}
