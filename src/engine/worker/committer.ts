import { createBatcher } from "../batcher.ts";
import type { ChangeSet } from "../ports/engine-store.ts";

/**
 * Commits change sets of many keys in one transaction. When such a transaction is refused, each set is tried alone, so that
 * one bad record cannot hold back its neighbours.
 */
export function createCommitter(
  commit: (changes: readonly ChangeSet[]) => Promise<readonly boolean[]>,
): (change: ChangeSet) => Promise<boolean> {
  const enqueue = createBatcher<ChangeSet, boolean | Error>({
    maxSize: 100,
    maxWaitMs: 1,
    restMs: 10,
    run: async (changes) => {
      try {
        return await commit(changes);
      } catch (error) {
        if (changes.length === 1) return [asError(error)];
        const results: (boolean | Error)[] = [];
        for (const change of changes) {
          results.push(
            await commit([change]).then(
              ([counted]) => counted === true,
              (alone: unknown) => asError(alone),
            ),
          );
        }
        return results;
      }
    },
  });
  return async (change) => {
    const answer = await enqueue(change);
    if (typeof answer !== "boolean") throw answer;
    return answer;
  };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
