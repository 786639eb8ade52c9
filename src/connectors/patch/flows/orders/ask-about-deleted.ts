import type { AttentionRequest } from "#domain/plan/plan.ts";
import type { DesiredEvent } from "./desired-event.ts";

/**
 * An order that was deleted in the shop takes nothing away over there: its events are history. Only points that its buyer keeps of it
 * are for a person to decide; nobody is asked about an order that gave none. Pure.
 */
export function askAboutDeleted({ label, standing }: DesiredEvent): AttentionRequest | null {
  const { points } = standing;
  if (points === null || points === 0) return null;
  const kept =
    points === "unknown" ? "Whether it gave points is not known." : `Its buyer keeps ${points} points of it.`;
  return {
    code: "POINTS_OF_DELETED_ORDER",
    message: `The order ${label} was deleted in the shop after Patch was told of it; its events stay. ${kept} If the points are not to be kept, take them back by hand on the contact's Offers tab.`,
    detail: { points },
    choices: [{ choice: "leave-out", label: "It was seen to; do not look at this order again" }],
  };
}
