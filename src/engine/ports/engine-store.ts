import type { StoreFacts } from "#connectors/kit/source-system.ts";
import type { PresetName } from "#connectors/kit/target-connector.ts";
import type { Occasion } from "#domain/occasion.ts";
import type { Outcome } from "#domain/outcome.ts";
import type { AttentionRequest } from "#domain/plan/plan.ts";
import type { Reason } from "#domain/reason.ts";
import type { RecordKey, RecordKind, SourceRecord } from "#domain/source-record.ts";
import type { RunResult, RunStore } from "./run-store.ts";

export type { RunReport, RunResult, RunRow } from "./run-store.ts";

/** A shop as it is configured. Credentials are decrypted; never log this. */
export interface StoreRow {
  readonly name: string;
  readonly connector: string;
  readonly domain: string;
  readonly settings: Record<string, unknown>;
  readonly credentials: Record<string, unknown>;
  readonly facts: StoreFacts | null;
  /**
   * `uninstalled` and `unauthorised` stop work on the store until it is connected again. `unreadable` is not stored: the credentials
   * cannot be opened and are empty here.
   */
  readonly state: "ok" | "uninstalled" | "unauthorised" | "unreadable";
}

/** A connection as it is configured. Credentials are decrypted; never log this. */
export interface ConnectionRow {
  readonly name: string;
  readonly store: string;
  readonly connector: string;
  readonly preset: PresetName;
  /** As written by the user; the preset is not mixed in. */
  readonly settings: Record<string, unknown>;
  readonly credentials: Record<string, unknown>;
  /** Why it is paused; null when it runs. One whose credentials cannot be opened is paused for that, and they are empty here. */
  readonly paused: Reason | null;
  /** ISO; work waits until then because the other side asked for it. */
  readonly throttledUntil: string | null;
  /** ISO; when it was first configured. */
  readonly connectedAt: string;
}

/** A delivery on its way into the inbox. */
export interface NewDelivery {
  readonly store: string;
  readonly deliveryId: string;
  readonly topic: string;
  /** What it is about; null when it is about no single record. */
  readonly key: RecordKey | null;
  readonly apiVersion: string | null;
  readonly triggeredAt: string | null;
  readonly eventId: string | null;
  /** ISO. */
  readonly receivedAt: string;
  readonly body: string;
}

/** An open delivery of a key, in order of arrival. */
export interface OpenDelivery {
  readonly id: number;
  readonly topic: string;
  readonly apiVersion: string | null;
  readonly triggeredAt: string | null;
  readonly receivedAt: string;
  readonly body: string;
}

/** What the mirror holds of a source record. */
export interface MirrorRow {
  readonly record: SourceRecord;
  /** True once the store itself has answered with this record; false while only bodies spoke of it. */
  readonly confirmed: boolean;
  readonly withheld: boolean;
  /** Another text with every write: a connection notes which one it has worked with. */
  readonly version: string;
  readonly deletedAt: string | null;
}

export interface LinkRow {
  readonly targetKind: string;
  readonly externalId: string;
  readonly reference: string;
  /** What was last written and read back. */
  readonly agreed: unknown;
}

/** A write that was announced and not settled. */
export interface OpenIntent {
  readonly id: string;
  readonly action: "create" | "update";
  readonly reference: string;
  readonly externalId: string | null;
  readonly desired: unknown;
  readonly openedAt: string;
  /** See `KeySnapshot.live`. */
  readonly live: boolean;
}

/** Everything about a key, loaded when a worker takes it. */
export interface KeySnapshot {
  readonly key: RecordKey;
  /** Grows with each claim; a settle with an older fence is ignored. */
  readonly fence: number;
  readonly deliveries: readonly OpenDelivery[];
  readonly mirror: MirrorRow | null;
  readonly link: LinkRow | null;
  readonly intent: OpenIntent | null;
  readonly attempts: number;
  readonly firstFailedAt: string | null;
  readonly outcome: Outcome | null;
  /** Asked for by a person or a sweep: look at the target even when the source is as it was. */
  readonly lookAgain: boolean;
  /** Something live has called for this look or for an earlier one that is not settled: see `Occasion`. */
  readonly live: boolean;
  /** The run of this connection that has read the record and has not heard yet what became of it for good; null: none. */
  readonly run: string | null;
  /** What a person chose for the open question, not yet carried out; a choice that failed on the way is here again. */
  readonly choice: { readonly choice: string; readonly request: AttentionRequest } | null;
}

