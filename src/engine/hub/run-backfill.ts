import { keyText, type RecordKey } from "#domain/source-record.ts";
import type { RunRow } from "../ports/engine-store.ts";
import { laneOf } from "../ports/queue.ts";
import { UseCaseError, type RunView } from "../use-cases/hub.ts";
import type { HubDeps } from "./hub-deps.ts";
import { putAside } from "./put-aside.ts";
import { letGoOfHistory } from "./read-history.ts";
import { silenceInTheWay } from "./silence.ts";
import { viewOfRun } from "./view-of-run.ts";

/** Starts a run that reads the records of an entity changed since a time; `work-run.ts` works it. */
export async function startBackfill(
  deps: HubDeps,
  request: { readonly connection: string; readonly entity: RunRow["entity"]; readonly since: string | null },
): Promise<RunView> {
  const { registry } = deps;
  const row = registry.connectionRows().find(({ name }) => name === request.connection);
  if (row === undefined)
    throw new UseCaseError(404, "CONNECTION_NOT_FOUND", `There is no connection ${request.connection}.`);
  if (!registry.taking(row.store, request.entity).includes(row.name))
    throw new UseCaseError(
      422,
      "ENTITY_NOT_CARRIED",
      `The connection ${row.name} does not carry ${request.entity}, so there is nothing to read them for.`,
    );
  const inTheWay = await silenceInTheWay(deps, row.name);
  if (inTheWay !== null) throw new UseCaseError(422, inTheWay.code, inTheWay.message);
  const { run, running } = await deps.context.store.startRun({
    id: deps.context.newId(),
    type: "backfill",
    startedAt: new Date(deps.context.clock.now()).toISOString(),
    ...request,
  });
  if (run !== null) return viewOfRun(deps, run);
  throw await underWay(deps, request.connection, running);
}

async function underWay(deps: HubDeps, connection: string, running: RunRow | null): Promise<UseCaseError> {
  const view = running === null ? null : await viewOfRun(deps, running);
  const far =
    view === null || view.progress === null
      ? ""
      : `; ${view.progress.settled} of ${view.expected ?? view.read} records are done`;
  return new UseCaseError(
    409,
    "RUN_UNDER_WAY",
    `A run of ${connection} is ${running?.state ?? "under way"} already${far}. Wait for it, or cancel it.`,
    view,
  );
}

/** The states from which a person may bring a run into another. */
const from = {
  running: ["paused", "cancelled", "failed"],
  paused: ["running"],
  cancelled: ["running", "paused"],
} as const satisfies Partial<Record<RunRow["state"], readonly RunRow["state"][]>>;

/**
 * Pauses, resumes or cancels a run. One that ended at the same moment stays as it ended. What a paused or cancelled run has read and
 * nobody has begun is put aside; when the run is resumed, it is taken up again.
 */
export async function changeRun(deps: HubDeps, id: string, to: keyof typeof from): Promise<RunView> {
  const { context } = deps;
  const endedAt = to === "cancelled" ? { endedAt: new Date(context.clock.now()).toISOString() } : {};
  const changed = await context.store.changeRun(id, from[to], { state: to, ...endedAt });
  if (changed === null) throw await whyNot(deps, id, to);
  if (to === "running") await takeUpAgain(deps, changed);
  else await putAside(deps, changed);
  if (to === "cancelled") await tellShop(deps, changed);
  return viewOfRun(deps, changed);
}

async function whyNot(deps: HubDeps, id: string, to: keyof typeof from): Promise<UseCaseError> {
  const { store } = deps.context;
  const run = await store.run(id);
  if (run === null) return new UseCaseError(404, "RUN_NOT_FOUND", `There is no run ${id}.`);
  const states: readonly RunRow["state"][] = from[to];
  if (states.includes(run.state)) {
    const others = await store.runs(run.connection);
    return underWay(
      deps,
      run.connection,
      others.find(({ state }) => state === "running" || state === "paused") ?? null,
    );
  }
  const view = await viewOfRun(deps, run);
  return new UseCaseError(409, "RUN_STATE", `The run is ${run.state}, so it cannot become ${to}.`, view);
}

const pageSize = 1_000;

/** Has everything looked at that the run has read and that was not carried over yet. */
async function takeUpAgain({ context, queue, registry }: HubDeps, run: RunRow): Promise<void> {
  const row = registry.connectionRows().find(({ name }) => name === run.connection);
  if (row === undefined) return;
  // What it waited for may have been put aside with it.
  const waiting = new Set((await context.store.keysIn(row.name, ["waiting"])).map(keyText));
  let after: RecordKey | null = null;
  do {
    const keys: readonly RecordKey[] = await context.store.openOfRun(run.id, after, pageSize);
    const lagging = new Set((await context.store.lagging(row, keys)).map(keyText));
    const behind = keys.filter((key) => lagging.has(keyText(key)) || waiting.has(keyText(key)));
    await context.store.markDirty(row.name, behind);
    await queue.wake(laneOf({ connection: row.name }), behind.map(keyText), "sweep");
    after = keys.length < pageSize ? null : (keys.at(-1) ?? null);
  } while (after !== null);
}

/** The run has ended whether the shop hears of it or not. */
async function tellShop({ context, registry }: HubDeps, run: RunRow): Promise<void> {
  try {
    const { history } = registry.connection(run.connection).store.system;
    if (history !== undefined) await letGoOfHistory(history, run);
  } catch (error) {
    context.log.warn({ err: error, run: run.id }, "the shop may go on preparing for a run that ended");
  }
}
