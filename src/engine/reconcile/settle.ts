import type { Outcome } from "#domain/outcome.ts";
import type { Reason } from "#domain/reason.ts";
import { saysSame } from "#domain/says-same.ts";
import { keyText, type RecordKey, type SourceRecord } from "#domain/source-record.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { KeySnapshot, RecordName, SettledState } from "../ports/engine-store.ts";
import type { RunResult } from "../ports/run-store.ts";
import { retryAt } from "../retry-delay.ts";
import { leaveOutChoice, retryChoice } from "./choices.ts";
import { isKnownDeleted } from "./source-state.ts";

/** Name of a record for people. */
export function titleOf(key: RecordKey, record: SourceRecord | null): string {
  if (record === null) return keyText(key);
  if (record.kind === "orders") return record.name;
  if (record.kind === "refunds") return `refund of ${record.orderName}`;
  const name = [record.firstName, record.lastName].filter(Boolean).join(" ");
  return record.companyName ?? (name === "" ? (record.email ?? keyText(key)) : name);
}

/** A record's title and the words by which people look for it. */
export function recordName(key: RecordKey, record: SourceRecord | null): RecordName {
  const email = record === null || record.kind === "refunds" ? null : record.email;
  return { title: titleOf(key, record), search: email ? [email.toLowerCase()] : [] };
}

/** Failed tries so far, and since when. */
export interface Tries {
  readonly attempts: number;
  readonly firstFailedAt: string | null;
}

/** Tries after another failure. Being told to wait is none; after a final failure the next one counts as the first. */
export function triesAfter(snapshot: KeySnapshot, error: unknown, now: number): Tries {
  const wasFinal = snapshot.outcome?.state === "failed" && snapshot.outcome.retryAt === null;
  const before: Tries = wasFinal
    ? { attempts: 0, firstFailedAt: null }
    : { attempts: snapshot.attempts, firstFailedAt: snapshot.firstFailedAt };
  const isWait =
    error instanceof SyncError && (error.errorClass === "throttled" || error.errorClass === "unauthorised");
  if (isWait) return before;
  return {
    attempts: before.attempts + 1,
    firstFailedAt: before.firstFailedAt ?? new Date(now).toISOString(),
  };
}

/** The record state that an outcome leaves behind. Successes and waits forget earlier failures. `did`: what was written, if anything. */
export function settledState(
  snapshot: KeySnapshot,
  record: SourceRecord | null,
  outcome: Outcome,
  tries: Tries = { attempts: snapshot.attempts, firstFailedAt: snapshot.firstFailedAt },
  did: "create" | "update" | null = null,
): SettledState {
  const failed = outcome.state === "failed";
  return {
    // A try that failed must not make forgotten what may be written down nowhere else.
    outcome: failed && isKnownDeleted(snapshot) ? { ...outcome, deleted: true } : outcome,
    ...recordName(snapshot.key, record),
    attempts: failed ? tries.attempts : 0,
    firstFailedAt: failed ? tries.firstFailedAt : null,
    actedOn: snapshot.choice?.choice ?? null,
    mirrorVersion: snapshot.mirror?.version ?? null,
    live: snapshot.live && !isOver(outcome),
    result:
      snapshot.run === null
        ? null
        : {
            run: snapshot.run,
            what: resultOf(outcome, did ?? snapshot.intent?.action ?? null),
            occasion: snapshot.live ? "live" : "history",
          },
  };
}

function isOver({ state }: Outcome): boolean {
  return state === "synced" || state === "unchanged" || state === "skipped";
}

/** What a run counts the record as. In agreement without a write of ours: there was nothing to do. */
function resultOf({ state }: Outcome, did: "create" | "update" | null): RunResult {
  if (state !== "synced") return state;
  if (did === null) return "unchanged";
  return did === "create" ? "created" : "updated";
}

/** The other side has refused this very content, and nobody has asked to try again. */
export function isStillRefused(
  snapshot: KeySnapshot,
  record: SourceRecord,
): snapshot is KeySnapshot & { readonly outcome: Outcome } {
  const { outcome, mirror, choice, lookAgain } = snapshot;
  if (outcome?.state !== "failed" || outcome.refused !== true) return false;
  return !lookAgain && choice === null && mirror !== null && saysSame(record, mirror.record);
}

/** Turns a failure into what the record's state should say, by its class. */
export function outcomeOfError(
  error: unknown,
  attempts: number,
  firstFailedAt: number,
  now: number,
  random: number,
): Outcome {
  const failure = error instanceof SyncError ? error : defect(error);
  const later = (at: number | null): Outcome => ({
    state: "failed",
    reason: failure.reason,
    retryAt: at === null ? null : new Date(at).toISOString(),
  });
  switch (failure.errorClass) {
    case "attention":
      return {
        state: "attention",
        reason: failure.attention ?? { ...failure.reason, choices: [retryChoice, leaveOutChoice] },
      };
    case "gone":
      return { state: "attention", reason: { ...failure.reason, choices: [leaveOutChoice, retryChoice] } };
    case "rejected":
      return later(null);
    case "throttled":
      return later(now + (failure.retryAfterMs ?? 5_000));
    case "unavailable":
    case "unknown-outcome":
    case "unauthorised":
    case "conflict":
      return later(retryAt(now, attempts, firstFailedAt, random));
    case "defect":
      return later(attempts >= maxDefectAttempts ? null : retryAt(now, attempts, firstFailedAt, random));
  }
}

/** A mistake of ours rarely heals by itself; a few tries cover answers that were garbled on their way. */
const maxDefectAttempts = 4;

function defect(error: unknown): SyncError {
  const name = error instanceof Error ? error.name : typeof error;
  const reason: Reason = {
    code: "INTERNAL_DEFECT",
    message: `Waybill failed on this record by its own mistake (${name}). The log has the details; nothing was claimed as done.`,
  };
  return new SyncError("defect", reason, { cause: error });
}
