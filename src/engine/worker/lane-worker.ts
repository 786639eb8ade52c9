import { withCallPriority } from "#connectors/kit/call-priority.ts";
import type { BudgetLimits } from "#connectors/kit/target-connector.ts";
import { keyText, parseKey, type RecordKey } from "#domain/source-record.ts";
import { createBatcher } from "../batcher.ts";
import type { KeySnapshot } from "../ports/engine-store.ts";
import { StoreAwayError } from "../ports/store-away-error.ts";
import { laneOf, type ClaimedWake, type WorkQueue } from "../ports/queue.ts";
import { LapsedClaimError } from "../reconcile/lapsed-claim-error.ts";
import { reconcileKey, type Reconciled } from "../reconcile/reconcile-key.ts";
import type { ConnectionRuntime, EngineContext } from "../runtime/connection-runtime.ts";
import { createCommitter } from "./committer.ts";
import { refusedByStore } from "./refused-by-store.ts";

export interface LaneWorkerOptions {
  readonly context: EngineContext;
  readonly queue: WorkQueue;
  readonly runtime: ConnectionRuntime;
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

/** A record that is to be looked at because of another one, whose look was live or not. */
interface Followed {
  readonly key: RecordKey;
  readonly live: boolean;
}

/**
 * So many keys are in work at the same time as can be worked off within seconds: more would only wait for their calls' turn, while a
 * cancelled run could not let go of them and what is more urgent could not go before them.
 */
function keysAtOnce({ callsPerSecond }: BudgetLimits): number {
  if (callsPerSecond === null) return mostAtOnce;
  return Math.min(mostAtOnce, Math.max(fewestAtOnce, Math.ceil(callsPerSecond)));
}

/** Each key once; it is live when one of those that lead to it was. */
function uniqueOf(followed: readonly Followed[]): {
  readonly keys: readonly RecordKey[];
  readonly live: ReadonlySet<string>;
} {
  return {
    keys: [...new Map(followed.map(({ key }) => [keyText(key), key])).values()],
    live: new Set(followed.filter(({ live }) => live).map(({ key }) => keyText(key))),
  };
}

const backstopPollMs = 5_000;
const keepAliveMs = 10_000;
const mostAtOnce = 48;
const fewestAtOnce = 4;
/** A page is worth claiming once this part of the places is free; a busy worker then takes pages, not single keys. */
const worthClaiming = 1 / 3;
/** Shortest time between two claims, so that wake-ups of one moment are taken together. */
const claimEveryMs = 20;
const giveBackAfterMs = 1_000;

/**
 * Works one connection's lane: claims pages of keys, reconciles each for itself, and settles them as they become ready, so
 * that a slow key holds up nobody else. All reads and commits of keys in work are gathered into pages.
 */
export function startLaneWorker(options: LaneWorkerOptions): LaneWorker {
  const { context, queue, runtime } = options;
  const lane = laneOf({ connection: runtime.row.name });
  const concurrency = keysAtOnce(runtime.connector.budget(runtime.settings));
  const commit = createCommitter((changes) => context.store.commit(changes));
  const inWork = new Map<string, ClaimedWake>();
  let stopping = false;
  let looking = false;
  let lastClaim = 0;
  let again = false;
  let idle: (() => void) | null = null;

  const finish = createBatcher<{ claim: ClaimedWake; lastDelivery: number }, void>({
    maxSize: 200,
    maxWaitMs: 2,
    restMs: 15,
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

  /** What is live goes before what is not. */
  const wake = async (keys: readonly RecordKey[], live: ReadonlySet<string>): Promise<void> => {
    const texts = keys.map(keyText);
    const [urgent, others] = [
      texts.filter((text) => live.has(text)),
      texts.filter((text) => !live.has(text)),
    ];
    await queue.wake(lane, urgent, "live");
    await queue.wake(lane, others, "sweep");
  };

  /** Has keys looked at next. The mark matters when one is being worked on at this moment and would absorb the wake-up. */
  const follow = createBatcher<Followed, void>({
    maxSize: 200,
    maxWaitMs: 2,
    restMs: 15,
    run: async (followed) => {
      const { keys, live } = uniqueOf(followed);
      await context.store.markDirty(runtime.row.name, keys, { live });
      await wake(keys, live);
      return followed.map(() => undefined);
    },
  });

  /** Has records looked at that others wait for. */
  const nudge = createBatcher<Followed, void>({
    maxSize: 200,
    maxWaitMs: 2,
    restMs: 15,
    run: async (followed) => {
      const { keys, live } = uniqueOf(followed);
      await wake(await context.store.nudge(runtime.row, keys, live), live);
      return followed.map(() => undefined);
    },
  });

  const wakeDependants = createBatcher<Followed, void>({
    maxSize: 200,
    maxWaitMs: 2,
    restMs: 15,
    run: async (followed) => {
      const { keys, live } = uniqueOf(followed);
      const waiting = await context.store.dependants(runtime.row.name, keys);
      await queue.wake(lane, waiting.map(keyText), live.size > 0 ? "live" : "sweep");
      return followed.map(() => undefined);
    },
  });

  const afterwards = async (key: RecordKey, result: Reconciled): Promise<void> => {
    const awaited = new Set(result.outcome.state === "waiting" ? result.outcome.on.map(keyText) : []);
    await Promise.all([
      ...result.wake.map((next) =>
        (awaited.has(keyText(next)) ? nudge : follow)({ key: next, live: result.live }),
      ),
      ...(result.linked ? [wakeDependants({ key, live: result.live })] : []),
    ]);
    options.onReconciled?.(key, result);
    if (result.error !== null) await options.onTrouble(result);
  };

  const work = async (claim: ClaimedWake, snapshot: KeySnapshot): Promise<void> => {
    try {
      const result = await settleKey(claim, snapshot);
      if (result === "put back") return;
      if (result !== "nothing follows") await afterwards(snapshot.key, result);
      await finish({ claim, lastDelivery: snapshot.deliveries.at(-1)?.id ?? 0 });
    } catch (error) {
      // What came of the record is committed; only what follows is missing, and the next look sees to that.
      context.log.error({ err: error, lane, key: claim.key }, "could not finish with a record");
      giveBack(claim);
    } finally {
      // The key may have been claimed anew between its finish and here; that claim is another's to end.
      if (inWork.get(claim.key) === claim) inWork.delete(claim.key);
      idle?.();
      look();
    }
  };

  /**
   * Takes a record the whole way. A database that is away gets the key back as soon as it can be reached. One that refuses what we
   * would write is told only that, so that the record waits for its next try instead of coming back at once for ever.
   */
  const settleKey = async (
    claim: ClaimedWake,
    snapshot: KeySnapshot,
  ): Promise<Reconciled | "nothing follows" | "put back"> => {
    try {
      return await withCallPriority(snapshot.live ? "live" : "sweep", () =>
        reconcileKey({ context, runtime, commit }, snapshot),
      );
    } catch (error) {
      if (error instanceof LapsedClaimError) return "nothing follows";
      context.log.error({ err: error, lane, key: claim.key }, "could not settle a record");
      if (!(error instanceof StoreAwayError))
        try {
          await commit(refusedByStore(context, runtime, snapshot));
          return "nothing follows";
        } catch (again) {
          context.log.error({ err: again, lane, key: claim.key }, "could not note a failure either");
        }
      giveBack(claim);
      return "put back";
    }
  };

  const giveBack = (claim: ClaimedWake): void => {
    if (stopping) return;
    setTimeout(() => {
      queue.reclaim(lane, [claim]).then(look, () => giveBack(claim));
    }, giveBackAfterMs);
  };

  const isStopping = (): boolean => stopping;

  const claimPage = async (): Promise<number> => {
    const free = concurrency - inWork.size;
    if (free < concurrency * worthClaiming || isStopping()) return 0;
    const rest = lastClaim + claimEveryMs - performance.now();
    if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
    if (isStopping()) return 0;
    lastClaim = performance.now();
    const claims = await queue.claim(lane, free);
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
      for (const claim of claims) giveBack(claim);
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
          while ((await claimPage()) > 0);
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
