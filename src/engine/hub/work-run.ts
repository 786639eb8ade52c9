import type { Reason } from "#domain/reason.ts";
import type { SourceRecord } from "#domain/source-record.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { RunRow } from "../ports/engine-store.ts";
import { laneOf } from "../ports/queue.ts";
import { StoreAwayError } from "../ports/store-away-error.ts";
import { lookAtUnread, takeIn } from "../schedule/sweep-store.ts";
import type { HubDeps } from "./hub-deps.ts";

/** Feeding stops while this many keys wait, so that the queue never holds a whole history. */
const mostWaiting = 1_000;
const lookMs = 250;
/** Another worker takes a run over when its own has not been heard of for this long. */
const runLeaseMs = 30_000;
/** After trouble that passes, or may pass, nobody works on the run for this long. */
const restMs = 10_000;
/** A mistake of ours that comes back this often in a row will not go away by itself. */
const mostFailures = 3;

/**
 * Works a run until it is done, paused or cancelled, unless somebody else does: notes what a page reads, stores it, wakes what has
 * to be looked at, then saves the position. A run that was cut off goes on from its last page. Trouble that passes is left to a
 * later call. Rejects when the database is away.
 */
export async function workRun(deps: HubDeps, id: string): Promise<void> {
  const { store, newId, process, log } = deps.context;
  const worker = `${process}/${newId()}`;
  let run = await store.workOnRun(id, worker, runLeaseMs);
  if (run === null) return;
  // Reading a page may take longer than a lease, since its calls wait for their turn.
  const beat = setInterval(() => {
    store.workOnRun(id, worker, runLeaseMs).catch((error: unknown) => {
      log.warn({ err: error, run: id }, "could not hold on to a run");
    });
  }, runLeaseMs / 3);
  let rest = 0;
  try {
    while (run !== null && !(await proceed(deps, run, worker)))
      run = await store.workOnRun(id, worker, runLeaseMs);
  } catch (error) {
    rest = await restAfter(deps, id, worker, error);
  } finally {
    clearInterval(beat);
  }
  await store.leaveRun(id, worker, rest);
}

/** Takes a run one step further; true when it is over. */
async function proceed(deps: HubDeps, run: RunRow, worker: string): Promise<boolean> {
  const { context, queue } = deps;
  if (run.cursor === endOfPages) {
    const endedAt = new Date(context.clock.now()).toISOString();
    if ((await context.store.unsettledOfRun(run.id)) === 0)
      return context.store.finishRun(run.id, worker, endedAt);
    await pause();
    return false;
  }
  const { waiting } = await queue.depth(laneOf({ connection: run.connection }));
  if (waiting > mostWaiting) await pause();
  else await readPage(deps, run, worker);
  return false;
}

const endOfPages = "end";

async function readPage(deps: HubDeps, run: RunRow, worker: string): Promise<void> {
  const { context, registry } = deps;
  const { store } = registry.connection(run.connection);
  const page = await store.system.changedSince(
    run.entity,
    run.since ?? "1970-01-01T00:00:00.000Z",
    run.cursor,
  );
  const records = page.records.flatMap(({ record, alongside }) => [record, ...alongside]);
  const wanted = page.records.map(({ record }) => ({ kind: record.kind, id: record.id }));
  const { unread = [] } = page;
  await context.store.noteRunRecords(run.id, [...wanted, ...unread]);
  // What changed since the run began is no history. Shopify tells times to the second.
  const began = Date.parse(run.startedAt);
  const isLive = ({ updatedAt }: SourceRecord): boolean =>
    updatedAt !== null && Date.parse(updatedAt) > began;
  await takeIn(deps, store.row.name, records, "sweep", wanted, isLive);
  await lookAtUnread(deps, store.row.name, unread, false);
  await context.store.moveRun(run.id, worker, page.next ?? endOfPages);
}

/** Sees to what went wrong; answers how long the run is to rest. */
async function restAfter(deps: HubDeps, id: string, worker: string, error: unknown): Promise<number> {
  const { context } = deps;
  if (error instanceof StoreAwayError) throw error;
  const failure = error instanceof SyncError ? error : null;
  if (failure !== null && ["throttled", "unavailable"].includes(failure.errorClass))
    return failure.retryAfterMs ?? restMs;
  context.log.error({ err: error, run: id }, "a run failed");
  const mayPass = failure === null || ["defect", "unknown-outcome"].includes(failure.errorClass);
  if (mayPass && (await context.store.noteRunFailure(id, worker)) < mostFailures) return restMs;
  const endedAt = new Date(context.clock.now()).toISOString();
  await context.store.changeRun(id, ["running"], {
    state: "failed",
    endedAt,
    reason: failure?.reason ?? defect,
  });
  return 0;
}

const defect: Reason = {
  code: "INTERNAL_DEFECT",
  message: "The run failed by a mistake of Waybill's own; the log has the details.",
};

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, lookMs));
}
