import type { Reason } from "#domain/reason.ts";

/** One result of a check by `doctor`: what was looked at and what it means for the user. */
export interface Finding extends Reason {
  readonly level: "ok" | "note" | "warning" | "error";
}
