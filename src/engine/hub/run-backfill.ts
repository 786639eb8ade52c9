import type { Reason } from "#domain/reason.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { RunRow } from "../ports/engine-store.ts";
import { laneOf } from "../ports/queue.ts";
import { takeIn } from "../schedule/sweep-store.ts";
import { UseCaseError } from "../use-cases/hub.ts";
import type { HubDeps } from "./hub-deps.ts";

/** Feeding stops while this many keys wait, so that the queue never holds a whole history. */
const mostWaiting = 1_000;
const lookMs = 250;
/** Another process takes a run over when its worker has not been heard of for this long. */
export const runLeaseMs = 30_000;

export async function startBackfill(
  deps: HubDeps,
  request: { readonly connection: string; readonly entity: RunRow["entity"]; readonly since: string | null },
): Promise<RunRow> {
  if (!deps.registry.connectionRows().some((row) => row.name === request.connection))
    throw new UseCaseError(404, "CONNECTION_NOT_FOUND", `There is no connection ${request.connection}.`);
  const { run, running } = await deps.context.store.startRun({
    id: deps.context.newId(),
    type: "backfill",
    startedAt: new Date(deps.context.clock.now()).toISOString(),
    ...request,
  });
  if (run !== null) return run;
  throw new UseCaseError(
    409,
    "RUN_UNDER_WAY",
    `A run of ${request.connection} is ${running?.state ?? "under way"} already. Wait for it, or cancel it.`,
    running,
  );
}

/**
 * Works a run until it is done, paused or cancelled: reads a page, stores it, wakes what has to be looked at, then saves the
 * position. A run that was cut off goes on from its last page.
 */
export async function workRun(deps: HubDeps, id: string): Promise<void> {
  const { context, queue } = deps;
  let run = await context.store.run(id);
  try {
    while (run !== null && run.state === "running" && !(await isOver(deps, run))) {
      const depth = await queue.depth(laneOf({ connection: run.connection }));
      if (depth.waiting > mostWaiting) await pause();
      else await readPage(deps, run);
      run = await context.store.run(id);
    }
  } catch (error) {
    const isPassing = error instanceof SyncError && ["throttled", "unavailable"].includes(error.errorClass);
    if (isPassing) return;
    const reason: Reason =
      error instanceof SyncError
        ? error.reason
        : {
            code: "INTERNAL_DEFECT",
            message: "The run failed by a mistake of Waybill's own; the log has the details.",
          };
    context.log.error({ err: error, run: id }, "a run failed");
    await context.store.saveRun(id, {
      state: "failed",
      reason,
      endedAt: new Date(context.clock.now()).toISOString(),
    });
  }
}

/** A run whose pages were all read is over once nothing of its connection waits any more. */
async function isOver({ context, queue }: HubDeps, run: RunRow): Promise<boolean> {
  if (run.cursor !== endOfPages) return false;
  const depth = await queue.depth(laneOf({ connection: run.connection }));
  if (depth.waiting + depth.running > 0) {
    await pause();
    return false;
  }
  await context.store.saveRun(run.id, {
    state: "done",
    endedAt: new Date(context.clock.now()).toISOString(),
    report: { read: run.read, ...(await context.store.counts(run.connection)) },
  });
  return true;
}

const endOfPages = "end";

async function readPage(deps: HubDeps, run: RunRow): Promise<void> {
  const { context, registry } = deps;
  await context.store.takeTurn(`run/${run.id}`, "work", context.clock.now(), 0);
  if (run.cursor === endOfPages) return;
  const { store } = registry.connection(run.connection);
  const page = await store.system.changedSince(
    run.entity,
    run.since ?? "1970-01-01T00:00:00.000Z",
    run.cursor,
  );
  const records = page.records.flatMap(({ record, alongside }) => [record, ...alongside]);
  const wanted = page.records.map(({ record }) => ({ kind: record.kind, id: record.id }));
  await takeIn(deps, store.row.name, records, "sweep", wanted);
  await context.store.saveRun(run.id, {
    cursor: page.next ?? endOfPages,
    read: run.read + page.records.length,
  });
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, lookMs));
}

export async function changeRun(
  { context }: HubDeps,
  id: string,
  to: "cancelled" | "paused" | "running",
): Promise<RunRow> {
  const run = await context.store.run(id);
  if (run === null) throw new UseCaseError(404, "RUN_NOT_FOUND", `There is no run ${id}.`);
  const allowed = to === "running" ? ["paused"] : to === "paused" ? ["running"] : ["running", "paused"];
  if (!allowed.includes(run.state))
    throw new UseCaseError(409, "RUN_STATE", `The run is ${run.state}, so it cannot become ${to}.`, run);
  const endedAt = to === "cancelled" ? { endedAt: new Date(context.clock.now()).toISOString() } : {};
  await context.store.saveRun(id, { state: to, ...endedAt });
  return { ...run, state: to, ...endedAt };
}
