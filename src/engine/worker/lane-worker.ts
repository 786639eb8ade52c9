import { keyText, parseKey, type RecordKey } from "#domain/source-record.ts";
import { createBatcher } from "../batcher.ts";
import type { KeySnapshot } from "../ports/engine-store.ts";
import { laneOf, type ClaimedWake, type WorkQueue } from "../ports/queue.ts";
import { reconcileKey, type Reconciled } from "../reconcile/reconcile-key.ts";
import type { ConnectionRuntime, EngineContext } from "../runtime/connection-runtime.ts";
import { createCommitter } from "./committer.ts";

export interface LaneWorkerOptions {
  readonly context: EngineContext;
  readonly queue: WorkQueue;
  readonly runtime: ConnectionRuntime;
  /** Keys in work at the same time in this process; default 48. */
  readonly concurrency?: number;
  /** Called once per reconciled key. */
  readonly onReconciled?: (key: RecordKey, result: Reconciled) => void;
  /** Called when a failure concerns the whole connection: it pauses or waits. */
  readonly onTrouble: (result: Reconciled) => Promise<void>;
}

export interface LaneWorker {
  /** Looks for work now. */
  poke(): void;
  /** Stops taking keys; resolves when the ones in work are settled. */
  stop(): Promise<void>;
  readonly active: number;
}

const backstopPollMs = 5_000;
const keepAliveMs = 10_000;
const largestClaim = 48;
const giveBackAfterMs = 1_000;

/**
 * Works one connection's lane: claims pages of keys, reconciles each for itself, and settles them as they become ready, so
 * that a slow key holds up nobody else. All reads and commits of keys in work are gathered into pages.
 */
export function startLaneWorker(options: LaneWorkerOptions): LaneWorker {
  const { context, queue, runtime } = options;
  const lane = laneOf({ connection: runtime.row.name });
  const concurrency = options.concurrency ?? 48;
  const commit = createCommitter((changes) => context.store.commit(changes));
  const inWork = new Map<string, ClaimedWake>();
  let stopping = false;
  let looking = false;
  let again = false;
  let idle: (() => void) | null = null;

  const finish = createBatcher<{ claim: ClaimedWake; lastDelivery: number }, void>({
    maxSize: 200,
    maxWaitMs: 2,
    run: async (finished) => {
      await queue.finish(
        lane,
        finished.map(({ claim }) => claim),
      );
      const seen = finished.map(({ claim, lastDelivery }) => ({ key: parseKey(claim.key), lastDelivery }));
      const open = await context.store.stillOpen(runtime.row, seen);
      if (open.length > 0) await queue.wake(lane, open.map(keyText), "live");
      return finished.map(() => undefined);
    },
  });

  const wakeDependants = createBatcher<RecordKey, void>({
    maxSize: 200,
    maxWaitMs: 2,
    run: async (keys) => {
      const waiting = await context.store.dependants(runtime.row.name, keys);
      if (waiting.length > 0) await queue.wake(lane, waiting.map(keyText), "live");
      return keys.map(() => undefined);
    },
  });

  const afterwards = async (key: RecordKey, result: Reconciled): Promise<void> => {
    if (result.wake.length > 0) {
      // The mark matters when such a key is being worked on at this moment and would absorb the wake-up.
      await context.store.markDirty(runtime.row.name, result.wake);
      await queue.wake(lane, result.wake.map(keyText), "live");
    }
    if (result.linked) await wakeDependants(key);
    // A prerequisite may have been linked between our look and our note that we wait for it.
    if (result.outcome.state === "waiting") {
      const links = await context.store.links(runtime.row.name, result.outcome.on);
      if (result.outcome.on.every((on) => links.has(keyText(on))))
        await context.store.markDirty(runtime.row.name, [key]);
    }
    options.onReconciled?.(key, result);
    if (result.error !== null) await options.onTrouble(result);
  };

  const work = async (claim: ClaimedWake, snapshot: KeySnapshot): Promise<void> => {
    try {
      const result = await reconcileKey({ context, runtime, commit }, snapshot);
      await afterwards(snapshot.key, result);
      await finish({ claim, lastDelivery: snapshot.deliveries.at(-1)?.id ?? 0 });
    } catch (error) {
      // Only the database itself brings us here: put the key back as soon as it can be reached again.
      context.log.error({ err: error, lane, key: claim.key }, "could not settle a record");
      if (!stopping) giveBack(claim.key);
    } finally {
      inWork.delete(claim.key);
      idle?.();
      look();
    }
  };

  const giveBack = (key: string): void => {
    setTimeout(() => {
      queue.reclaim(lane, [key]).then(look, () => {
        if (!stopping) giveBack(key);
      });
    }, giveBackAfterMs);
  };

  const claimPage = async (): Promise<number> => {
    const free = concurrency - inWork.size;
    if (free < 1 || stopping) return 0;
    const claims = await queue.claim(lane, Math.min(free, largestClaim));
    if (claims.length === 0) return 0;
    for (const claim of claims) inWork.set(claim.key, claim);
    try {
      const keys = claims.map((claim) => parseKey(claim.key));
      const snapshots = await context.store.takeKeys(runtime.row, keys, context.process);
      claims.forEach((claim, index) => {
        const snapshot = snapshots[index];
        if (snapshot !== undefined) void work(claim, snapshot);
      });
    } catch (error) {
      for (const claim of claims) inWork.delete(claim.key);
      await queue
        .reclaim(
          lane,
          claims.map((claim) => claim.key),
        )
        .catch(() => 0);
      throw error;
    }
    return claims.length;
  };

  const look = (): void => {
    again = true;
    if (looking || stopping) return;
    looking = true;
    void (async () => {
      try {
        while (again && !stopping) {
          again = false;
          while ((await claimPage()) > 0 && inWork.size < concurrency);
        }
      } catch (error) {
        context.log.warn({ err: error, lane }, "could not take work; trying again");
      } finally {
        looking = false;
      }
    })();
  };

  const poll = setInterval(look, backstopPollMs);
  const beat = setInterval(() => {
    if (inWork.size === 0) return;
    queue.keepAlive(lane, [...inWork.values()]).catch((error: unknown) => {
      context.log.warn({ err: error, lane }, "could not extend leases");
    });
  }, keepAliveMs);
  look();

  return {
    poke: look,
    get active() {
      return inWork.size;
    },
    stop: async () => {
      stopping = true;
      clearInterval(poll);
      while (inWork.size > 0 || looking)
        await new Promise<void>((resolve) => {
          idle = resolve;
          setTimeout(resolve, 50);
        });
      clearInterval(beat);
    },
  };
}
