import type { AttentionRequest } from "./plan/plan.ts";
import type { Reason } from "./reason.ts";

/**
 * What the engine does about a failure:
 * - `throttled`: waits for the whole connection;
 * - `unavailable`: backs off with jitter, this record only;
 * - `unknown-outcome`: looks the record up by our reference before any further try;
 * - `unauthorised`: pauses the connection and asks for sign-in;
 * - `rejected`: the same input will fail again: no retry without a person;
 * - `conflict`: re-reads and plans again;
 * - `attention`: a person decides (ambiguous match, sums that do not agree);
 * - `gone`: the counterpart was deleted;
 * - `defect`: our own mistake or an answer we cannot read; the evidence is kept.
 */
export type SyncErrorClass =
  | "throttled"
  | "unavailable"
  | "unknown-outcome"
  | "unauthorised"
  | "rejected"
  | "conflict"
  | "attention"
  | "gone"
  | "defect";

/** A failure that crosses a port. The class tells the engine what to do; the reason tells people. */
export class SyncError extends Error {
  readonly errorClass: SyncErrorClass;
  readonly reason: Reason;
  /** For `throttled`: milliseconds to wait as the other side asked, if it did; never more than 32 days. */
  readonly retryAfterMs: number | undefined;
  /** For `attention`. */
  readonly attention: AttentionRequest | undefined;

  constructor(
    errorClass: SyncErrorClass,
    reason: Reason,
    options: { cause?: unknown; retryAfterMs?: number; attention?: AttentionRequest } = {},
  ) {
    super(
      `${reason.code}: ${reason.message}`,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = "SyncError";
    this.errorClass = errorClass;
    this.reason = reason;
    this.retryAfterMs = bounded(options.retryAfterMs);
    this.attention = options.attention;
  }
}

/** Longer than a month, by which calls are counted somewhere. Beyond all calendars no wait could be written down. */
const longestWaitMs = 32 * 24 * 60 * 60 * 1000;

function bounded(ms: number | undefined): number | undefined {
  return ms === undefined || Number.isNaN(ms) ? undefined : Math.min(Math.max(0, ms), longestWaitMs);
}
