import type { Occasion } from "#domain/occasion.ts";
import type { Match } from "#domain/matching/match.ts";
import type { AttentionRequest, Plan } from "#domain/plan/plan.ts";
import type { FieldChange } from "#domain/plan/field-change.ts";
import type { Reason } from "#domain/reason.ts";
import type { RecordKey, RecordKind, SourceRecord } from "#domain/source-record.ts";
import type { StoreFacts } from "./source-system.ts";

/** Whether the settings want this record on the target. */
export type Verdict = { readonly accepted: true } | { readonly accepted: false; readonly reason: Reason };

/** An entry of one of the target's own lists that a projection needs, such as the product with a code. */
export interface ListNeed {
  /** Name of the list as the connector knows it: `Products`, `Warehouses`. */
  readonly list: string;
  readonly key: string;
}

/** The link of a required record, once it exists. */
export interface LinkFact {
  readonly externalId: string;
  /** What was last agreed with the target for that record. */
  readonly agreed: unknown;
}

/** What a projection may know besides the record and the settings. All of it was fetched before; looking is pure. */
export interface Facts {
  readonly store: StoreFacts;
  /** Whether who listens on the other side may hear of it. */
  readonly occasion: Occasion;
  /** ISO; when the connection was first configured. What happened before is history to it. */
  readonly connectedAt: string;
  /** Link of a record named by `requires`. */
  link(key: RecordKey): LinkFact | undefined;
  /** Entry of a list named by `needs`: null when the target has none. */
  listed(need: ListNeed): unknown;
  /** What a person decided for this connection: `decision("UNKNOWN_PRODUCT", "SKU-1")` → `map=CODE-1`. */
  decision(code: string, key: string): string | undefined;
}

/** The document as the target should hold it, or why it cannot be made. */
export type Projection<Desired> =
  | { readonly made: true; readonly desired: Desired }
  | { readonly made: false; readonly attention: AttentionRequest };

/** What was found of a record on the target. */
export type Found<Snapshot> =
  | Match<Snapshot>
  /** Linked before, and deleted over there since. */
  | { readonly verdict: "gone"; readonly evidence: Reason }
  /** The target's lists ended, or had to be left, before it could be told whether the document is there. */
  | { readonly verdict: "unclear"; readonly evidence: Reason };

/** What the engine knows of the counterpart when it looks for it. */
export interface FindQuery<Desired> {
  /** From the link, when there is one. */
  readonly externalId: string | null;
  /** `Flow.reference` of the record. */
  readonly reference: string;
  readonly desired: Desired;
  /**
   * True when the counterpart may be there although nothing links to it: after a write whose outcome is not known, and for a record
   * that is not new, since an installation whose database is lost may have carried it over.
   */
  readonly uncertain?: boolean;
}

/** Work that stays for a person beside what Waybill writes, such as points that no call can move. Both are pure. */
export interface ByHand<Desired> {
  /** What is left to do of what was agreed on; null: nothing. The record stays a question until somebody accepts that it is done. */
  left(agreed: Desired): AttentionRequest | null;
  /** What is agreed on once it is done. */
  done(agreed: Desired): Desired;
}

/** A write that was answered. */
export interface Applied {
  readonly externalId: string;
}

/** What a person's choice means. `remember` is kept for the connection and given to `Facts.decision`. */
export interface Resolution {
  readonly remember: readonly { readonly code: string; readonly key: string; readonly value: string }[];
  /** True: the record is left out for good (outcome `skipped`). */
  readonly leaveOut?: boolean;
  /** True: what the target holds is accepted as it is. */
  readonly acceptTarget?: boolean;
}

/**
 * One entity in one direction: a source record kind to a target document. Deciding is pure; `find`, `read`, `apply` and
 * `resolve` talk to the target and do nothing else. The engine calls them in this order:
 * accept → reconsider (when linked) → requires → needs → moot → project → find → plan → *intent* → apply → read → verify.
 */
export interface Flow<
  Settings = unknown,
  Client = unknown,
  Source extends SourceRecord = SourceRecord,
  Desired = unknown,
  Snapshot = unknown,
