import type { RunRow } from "../ports/engine-store.ts";
import { UseCaseError } from "../use-cases/hub.ts";
import type { HubDeps } from "./hub-deps.ts";

/** Starts a run that reads the records of an entity changed since a time; `work-run.ts` works it. */
export async function startBackfill(
  deps: HubDeps,
  request: { readonly connection: string; readonly entity: RunRow["entity"]; readonly since: string | null },
): Promise<RunRow> {
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

/** The states from which a person may bring a run into another. */
const from = {
  running: ["paused"],
  paused: ["running"],
  cancelled: ["running", "paused"],
} as const satisfies Partial<Record<RunRow["state"], readonly RunRow["state"][]>>;

/** Pauses, resumes or cancels a run. A run that ended at the same moment stays as it ended. */
export async function changeRun({ context }: HubDeps, id: string, to: keyof typeof from): Promise<RunRow> {
  const endedAt = to === "cancelled" ? { endedAt: new Date(context.clock.now()).toISOString() } : {};
  const changed = await context.store.changeRun(id, from[to], { state: to, ...endedAt });
  if (changed !== null) return changed;
  const run = await context.store.run(id);
  if (run === null) throw new UseCaseError(404, "RUN_NOT_FOUND", `There is no run ${id}.`);
  throw new UseCaseError(409, "RUN_STATE", `The run is ${run.state}, so it cannot become ${to}.`, run);
}
