import type { CallPriority } from "#connectors/kit/http-caller.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { Calls, Query, Resource } from "./calls.ts";
import { unreadable } from "./errors.ts";

/** Reads one page of a list; what it gives are objects of that list. */
export type ReadPage<Entry extends { readonly _id: string }> = (offset: number) => Promise<readonly Entry[]>;

/** A page reader of a list. A page that has something else than the list's objects is unreadable. */
export function pageReader<Entry extends { readonly _id: string }>(
  calls: Calls,
  resource: Resource,
  size: number,
  decode: (value: unknown) => Entry | null,
  query: Query = [],
  priority?: CallPriority,
): ReadPage<Entry> {
  return async (offset) => {
    const page = await calls.page(
      resource,
      [["limit", String(size)], ["offset", String(offset)], ...query],
      priority,
    );
    return page.map((value) => {
      const entry = decode(value);
      if (entry === null) throw unreadable({ operation: `GET /${resource}`, writes: false }, "wrong-shape");
      return entry;
    });
  };
}

export interface Walk<Entry> {
  /** Where to begin. Default 0. */
  readonly offset?: number;
  /** Entries read before, which end at the beginning: their ids in the list's order. The first page shows one of them again. */
  readonly after?: readonly string[];
  readonly mostPages: number;
  /** Handed the new entries of each page in the list's order; answers false to stop. */
  take(entries: readonly Entry[]): boolean;
}

/** `ended`: the list has no more; `stopped`: `take` said so; `limit`: so many pages are not to be read. */
export type WalkEnd = "ended" | "stopped" | "limit";

/** Pages in a row that show nothing new, after which the list is said to lead nowhere. */
const mostRepeats = 5;

/**
 * Reads the pages of a list that has only `limit` and `offset` and tells no total. Each page begins with the last entry of the one
 * before, so that a list that became shorter meanwhile is noticed; one that became longer shows entries again, which are left out. How
 * many entries a page has at most is the server's choice, so a list ends where a page has nothing behind that last entry. Rejects with
 * `unavailable` when the list became shorter, grew by more than a page between two of them, or only repeats itself.
 */
export async function walkList<Entry extends { readonly _id: string }>(
  readPage: ReadPage<Entry>,
  resource: Resource,
  walk: Walk<Entry>,
): Promise<WalkEnd> {
  const seen = new Set<string>(walk.after);
  let offset = walk.offset ?? 0;
  let last = walk.after?.at(-1);
  let repeats = 0;
  for (let pages = 0; pages < walk.mostPages; pages += 1) {
    const page = await readPage(offset);
    const [first] = page;
    if (first === undefined ? last !== undefined : last !== undefined && !seen.has(first._id))
      throw listMoved(resource, "moved while it was read");
    if (first === undefined || (page.length === 1 && first._id === last)) return "ended";
    const fresh = page.filter(({ _id }) => !seen.has(_id));
    repeats = fresh.length === 0 ? repeats + 1 : 0;
    if (repeats > mostRepeats) throw listMoved(resource, "showed the same entries again and again");
    for (const { _id } of fresh) seen.add(_id);
    if (fresh.length > 0 && !walk.take(fresh)) return "stopped";
    // A page of one entry has no room for one that was there before.
    last = page.length > 1 ? page.at(-1)?._id : undefined;
    offset += page.length > 1 ? page.length - 1 : 1;
  }
  return "limit";
}

function listMoved(resource: Resource, what: string): SyncError {
  return new SyncError("unavailable", {
    code: "PATCH_LIST_CHANGED",
    message: `The list of ${resource} ${what}, so something may have been missed. It is read again.`,
  });
}