export interface MirrorWrite {
  readonly key: RecordKey;
  readonly record: SourceRecord;
  readonly origin: "webhook" | "read" | "alongside" | "derived";
  readonly withheld: boolean;
  /** Default: the store makes one up. */
  readonly version?: string;
}

export interface JournalLine {
  /** ISO; default: now. */
  readonly at?: string;
  readonly store: string | null;
  readonly connection: string | null;
  readonly key: RecordKey | null;
  readonly code: string;
  readonly message: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/**
 * What one step of one key changes. Change sets of many keys are committed together in one transaction with a fixed
 * number of statements; a set is applied whole or not at all.
 */
export interface ChangeSet {
  readonly connection: string;
  readonly store: string;
  readonly key: RecordKey;
  readonly fence: number;
  readonly mirror?: readonly MirrorWrite[];
  readonly mirrorDeleted?: readonly RecordKey[];
  /** Deliveries dealt with, each with what was made of it. */
  readonly deliveriesDone?: readonly {
    readonly id: number;
    readonly outcome: string;
    readonly reason: Reason | null;
  }[];
  readonly openIntent?: {
    readonly id: string;
    readonly action: "create" | "update";
    readonly reference: string;
    readonly externalId: string | null;
    readonly desired: unknown;
    /**
     * What the record has in common with others that may be the same document. While one of those is being made, or was made a
     * moment ago, the change does not count.
     */
    readonly mark: string | null;
    readonly live: boolean;
  };
  readonly settleIntent?: { readonly id: string; readonly state: "done" | "abandoned" };
  readonly link?: LinkRow;
  /** Id of the stored intent whose document is the link's `agreed`. */
  readonly agreedIntent?: string;
  /** Where the record stands; absent while a write is under way. */
  readonly settled?: SettledState;
  readonly journal?: readonly JournalLine[];
}

/** How people call a record. */
export interface RecordName {
  readonly title: string;
  /** Words by which people look for it beside its title and id: an e-mail. Lower case. */
  readonly search: readonly string[];
}

export interface SettledState extends RecordName {
  readonly outcome: Outcome;
  readonly attempts: number;
  readonly firstFailedAt: string | null;
  /** Choice of a person that this look acted on; one that was made since stays open, and so does this when it is tried again. */
  readonly actedOn: string | null;
  /** `MirrorRow.version` of what this look worked with; null: there was no mirror. */
  readonly mirrorVersion: string | null;
  /** The look was live and is not settled by this, so that the next one is live too. */
  readonly live: boolean;
  /** What the run that has read the record is told of it; null: there is none. */
  readonly result: { readonly run: string; readonly what: RunResult; readonly occasion: Occasion } | null;
}

export interface RecordView {
  /** Stable id for the API. */
  readonly id: string;
  readonly connection: string;
  readonly kind: RecordKind;
  readonly recordId: string;
  readonly title: string;
  readonly outcome: Outcome;
  readonly link: { readonly targetKind: string; readonly externalId: string } | null;
  readonly attempts: number;
  /** ISO. */
  readonly updatedAt: string;
}

export interface JournalView {
  readonly id: number;
  readonly at: string;
  readonly store: string | null;
  readonly connection: string | null;
  readonly key: string | null;
  readonly code: string;
  readonly message: string;
  readonly detail: Record<string, unknown> | null;
}

export interface AttentionView {
  readonly id: string;
  readonly connection: string;
  readonly kind: RecordKind;
  readonly recordId: string;
  readonly title: string;
  readonly attention: AttentionRequest;
  readonly openedAt: string;
}

/** A record that is to be looked at, and whether live: see `Occasion`. */
export interface CalledKey extends RecordKey {
  readonly live: boolean;
}

/** What the engine asks of PostgreSQL. Plural methods take whole pages and cost a fixed number of statements. */
export interface EngineStore extends RunStore {
  // — configuration
  stores(): Promise<readonly StoreRow[]>;
  connections(): Promise<readonly ConnectionRow[]>;
  saveConfiguration(change: {
    readonly stores: readonly Omit<StoreRow, "facts" | "state">[];
    readonly connections: readonly Omit<ConnectionRow, "paused" | "throttledUntil">[];
  }): Promise<void>;
  saveStoreFacts(store: string, facts: StoreFacts): Promise<void>;
  setStoreState(store: string, state: StoreRow["state"]): Promise<void>;
  /** Whether a store's configuration was saved after a moment (ISO). */
  isStoreSavedSince(store: string, moment: string): Promise<boolean>;
  setPaused(connection: string, reason: Reason | null): Promise<void>;
  /** A wait never becomes shorter; null ends it. */
  setThrottled(connection: string, until: string | null): Promise<void>;

