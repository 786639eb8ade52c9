import type { ChangeSet, KeySnapshot } from "../ports/engine-store.ts";
import { outcomeOfError, settledState, triesAfter } from "../reconcile/settle.ts";
import type { ConnectionRuntime, EngineContext } from "../runtime/connection-runtime.ts";
import { SyncError } from "#domain/sync-error.ts";

/** What is noted of a record whose own change set the database refused: that it failed, and nothing else of it. */
export function refusedByStore(
  context: EngineContext,
  runtime: ConnectionRuntime,
  snapshot: KeySnapshot,
): ChangeSet {
  const now = context.clock.now();
  const reason = {
    code: "STORE_REFUSED",
    message:
      "Waybill's own database refused what was to be noted of this record. The log has the details; nothing was claimed as done.",
  };
  const refusal = new SyncError("defect", reason);
  const tries = triesAfter(snapshot, refusal, now);
  const since = tries.firstFailedAt === null ? now : Date.parse(tries.firstFailedAt);
  const outcome = outcomeOfError(refusal, tries.attempts, since, now, context.random());
  return {
    connection: runtime.row.name,
    store: runtime.row.store,
    key: snapshot.key,
    fence: snapshot.fence,
    settled: settledState(snapshot, snapshot.mirror?.record ?? null, outcome, tries),
    journal: [
      {
        at: new Date(now).toISOString(),
        store: runtime.row.store,
        connection: runtime.row.name,
        key: snapshot.key,
        ...reason,
        detail: { state: outcome.state },
      },
    ],
  };
}
