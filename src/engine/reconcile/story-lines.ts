import type { Outcome } from "#domain/outcome.ts";
import type { Reason } from "#domain/reason.ts";
import type { CarriedOut, WriteDecision } from "../execute/carry-out.ts";
import type { JournalLine, LinkRow } from "../ports/engine-store.ts";

/** A line of a record's story, without when and of what. */
export type StoryLine = Pick<JournalLine, "code" | "message" | "detail">;

/** What was decided to be written. */
export function plannedLine({ flow, plan }: WriteDecision): StoryLine {
  const what = flow.describe(plan.desired);
  if (plan.action === "create") return { code: "PLANNED_CREATE", message: `Decided to make ${what}.` };
  const { length } = plan.fields;
  return {
    code: "PLANNED_UPDATE",
    message: `Decided to change ${what} in ${length} field${length === 1 ? "" : "s"}.`,
    detail: { fields: plan.fields.map((field) => field.path) },
  };
}

/** What was written; `title` is the target's. */
export function writtenLine({ flow, plan }: WriteDecision, done: CarriedOut, title: string): StoryLine {
  const isNew = plan.action === "create";
  const found = done.foundAfterLostAnswer ? "; the answer was lost, it was found by Waybill's reference" : "";
  return {
    code: isNew ? "WRITTEN" : "CHANGED",
    message: `${capital(flow.describe(plan.desired))} was ${isNew ? "made" : "changed"} in ${title}${found}.`,
    detail: { externalId: done.externalId },
  };
}

export function readBackReason({ flow, plan }: WriteDecision): Reason {
  return {
    code: plan.action === "create" ? "WRITTEN_AND_READ_BACK" : "CHANGED_AND_READ_BACK",
    message: `Read back and compared: ${flow.describe(plan.desired)} says what it should.`,
  };
}

/** Where a record stands, with what a person may choose and when it is tried again. */
export function outcomeLine(outcome: Outcome): StoryLine {
  const retry = outcome.state === "failed" && outcome.retryAt !== null ? { retryAt: outcome.retryAt } : {};
  const choices =
    outcome.state === "attention" ? { choices: outcome.reason.choices.map(({ choice }) => choice) } : {};
  return {
    code: outcome.reason.code,
    message: outcome.reason.message,
    detail: { state: outcome.state, ...outcome.reason.detail, ...retry, ...choices },
  };
}

/** Code of the outcome of a record that was deleted in the shop. */
export const deletedCode = "DELETED_IN_SHOP";

export function deletedInShop(link: LinkRow | null): Reason {
  return {
    code: deletedCode,
    message:
      link === null
        ? "The record was deleted in the shop before it was carried over."
        : "The record was deleted (or merged into another) in the shop. Its counterpart was left as it is.",
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
