import type { Reason } from "#domain/reason.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { RunRow } from "../ports/engine-store.ts";
import { laneOf } from "../ports/queue.ts";
import { StoreAwayError } from "../ports/store-away-error.ts";
import type { HubDeps } from "./hub-deps.ts";
import { putAside } from "./put-aside.ts";
import { readHistory } from "./read-history.ts";
import { readPage } from "./read-page.ts";
import type { RunStep } from "./run-step.ts";

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
 * later call. `ending`: the process is to end; the run is left where it is. Rejects when the database is away.
 */
export async function workRun(
  deps: HubDeps,
  id: string,
  ending: AbortSignal = new AbortController().signal,
): Promise<void> {
  const { store, newId, process, log } = deps.context;
  const worker = `${process}/${newId()}`;
  let run = await store.workOnRun(id, worker, runLeaseMs);
  if (run === null) return;
  const step: RunStep = { deps, worker, mayFeed: () => mayFeed(deps, id, worker, ending), ending };
  // Reading a page may take longer than a lease, since its calls wait for their turn.
  const beat = setInterval(() => {
    store.workOnRun(id, worker, runLeaseMs).catch((error: unknown) => {
      log.warn({ err: error, run: id }, "could not hold on to a run");
    });
  }, runLeaseMs / 3);
  let rest = 0;
  try {
    while (run !== null && !ending.aborted && !(await proceed(step, run)))
      run = await store.workOnRun(id, worker, runLeaseMs);
    if (run === null) await putAsideIfEnded(deps, id);
  } catch (error) {
    rest = await restAfter(deps, id, worker, error);
  } finally {
    clearInterval(beat);
  }
  await store.leaveRun(id, worker, rest);
}

/** It may have been paused or cancelled while its last page was handed on. */
async function putAsideIfEnded(deps: HubDeps, id: string): Promise<void> {
  const run = await deps.context.store.run(id);
  if (run?.state === "paused" || run?.state === "cancelled") await putAside(deps, run);
}

/** Takes a run one step further; true when it is over. */
async function proceed(step: RunStep, run: RunRow): Promise<boolean> {
  const { deps, worker } = step;
  const { context, registry } = deps;
  if (run.phase === "settling") {
    const endedAt = new Date(context.clock.now()).toISOString();
    if ((await context.store.settleRunRecords(run.id)) === 0)
      return context.store.finishRun(run.id, worker, endedAt);
    await pause();
    return false;
  }
  const { history } = registry.connection(run.connection).store.system;
  if (history !== undefined) await readHistory(step, history, run);
  else if (await step.mayFeed()) await readPage(step, run);
  return false;
}

/** Waits until there is room for more keys; false when the run is not this worker's to go on with any more. */
async function mayFeed(deps: HubDeps, id: string, worker: string, ending: AbortSignal): Promise<boolean> {
  const { store } = deps.context;
  for (;;) {
    if (ending.aborted) return false;
    const run = await store.workOnRun(id, worker, runLeaseMs);
    if (run === null) return false;
    const { waiting } = await deps.queue.depth(laneOf({ connection: run.connection }));
    if (waiting <= mostWaiting) return true;
    await store.settleRunRecords(id);
    await pause();
  }
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
