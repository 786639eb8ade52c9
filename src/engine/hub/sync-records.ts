import { keyText, type RecordKey } from "#domain/source-record.ts";
import type { RecordView } from "../ports/engine-store.ts";
import { laneOf } from "../ports/queue.ts";
import { UseCaseError } from "../use-cases/hub.ts";
import type { HubDeps } from "./hub-deps.ts";

const pollMs = 50;
const longestPollMs = 500;
const longestWaitMs = 120_000;
const lookMs = 150;
/** What a record waits for is given up on when nothing has moved for this long. */
const stalledMs = 5_000;

/** Marks keys, wakes them, and lets a worker take another look (at the target too). */
export async function wakeRecords(
  deps: HubDeps,
  connection: string,
  keys: readonly RecordKey[],
  lookAgain: boolean,
): Promise<void> {
  if (keys.length === 0) return;
  await deps.context.store.markDirty(connection, keys, { lookAgain });
  await deps.queue.wake(laneOf({ connection }), keys.map(keyText), "live");
}

/** Refuses what waits for a worker, while none works. */
export function refuseWhilePaused({ registry }: Pick<HubDeps, "registry">, connection: string): void {
  const row = registry.connectionRows().find(({ name }) => name === connection);
  if (row?.paused !== null && row?.paused !== undefined)
    throw new UseCaseError(
      409,
      "CONNECTION_PAUSED",
      `The connection ${connection} is paused. Resume it first.`,
    );
}

/** Reconciles records now and answers where they stand once a worker has looked at each. */
export async function syncRecords(
  deps: HubDeps,
  connection: string,
  keys: readonly RecordKey[],
): Promise<readonly RecordView[]> {
  refuseWhilePaused(deps, connection);
  await wakeRecords(deps, connection, keys, true);
  return waitFor(deps, connection, keys);
}

/**
 * Waits until none of the keys has work left, then answers their records. A record that waits for others (an order for its
 * customer) is waited for as long as those get on.
 */
export async function waitFor(
  deps: HubDeps,
  connection: string,
  keys: readonly RecordKey[],
): Promise<readonly RecordView[]> {
  const { store } = deps.context;
  const until = Date.now() + longestWaitMs;
  await untilSettled(deps, connection, keys, until);
  let views = await store.recordsOf(connection, keys);
  let seen = "";
  let seenAt = Date.now();
  while (Date.now() < until) {
    const awaited = views.flatMap(({ outcome }) => (outcome.state === "waiting" ? outcome.on : []));
    if (awaited.length === 0) return views;
    const others = await store.recordsOf(connection, awaited);
    if (others.some(({ outcome }) => outcome.state === "attention" || outcome.state === "failed"))
      return views;
    const standing = JSON.stringify([...views, ...others].map(({ id, updatedAt }) => [id, updatedAt]));
    if (standing !== seen) seenAt = Date.now();
    else if (Date.now() - seenAt > stalledMs) return views;
    seen = standing;
    await new Promise((resolve) => setTimeout(resolve, lookMs));
    await untilSettled(deps, connection, keys, until);
    views = await store.recordsOf(connection, keys);
  }
  return views;
}

async function untilSettled(
  deps: HubDeps,
  connection: string,
  keys: readonly RecordKey[],
  until: number,
): Promise<void> {
  const { row } = deps.registry.connection(connection);
  let open: readonly RecordKey[] = keys;
  let settling = 0;
  while (settling < 2) {
    if (Date.now() > until)
      throw new UseCaseError(
        503,
        "STILL_WORKING",
        `${open.length} of ${keys.length} records are still being worked on. Look again with \`waybill show\`.`,
      );
    await new Promise((resolve) => setTimeout(resolve, pollEvery(open.length)));
    // Those that were settled are looked at again once all seem to be: one may have been woken by another.
    open = await deps.context.store.inWork(row, open.length === 0 ? keys : open);
    settling = open.length === 0 ? settling + 1 : 0;
  }
}

/** Many keys take longer, and cost more to look at. */
function pollEvery(keys: number): number {
  return Math.min(longestPollMs, Math.max(pollMs, keys / 10));
}
