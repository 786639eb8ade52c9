import type { Flow } from "#connectors/kit/flow.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { WriteDecision } from "../execute/carry-out.ts";

/**
 * What a document that is to be made may have in common with others; see `Flow.sharedMark`. One that was found has itself in common with
 * every other record that found it. Changes of what is linked have nothing.
 */
export function markOf({ flow, plan, foundBy }: WriteDecision, settings: unknown): string | null {
  if (plan.action === "create") return flow.sharedMark?.(plan.desired, settings) ?? null;
  return foundBy === null ? null : `${flow.targetKind} ${plan.externalId}`;
}

/** Why a document is not made now: a record with the same mark is at it. */
export function madeByAnother(flow: Flow): SyncError {
  return new SyncError("conflict", {
    code: "BEING_MADE_BY_ANOTHER",
    message: `Another record that may be the same ${flow.targetNoun} is being carried over at this moment. Nothing was sent; Waybill looks again and uses that one if it fits.`,
  });
}
