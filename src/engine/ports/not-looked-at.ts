import type { Outcome } from "#domain/outcome.ts";

/** How a record stands that is known and that no worker has looked at yet. */
export const notLookedAt: Outcome = {
  state: "waiting",
  reason: { code: "NOT_LOOKED_AT", message: "It is known and has not been looked at yet." },
  on: [],
};
