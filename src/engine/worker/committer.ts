import { createBatcher } from "../batcher.ts";
import type { ChangeSet } from "../ports/engine-store.ts";

/**
 * Commits change sets of many keys in one transaction. When such a transaction is refused, each set is tried alone, so that
 * one bad record cannot hold back its neighbours.
 */
export function createCommitter(
  commit: (changes: readonly ChangeSet[]) => Promise<void>,
): (change: ChangeSet) => Promise<void> {
  const enqueue = createBatcher<ChangeSet, Error | null>({
    maxSize: 100,
    maxWaitMs: 1,
    restMs: 10,
    run: async (changes) => {
      try {
        await commit(changes);
        return changes.map(() => null);
      } catch (error) {
        if (changes.length === 1) return [asError(error)];
        const results: (Error | null)[] = [];
        for (const change of changes) {
          results.push(
            await commit([change]).then(
              () => null,
              (alone: unknown) => asError(alone),
            ),
          );
        }
        return results;
      }
    },
  });
  return async (change) => {
    const failure = await enqueue(change);
    if (failure !== null) throw failure;
  };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
