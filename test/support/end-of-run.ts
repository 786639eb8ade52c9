import type { RunRow } from "#engine/ports/engine-store.ts";
import type { Hub } from "#engine/use-cases/hub.ts";
import { soon } from "./story.ts";

/** The run once it is over, however it ended. Fails after twenty seconds. */
export async function endOfRun(hub: Hub, { id }: Pick<RunRow, "id">): Promise<RunRow> {
  for (const until = Date.now() + 20_000; Date.now() < until;) {
    const now = await hub.run(id);
    if (now.state !== "running") return now;
    await soon();
  }
  throw new Error(`the run is still under way: ${JSON.stringify(await hub.run(id))}`);
}

/** How many records a run has accounted for: each counted as one thing, and only once. */
export function accountedFor({ report }: Pick<RunRow, "report">): number {
  if (report === null) return 0;
  const { created, updated, unchanged, skipped, waiting, attention, failed } = report;
  return created + updated + unchanged + skipped + waiting + attention + failed;
}
