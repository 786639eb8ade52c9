import type { Choice } from "#domain/plan/plan.ts";

export const retry: Choice = { choice: "retry", label: "Try again" };
export const leaveOut: Choice = { choice: "leave-out", label: "Leave this order out for good" };
export const accept: Choice = {
  choice: "accept",
  label: "Leave the sales order as it is; it was seen to or needs nothing",
};
