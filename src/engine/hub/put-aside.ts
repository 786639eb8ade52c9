import { keyText } from "#domain/source-record.ts";
import type { RunRow } from "../ports/engine-store.ts";
import { laneOf } from "../ports/queue.ts";
import type { HubDeps } from "./hub-deps.ts";

/** Takes back what a run that is not to go on has called for and nobody has begun; whoever else has called for it keeps it. */
export async function putAside(
  { context, queue }: Pick<HubDeps, "context" | "queue">,
  run: Pick<RunRow, "id" | "connection">,
): Promise<void> {
  const keys = await context.store.shelveRun(run.id);
  await queue.withdraw(laneOf({ connection: run.connection }), keys.map(keyText));
}
