import type { Reason } from "../reason.ts";
import type { FieldChange } from "./field-change.ts";

/** A choice a person may take to settle something that waits for a decision. */
export interface Choice {
  /** What `waybill resolve <id> <choice>` takes: `retry`, `ignore`, `map=<code>`. */
  readonly choice: string;
  /** What it does, in plain words. */
  readonly label: string;
}

/** Something only a person can decide. */
export interface AttentionRequest extends Reason {
  readonly choices: readonly Choice[];
}

/**
 * What should happen to one record on one target: the result of deciding, before anything is written.
 * `desired` is what the target should say; it is what `create` and `update` send.
 */
export type Plan<Desired> =
  | { readonly action: "create"; readonly desired: Desired; readonly fields: readonly FieldChange[] }
  | {
      readonly action: "update";
      readonly externalId: string;
      readonly desired: Desired;
      readonly fields: readonly FieldChange[];
    }
  /** Both sides agree. `adopt` links a record that was found instead of made. */
  | {
      readonly action: "none";
      readonly externalId: string;
      readonly desired: Desired;
      readonly adopt?: Reason;
    }
  | { readonly action: "attention"; readonly attention: AttentionRequest };