  // — intake
  /** One statement. Repeats of a delivery id are dropped; answers which were new. */
  insertDeliveries(deliveries: readonly NewDelivery[]): Promise<readonly boolean[]>;

  // — reconciling
  /** Takes the keys of claimed wake-ups (raises their fence, clears their dirty mark) and loads what is known of them. */
  takeKeys(
    connection: ConnectionRow,
    keys: readonly RecordKey[],
    process: string,
  ): Promise<readonly KeySnapshot[]>;
  /** Loads keys like `takeKeys` without taking them: for a preview. */
  peekKeys(connection: ConnectionRow, keys: readonly RecordKey[]): Promise<readonly KeySnapshot[]>;
  /** Open deliveries of a store's own lane: about no single record (`null`), or about a key that no connection takes. */
  openDeliveries(store: string, keys: readonly (RecordKey | null)[]): Promise<readonly OpenDelivery[]>;
  /** Marks deliveries of a store's own lane as dealt with. `forget`: what they said is not kept. */
  finishDeliveries(
    done: readonly {
      readonly id: number;
      readonly outcome: string;
      readonly reason: Reason | null;
      readonly forget: boolean;
    }[],
  ): Promise<void>;
  /**
   * Mirror writes outside any connection. `isNew`: the mirror had none of them a moment ago, which makes it cheaper. What was read of
   * a record that is known to be deleted leaves it deleted, since it may have been read before.
   */
  saveMirrors(
    store: string,
    writes: readonly MirrorWrite[],
    options?: { readonly isNew?: boolean },
  ): Promise<void>;
  /** Answers for each set whether it counted: false when its worker does not hold the key any more. */
  commit(changes: readonly ChangeSet[]): Promise<readonly boolean[]>;
  links(connection: string, keys: readonly RecordKey[]): Promise<ReadonlyMap<string, LinkRow>>;
  mirrors(store: string, keys: readonly RecordKey[]): Promise<ReadonlyMap<string, MirrorRow>>;
  decisions(connection: string): Promise<ReadonlyMap<string, string>>;
  remember(
    connection: string,
    decisions: readonly { code: string; key: string; value: string }[],
  ): Promise<void>;
  journal(lines: readonly JournalLine[]): Promise<void>;

