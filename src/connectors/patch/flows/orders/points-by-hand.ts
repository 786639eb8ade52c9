import type { ByHand } from "#connectors/kit/flow.ts";
import type { DesiredEvent } from "./desired-event.ts";

/** Points that no event moves are moved by staff, on the contact's Offers tab ("How to Adjust a Contact's Loyalty Points"). */
export const pointsByHand: ByHand<DesiredEvent> = {
  left: ({ label, contactId, adjust }) => {
    if (adjust === 0) return null;
    const points = Math.abs(adjust) === 1 ? "1 point" : `${Math.abs(adjust)} points`;
    const what = adjust > 0 ? `give ${points} for it` : `take ${points} of it back`;
    return {
      code: "POINTS_BY_HAND",
      message: `The order ${label} changed what its buyer has in points, and no event moves any (loyalty.writes). In Patch, on the Offers tab of contact ${contactId}: ${what}. Then accept.`,
      detail: { points: adjust, contact: contactId },
      choices: [{ choice: "accept", label: "The points were changed" }],
    };
  },
  done: (agreed) => ({ ...agreed, adjust: 0 }),
};
