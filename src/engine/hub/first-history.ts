import type { AnnouncedKind } from "#domain/source-record.ts";
import type { ConnectionRow } from "../ports/engine-store.ts";
import { UseCaseError } from "../use-cases/hub.ts";
import type { HubDeps } from "./hub-deps.ts";
import { startBackfill } from "./run-backfill.ts";
import { silenceInTheWay } from "./silence.ts";

/** Kinds whose whole history a connection wants carried over when it is new. */
export function wantedHistory(
  { registry }: Pick<HubDeps, "registry">,
  name: string,
): readonly AnnouncedKind[] {
  const { connector, settings } = registry.connection(name);
  return connector.historyOnConnect?.(settings) ?? [];
}

/**
 * Starts the runs that a new connection wants, one after the other and each once for all time: it is remembered whether it was
 * started, whatever came of it. Waits for as long as nobody has confirmed that the other side stays silent.
 */
export async function startFirstHistory(deps: HubDeps, row: ConnectionRow): Promise<void> {
  const { store } = deps.context;
  for (const entity of wantedHistory(deps, row.name)) {
    const owner = `connection/${row.name}`;
    const name = `first-history/${entity}`;
    if ((await store.checkpoint(owner, name)) !== null) continue;
    if ((await silenceInTheWay(deps, row.name)) !== null) return;
    // It may have been started by a person, or by a process that ended before it could note it.
    const runs = await store.runs(row.name);
    const earlier = runs.find((run) => run.entity === entity && run.since === null);
    if (earlier === undefined && !(await wasStarted(deps, row.name, entity))) return;
    await store.saveCheckpoint(owner, name, new Date(deps.context.clock.now()).toISOString());
  }
}

/** False: another run is under way, and this one's turn comes later. */
async function wasStarted(deps: HubDeps, connection: string, entity: AnnouncedKind): Promise<boolean> {
  try {
    await startBackfill(deps, { connection, entity, since: null });
    return true;
  } catch (error) {
    if (error instanceof UseCaseError && error.code === "RUN_UNDER_WAY") return false;
    throw error;
  }
}
