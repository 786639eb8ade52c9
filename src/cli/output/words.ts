import type { OutcomeState } from "#domain/outcome.ts";
import type { PlannedRecord } from "#engine/use-cases/hub.ts";

/** `1,250`. */
export function number(value: number): string {
  return value.toLocaleString("en-GB");
}

/** `1 record`, `2 records`. */
export function counted(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** How a record stands, for people who do not know the engine's words. */
export const stateWords: Readonly<Record<OutcomeState, string>> = {
  synced: "in sync",
  unchanged: "in sync",
  skipped: "left out",
  waiting: "waiting",
  attention: "needs a decision",
  failed: "failed",
};

export const stateStyles = {
  synced: "green",
  unchanged: "green",
  skipped: "dim",
  waiting: "cyan",
  attention: "yellow",
  failed: "red",
} as const;

export const actionWords: Readonly<Record<PlannedRecord["action"], string>> = {
  create: "would be made",
  update: "would be changed",
  none: "agrees already",
  skip: "left out",
  wait: "waits",
  attention: "needs a decision",
  fail: "cannot be planned",
};