  // — waking
  /**
   * Marks keys as having work, so that a lost wake-up is healed. `lookAgain`: read the target even if nothing changed. `names`, by
   * the text of the key: how records that were not looked at yet are found until then. `live`: keys among them, as texts, that are
   * looked at live (see `Occasion`).
   */
  markDirty(
    connection: string,
    keys: readonly RecordKey[],
    options?: {
      readonly lookAgain?: boolean;
      readonly names?: ReadonlyMap<string, RecordName>;
      readonly live?: ReadonlySet<string>;
    },
  ): Promise<void>;
  /** Marks keys that nothing is known of on the connection yet, and leaves all others alone; answers those that it marked. */
  callNew(connection: string, keys: readonly RecordKey[], live: boolean): Promise<readonly RecordKey[]>;
  /**
   * Marks keys that other records wait for. One that failed or waits for a person keeps its own time and is left alone, unless its
   * mirror has changed since. `live`: keys among them, as texts, that are looked at live. Answers the marked ones.
   */
  nudge(
    connection: ConnectionRow,
    keys: readonly RecordKey[],
    live: ReadonlySet<string>,
  ): Promise<readonly RecordKey[]>;
  /**
   * Keys among these that got a dirty mark, deliveries later than the last one that was seen, or that wait only for records that
   * are linked by now.
   */
  stillOpen(
    connection: ConnectionRow,
    keys: readonly { readonly key: RecordKey; readonly lastDelivery: number }[],
  ): Promise<readonly RecordKey[]>;
  /** Keys among these that a worker holds, or that have a dirty mark or open deliveries and no retry time. */
  inWork(connection: ConnectionRow, keys: readonly RecordKey[]): Promise<readonly RecordKey[]>;
  /** Keys among these that a worker holds. */
  held(connection: string, keys: readonly RecordKey[]): Promise<readonly RecordKey[]>;
  /** Keys whose retry is due; at most `limit`. Clears their due time and marks them dirty. */
  takeDue(connection: string, now: string, limit: number): Promise<readonly CalledKey[]>;
  /** Keys with open deliveries or a dirty mark from before `olderThan`: their wake-up may have been lost. */
  forgotten(connection: ConnectionRow, olderThan: string, limit: number): Promise<readonly CalledKey[]>;
  /** Of these, the ones whose mirror is newer than what this connection made of it. */
  lagging(connection: ConnectionRow, keys: readonly RecordKey[]): Promise<readonly RecordKey[]>;
  /** Whether a store's own lane has open deliveries from before `olderThan`. */
  hasForgottenDeliveries(store: string, olderThan: string): Promise<boolean>;
  /** Records of the connection that wait for others, without those that a run which is not to go on has put aside. */
  waitingKeys(connection: string): Promise<readonly RecordKey[]>;
  /** Records of the connection that wait for any of these, without those that a run has put aside. */
  dependants(connection: string, keys: readonly RecordKey[]): Promise<readonly RecordKey[]>;

  // — looking
  /** `unlooked`: also records that no worker has looked at yet; they stand as waiting for that. */
  records(query: {
    readonly unlooked?: boolean;
    readonly connection?: string;
    readonly kind?: RecordKind;
    readonly q?: string;
    readonly outcome?: Outcome["state"];
    readonly limit?: number;
    readonly after?: string;
  }): Promise<readonly RecordView[]>;
  /** How records of a connection stand, in the order of the keys; those without a standing are left out. One statement. */
  recordsOf(connection: string, keys: readonly RecordKey[]): Promise<readonly RecordView[]>;
  record(id: string): Promise<RecordView | null>;
  /**
   * The newest `limit` lines (before one of these ids) of each record's story: what was noted of it for its connection and for
   * none. Oldest line first, in the order of the records. One statement.
   */
  stories(
    of: readonly { readonly store: string; readonly connection: string; readonly key: RecordKey }[],
    page: { readonly limit: number; readonly before?: number },
  ): Promise<readonly (readonly JournalView[])[]>;
  /** The newest `limit` journal lines (before one of these ids) about a connection or a store as a whole, oldest of them first. */
  tail(
    owner: { readonly connection: string } | { readonly store: string },
    page: { readonly limit: number; readonly before?: number },
  ): Promise<readonly JournalView[]>;
  counts(connection: string): Promise<Readonly<Record<Outcome["state"], number>>>;
  /** Open questions, oldest first; `after` is the id of the last one that was seen. */
  attention(query: {
    readonly connection?: string;
    readonly after?: string;
    readonly limit: number;
  }): Promise<readonly AttentionView[]>;
  attentionById(id: string): Promise<AttentionView | null>;
  /** Notes the choice. False when it was settled meanwhile, or somebody else has chosen. */
  choose(id: string, choice: string, by: string): Promise<boolean>;
  /** Keys in these states, for `retry`; `code` narrows to one cause. */
  keysIn(
    connection: string,
    states: readonly Outcome["state"][],
    code?: string,
  ): Promise<readonly RecordKey[]>;
  /** Of these, the ones that do not already stand as gone, left out, or waiting for a person. */
  notYetGone(connection: string, keys: readonly RecordKey[]): Promise<readonly RecordKey[]>;
  linkByExternalId(
    connection: string,
    targetKind: string,
    externalIds: readonly string[],
  ): Promise<readonly RecordKey[]>;

