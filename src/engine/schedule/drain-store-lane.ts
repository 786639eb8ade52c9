import { laneOf, type ClaimedWake, type WorkQueue } from "../ports/queue.ts";
import { storeLaneKey } from "../intake/receive-webhook.ts";
import { workStoreLane, type StoreLaneDeps } from "./work-store-lane.ts";

export interface DrainDeps extends StoreLaneDeps {
  readonly queue: WorkQueue;
  /** How often a claim is prolonged while the work lasts; default 10 s, a third of a lease. */
  readonly keepAliveMs?: number;
}

/**
 * Works off a store's own deliveries, one process at a time. Rejects when the database is away; the lane is looked at again once
 * it is back.
 */
export async function drainStoreLane(
  { queue, keepAliveMs, ...deps }: DrainDeps,
  store: string,
): Promise<void> {
  const { context } = deps;
  const lane = laneOf({ store });
  const claims = await queue.claim(lane, 1);
  if (claims.length === 0) return;
  const beat = setInterval(() => {
    queue.keepAlive(lane, claims).catch((error: unknown) => {
      context.log.warn({ err: error, lane }, "could not extend a lease");
    });
  }, keepAliveMs ?? 10_000);
  try {
    while ((await workStoreLane(deps, store)) > 0);
  } finally {
    clearInterval(beat);
    await queue.finish(lane, claims).catch((error: unknown) => {
      finishLater(queue, lane, claims);
      throw error;
    });
  }
  if ((await context.store.openDeliveries(store, [null])).length > 0)
    await queue.wake(lane, [storeLaneKey], "live");
}

/** A claim that could not be ended would keep everybody else off the lane until its lease lapses. */
function finishLater(
  queue: WorkQueue,
  lane: string,
  claims: readonly ClaimedWake[],
  triesLeft: number = mostTries,
): void {
  if (triesLeft === 0) return;
  setTimeout(() => {
    queue
      .finish(lane, claims)
      .then(() => queue.wake(lane, [storeLaneKey], "live"))
      .catch(() => finishLater(queue, lane, claims, triesLeft - 1));
  }, finishAgainMs).unref();
}

const finishAgainMs = 1_000;
/** By then the lease has lapsed. */
const mostTries = 60;
