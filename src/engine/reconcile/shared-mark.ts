import type { Flow } from "#connectors/kit/flow.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { WriteDecision } from "../execute/carry-out.ts";

/** What a document that is to be made may have in common with others; see `Flow.sharedMark`. Changes of documents have nothing. */
export function markOf({ flow, plan }: WriteDecision, settings: unknown): string | null {
  return plan.action === "create" ? (flow.sharedMark?.(plan.desired, settings) ?? null) : null;
}

/** Why a document is not made now: a record with the same mark is at it. */
export function madeByAnother(flow: Flow): SyncError {
  return new SyncError("conflict", {
    code: "BEING_MADE_BY_ANOTHER",
    message: `Another record that may be the same ${flow.targetNoun} is being carried over at this moment. Nothing was sent; Waybill looks again and uses that one if it fits.`,
  });
}