  // — checkpoints
  checkpoint(owner: string, name: string): Promise<string | null>;
  saveCheckpoint(owner: string, name: string, value: string): Promise<void>;
  /**
   * Takes the turn of a recurring job: true for exactly one of all processes, once per `everyMs`, also when their clocks differ by
   * less than that. `now` is the engine's time.
   */
  takeTurn(owner: string, name: string, now: number, everyMs: number): Promise<boolean>;
  /** Lets a turn that was taken come again at `dueAt` (engine time), for whoever is the first: its work is not done. */
  giveTurnBack(owner: string, name: string, dueAt: number, everyMs: number): Promise<void>;

  // — privacy and housekeeping
  /**
   * Removes personal data of these records from everything that is kept of them: that they existed, how they stand, and where they
   * went, stays. Answers how many rows changed; `inWork`: a worker holds one of them, and may yet note what it knew before.
   */
  redact(
    store: string,
    keys: readonly RecordKey[],
  ): Promise<{ readonly rows: number; readonly inWork: boolean }>;
  /** The same for everything of a store. */
  redactStore(store: string): Promise<{ readonly rows: number; readonly inWork: boolean }>;
  /** Of these records, the ones of which personal data may be kept: a copy, a delivery, a written document, or their story. */
  keptOf(store: string, keys: readonly RecordKey[]): Promise<readonly RecordKey[]>;
  /** Deletes dealt-with deliveries, journal lines and settled questions older than their time; a bounded number at once. */
  prune(now: string): Promise<number>;

  // — processes
  /** Registers this process; another may see whether it still lives. */
  registerProcess(process: string, role: string): Promise<void>;
  /** Runs what a process does at its start before it claims work, one process at a time. */
  startInTurn<Result>(work: () => Promise<Result>): Promise<Result>;
  /** True when no other registered process lives that works on records; dead registrations are removed. */
  isAlone(process: string): Promise<boolean>;
  /** Removes the registrations of processes that no longer live and hold nothing. */
  forgetDead(): Promise<void>;
  /** Keys held by processes that no longer live; clears their hold. */
  deadHolds(connection: string): Promise<readonly RecordKey[]>;

  // — API keys
  saveKey(key: {
    readonly id: string;
    readonly hash: string;
    readonly role: ApiRole;
    readonly name: string;
  }): Promise<void>;
  keyByHash(hash: string): Promise<{ readonly id: string; readonly role: ApiRole } | null>;
  keys(): Promise<readonly ApiKeyView[]>;
  /** False when there is no such key. */
  deleteKey(id: string): Promise<boolean>;

  /** Cheap check that a write would be possible. Rejects when the database is away. */
  ping(): Promise<void>;
}

/** What a token may do: look; also run, retry and decide; also configure and make tokens. */
export type ApiRole = "viewer" | "operator" | "owner";

/** A token as it is listed: never itself, since only its hash is kept. */
export interface ApiKeyView {
  readonly id: string;
  readonly role: ApiRole;
  /** For whom it was made. */
  readonly name: string;
  readonly createdAt: string;
}
