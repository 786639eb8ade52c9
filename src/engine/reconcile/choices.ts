import type { Flow } from "#connectors/kit/flow.ts";
import type { Match } from "#domain/matching/match.ts";
import type { AttentionRequest, Choice } from "#domain/plan/plan.ts";
import type { FieldChange } from "#domain/plan/field-change.ts";
import type { Reason } from "#domain/reason.ts";
import { keyText, type RecordKey } from "#domain/source-record.ts";

/** Decision code under which "leave this record out" is remembered, with the key's text. */
export const leaveOutCode = "LEAVE_OUT";
/** Decision code under which a person's match is remembered, with the key's text. */
export const matchCode = "AMBIGUOUS_MATCH";

export const retryChoice: Choice = { choice: "retry", label: "Try again" };
export const leaveOutChoice: Choice = { choice: "leave-out", label: "Leave this record out for good" };
export const acceptChoice: Choice = { choice: "accept", label: "Leave the other side as it is" };

export const leftOut: Reason = {
  code: "LEFT_OUT_BY_PERSON",
  message: "Somebody decided to leave this record out.",
};

/** Several records over there might be this one; a person picks. */
export function ambiguousMatch(
  flow: Flow,
  found: Extract<Match<unknown>, { verdict: "several" }>,
): AttentionRequest {
  return {
    code: matchCode,
    message: `${found.evidence.message} Waybill does not pick one by itself.`,
    ...(found.evidence.detail === undefined ? {} : { detail: found.evidence.detail }),
    choices: [
      ...found.candidates.map((candidate) => ({
        choice: `use=${candidate.externalId}`,
        label: `Use ${candidate.label}`,
      })),
      { choice: "create", label: `Make a new ${flow.targetNoun}` },
      leaveOutChoice,
    ],
  };
}

export const unclearCode = "CANNOT_TELL_WHETHER_THERE";

/** It may be there, and writing it again might double it; a person looks. */
export function unclearAttention(flow: Flow, evidence: Reason): AttentionRequest {
  return {
    code: unclearCode,
    message: `${evidence.message} Whether the ${flow.targetNoun} is there cannot be told, so nothing is sent. Look for it over there.`,
    ...(evidence.detail === undefined ? {} : { detail: evidence.detail }),
    choices: [
      retryChoice,
      { choice: "create", label: `It is not there: make the ${flow.targetNoun}` },
      leaveOutChoice,
    ],
  };
}

/** What a person decided about the match of a key. */
export function chosenMatch(
  decisions: ReadonlyMap<string, string>,
  key: RecordKey,
): { readonly externalId: string | null; readonly create: boolean } {
  const value = decisions.get(`${matchCode}\n${keyText(key)}`);
  if (value === undefined) return { externalId: null, create: false };
  return value === "create"
    ? { externalId: null, create: true }
    : { externalId: value.slice("use=".length), create: false };
}

/** The counterpart was deleted over there. It is never made again without a person. */
export function goneAttention(flow: Flow, evidence: Reason | null): AttentionRequest {
  return {
    code: evidence?.code ?? "COUNTERPART_GONE",
    message:
      evidence?.message ??
      `The ${flow.targetNoun} that this record was linked to is no longer there. Waybill does not make it again by itself.`,
    ...(evidence?.detail === undefined ? {} : { detail: evidence.detail }),
    choices: [leaveOutChoice, retryChoice],
  };
}

export const mismatchCode = "READ_BACK_MISMATCH";

/** Numbers and the like; texts, and digits that may be a phone number, may tell of people. */
function isImpersonal(value: unknown): boolean {
  if (typeof value === "string") return /^-?\d{1,7}(\.\d+)?$/.test(value);
  return value === null || typeof value === "number" || typeof value === "boolean";
}

/** What was read back is not what was sent. Values are told where they can tell nothing of people. */
export function readBackMismatch(flow: Flow, differences: readonly FieldChange[]): AttentionRequest {
  const paths = differences.map((difference) => difference.path);
  return {
    code: mismatchCode,
    message:
      `The ${flow.targetNoun} was written, but reading it back showed other values in ` +
      `${paths.slice(0, 5).join(", ")}${paths.length > 5 ? ` and ${paths.length - 5} more` : ""}. ` +
      "Look at it over there, then accept it or leave the record out.",
    detail: {
      differences: differences.map(({ path, from, to }) =>
        [from, to].every(isImpersonal) ? { path, wanted: to, found: from } : { path },
      ),
    },
    choices: [acceptChoice, leaveOutChoice],
  };
}
