import type { AttentionRequest } from "./plan/plan.ts";
import type { Reason } from "./reason.ts";
import type { RecordKey } from "./source-record.ts";

/** Where a record stands on one connection. Every outcome says why. */
export type Outcome =
  /** Written and read back. */
  | { readonly state: "synced"; readonly reason: Reason }
  /** Both sides agreed already. */
  | { readonly state: "unchanged"; readonly reason: Reason }
  /** A rule or setting leaves this record out. */
  | { readonly state: "skipped"; readonly reason: Reason }
  /** Waits for other records of the same connection. */
  | { readonly state: "waiting"; readonly reason: Reason; readonly on: readonly RecordKey[] }
  /** Waits for a person. `deleted`: asked because the record is gone from the shop. */
  | { readonly state: "attention"; readonly reason: AttentionRequest; readonly deleted?: true }
  /**
   * Tried and not done. `retryAt` (ISO) is when the next try is due; null: never without a person. `refused`: the other side will
   * refuse the same again, so that an announcement without anything new is no reason to try. `deleted`: the record was known to be
   * deleted in the shop before this try, of which nothing else may be left that says so.
   */
  | {
      readonly state: "failed";
      readonly reason: Reason;
      readonly retryAt: string | null;
      readonly refused?: true;
      readonly deleted?: true;
    };

export type OutcomeState = Outcome["state"];
