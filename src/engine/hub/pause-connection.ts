import type { ConnectionRow } from "../ports/engine-store.ts";
import type { HubDeps } from "./hub-deps.ts";

/** Stops work on a connection until a person lets it go on, and notes that. */
export async function pauseConnection(deps: HubDeps, row: ConnectionRow): Promise<void> {
  await deps.context.store.setPaused(row.name, {
    code: "PAUSED_BY_PERSON",
    message: "Somebody paused it.",
  });
  await deps.workers.refresh();
  await note(deps, row, "PAUSED_BY_PERSON", "Somebody paused it. Deliveries are kept until it is resumed.");
}

/** Lets a connection go on that was paused, or that waits because the other side asked for it. */
export async function resumeConnection(deps: HubDeps, row: ConnectionRow): Promise<void> {
  const { store, clock } = deps.context;
  await store.setPaused(row.name, null);
  await store.setThrottled(row.name, null);
  await deps.workers.refresh();
  deps.workers.poke(row.name);
  const waited = row.throttledUntil !== null && Date.parse(row.throttledUntil) > clock.now();
  if (row.paused !== null || waited)
    await note(deps, row, "RESUMED_BY_PERSON", "Somebody let it go on; what had waited is worked on.");
}

async function note(
  deps: HubDeps,
  { name, store }: ConnectionRow,
  code: string,
  message: string,
): Promise<void> {
  deps.emit({ type: "connection", connection: name, code, message });
  await deps.context.store.journal([{ store, connection: name, key: null, code, message }]);
}
