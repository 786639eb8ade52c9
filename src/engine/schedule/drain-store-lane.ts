import { laneOf, type WorkQueue } from "../ports/queue.ts";
import { storeLaneKey } from "../intake/receive-webhook.ts";
import { workStoreLane, type StoreLaneDeps } from "./work-store-lane.ts";

export interface DrainDeps extends StoreLaneDeps {
  readonly queue: WorkQueue;
  /** How often a claim is prolonged while the work lasts; default 10 s, a third of a lease. */
  readonly keepAliveMs?: number;
}

/**
 * Works off a store's own deliveries, one process at a time. Rejects when the database is away; what is left then is found again
 * by the next look.
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
    await queue.finish(lane, claims);
  }
  if ((await context.store.openDeliveries(store, [null])).length > 0)
    await queue.wake(lane, [storeLaneKey], "live");
}