> {
  /** `orders`, `customers`. */
  readonly name: string;
  readonly title: string;
  readonly sourceKind: RecordKind;
  /** Collection on the target: `SalesOrders`. */
  readonly targetKind: string;
  /** What the journal calls the target document: `sales order`. */
  readonly targetNoun: string;

  /** Pure. True: the settings carry nothing of this kind, so that parts of other records are not even read. Absent: false. */
  off?(settings: Settings): boolean;
  /**
   * Pure. True: a record that is not linked yet is carried over only once another record needs it (a buyer without orders
   * stays where it is). Absent: false.
   */
  onDemand?(settings: Settings): boolean;
  /** Pure. When the record came to be (ISO); absent or null: always taken as new. See `FindQuery.uncertain`. */
  bornAt?(source: Source): string | null;
  /** Pure. */
  accept(source: Source, settings: Settings): Verdict;
  /**
   * Pure. A linked record changed on the source (or is looked at again): is there anything to do? `agreed` is what was last
   * written and read back. Called before anything is fetched, so that an unchanged record costs no call.
   */
  reconsider(
    source: Source,
    agreed: Desired,
    settings: Settings,
  ):
    | { readonly decision: "unchanged"; readonly reason: Reason }
    | { readonly decision: "attention"; readonly attention: AttentionRequest }
    | { readonly decision: "plan" };
  /**
   * Pure. A linked record was deleted in the shop, or has become part of another: what a person should decide. Absent or null: its
   * counterpart is left without a word.
   */
  deletedInShop?(agreed: Desired, mergedInto: RecordKey | null): AttentionRequest | null;
  /** Pure. Records that must be linked first, and the source records that stand for them when the shop has none. */
  requires(
    source: Source,
    settings: Settings,
    facts: StoreFacts,
  ): readonly { key: RecordKey; record?: SourceRecord }[];
  /** Pure. */
  needs(source: Source, settings: Settings): readonly ListNeed[];
  /**
   * Pure. What a record has in common with others that may be the same document: a text, such as an e-mail by which documents are
   * looked for. Of records with one text, one is made at a time, so that the next finds what was made. It is kept in the database:
   * personal words only as a hash. Absent or null: nothing.
   */
  sharedMark?(desired: Desired, settings: Settings): string | null;
  /** Pure. Stable for a record of a store: the same on every attempt and every machine. */
  reference(source: RecordKey, store: { readonly domain: string }): string;
  /** Pure. Why nothing is to be made of the record, where only what was fetched for it tells; null or absent: go on. */
  moot?(source: Source, facts: Facts, settings: Settings): Reason | null;
  /** Pure. */
  project(source: Source, facts: Facts, settings: Settings): Projection<Desired>;
  /** Looks for the counterpart: by link, by our reference, then by exact match. Only reads. */
  find(client: Client, query: FindQuery<Desired>, settings: Settings): Promise<Found<Snapshot>>;
  /** Pure. `current` null: it does not exist. `agreed` null: nothing was ever agreed. */
  plan(
    desired: Desired,
    current: { readonly externalId: string; readonly snapshot: Snapshot } | null,
    agreed: Desired | null,
    settings: Settings,
  ): Plan<Desired>;
  /** One write. Safe to repeat only if `find` is asked first after an unclear answer; the engine does that. */
  apply(
    client: Client,
    command: Extract<Plan<Desired>, { action: "create" | "update" }>,
    reference: string,
    current: Snapshot | null,
  ): Promise<Applied>;
  /** The document as the target holds it now; null when it is not there. */
  read(client: Client, externalId: string): Promise<Snapshot | null>;
  /** Pure. Where what was read back differs from what was wanted; empty when they agree. */
  verify(desired: Desired, snapshot: Snapshot): readonly FieldChange[];
  /** Carries out a person's choice, such as making a missing product. Null: not a choice of this flow. */
  resolve(
    client: Client,
    attention: AttentionRequest,
    choice: string,
    source: Source,
    settings: Settings,
  ): Promise<Resolution | null>;
  /** Short name of the target document for people: `sales order #1001`. Pure. */
  describe(desired: Desired): string;
  /** Absent: nothing is ever left to a person. */
  readonly byHand?: ByHand<Desired>;
  /** Pure. What is agreed on when a person takes the target as it is. Absent: what it should say. */
  accepted?(desired: Desired, agreed: Desired, settings: Settings): Desired;
  /** Pure. What the record's story says beside the fields when the document is made, such as why its buyer is not named. */
  remarks?(source: Source, store: StoreFacts, settings: Settings): readonly Reason[];
}
