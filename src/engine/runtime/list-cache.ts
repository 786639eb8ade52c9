import type { ListNeed } from "#connectors/kit/flow.ts";
import { needText } from "#connectors/kit/target-connector.ts";
import { createBatcher } from "../batcher.ts";

/** Keeps looked-up entries of a target's lists for a while and asks for missing ones together. */
export interface ListCache {
  /** Every need has an entry in the answer; null: the target has none. */
  look(needs: readonly ListNeed[]): Promise<ReadonlyMap<string, unknown>>;
  /** Everything is asked for anew: somebody has just changed it. */
  forget(): void;
  /** The same for many records that are looked at again together: what was asked for a moment ago is not asked again. */
  refresh(): void;
}

const maxEntries = 50_000;
/** Entries that are missing over there are asked for again sooner, since somebody may just be making them. */
const missingMaxAgeMs = 15_000;
const refreshEveryMs = 2_000;

export function createListCache(options: {
  readonly lookUp: (needs: readonly ListNeed[]) => Promise<ReadonlyMap<string, unknown>>;
  readonly maxAgeMs: number;
  readonly now: () => number;
}): ListCache {
  const entries = new Map<string, { readonly value: unknown; readonly at: number }>();
  let forgottenAt = -Infinity;
  const forget = (): void => {
    entries.clear();
    forgottenAt = options.now();
  };

  const fetchOne = createBatcher<ListNeed, unknown>({
    maxSize: 200,
    maxWaitMs: 0,
    run: async (needs) => {
      const unique = [...new Map(needs.map((need) => [needText(need), need])).values()];
      const found = await options.lookUp(unique);
      const at = options.now();
      if (entries.size + found.size > maxEntries) entries.clear();
      for (const [text, value] of found) entries.set(text, { value, at });
      return needs.map((need) => found.get(needText(need)) ?? null);
    },
  });

  const isFresh = (entry: { readonly value: unknown; readonly at: number }): boolean => {
    const age = options.now() - entry.at;
    return age < (entry.value === null ? Math.min(missingMaxAgeMs, options.maxAgeMs) : options.maxAgeMs);
  };

  return {
    look: async (needs) => {
      const answer = new Map<string, unknown>();
      await Promise.all(
        needs.map(async (need) => {
          const text = needText(need);
          const entry = entries.get(text);
          answer.set(text, entry !== undefined && isFresh(entry) ? entry.value : await fetchOne(need));
        }),
      );
      return answer;
    },
    forget,
    refresh: () => {
      if (options.now() - forgottenAt >= refreshEveryMs) forget();
    },
  };
}
