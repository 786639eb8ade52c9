import type { RunRow } from "../ports/engine-store.ts";
import { finalResults } from "../ports/run-store.ts";
import type { RunView } from "../use-cases/hub.ts";
import type { HubDeps } from "./hub-deps.ts";

/** A run with how far it is: counted from its records while it is under way, or when it ended before its account was made. */
export async function viewOfRun({ context }: Pick<HubDeps, "context">, run: RunRow): Promise<RunView> {
  if (run.report !== null) return { ...run, progress: null };
  const { results, perSecond } = await context.store.runProgress(run.id);
  const settled = finalResults.reduce((sum, result) => sum + results[result], 0);
  const open = Math.max(0, (run.expected ?? run.read) - settled);
  const isGoing = run.state === "running" && perSecond !== null && run.phase !== "preparing";
  return {
    ...run,
    progress: {
      results,
      settled,
      perSecond,
      secondsLeft: isGoing ? Math.ceil(open / perSecond) : null,
    },
  };
}
