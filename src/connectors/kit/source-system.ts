import type { ZodType } from "zod";
import type { Reason } from "#domain/reason.ts";
import type {
  AnnouncedKind,
  AnnouncedRecord,
  PartKind,
  AnnouncedKey,
  SourceRecord,
} from "#domain/source-record.ts";
import type { SyncError } from "#domain/sync-error.ts";
import type { ConnectionContext } from "./connection-context.ts";
import type { Finding } from "./finding.ts";
import type { HistoryReader } from "./history-reader.ts";
import type { CallPriority } from "./http-caller.ts";

/** A webhook as it was stored: raw text and what its headers said. */
export interface WebhookDelivery {
  readonly topic: string;
  readonly apiVersion: string | null;
  /** ISO time of the event, when the header was there. */
  readonly triggeredAt: string | null;
  readonly body: string;
}

/** What a delivery tells, decided from its body alone. Pure. */
export type Interpretation =
  /**
   * The body carries a record. `complete` is false when its topic does not carry the whole record or a part was cut off
   * (a list at its limit). `withheld` is true when protected fields are absent. `alongside`: records of other keys that the
   * body says something about (the customer inside an order).
   */
  | {
      readonly says: "record";
      readonly record: AnnouncedRecord;
      readonly complete: boolean;
      readonly withheld: boolean;
      readonly alongside: readonly AnnouncedRecord[];
    }
  /** A record changed; the body does not say how. Read it again. */
  | { readonly says: "changed"; readonly key: AnnouncedKey }
  | { readonly says: "deleted"; readonly key: AnnouncedKey }
  | { readonly says: "merged"; readonly kept: AnnouncedKey; readonly gone: AnnouncedKey }
  | { readonly says: "privacy"; readonly request: PrivacyRequest }
  | { readonly says: "uninstalled" }
  | { readonly says: "scopes-changed" }
  /** A history that the shop was asked to prepare got on, or came to its end. */
  | { readonly says: "history-moved" }
  /** Understood, and nothing of ours depends on it. */
  | { readonly says: "nothing"; readonly reason: Reason }
  /** Not JSON, or not what the topic promises. */
  | { readonly says: "unreadable"; readonly reason: Reason };

export interface PrivacyRequest {
  readonly type: "data-request" | "redact-customer" | "redact-shop";
  /** Numeric ids as text. */
  readonly customerId: string | null;
  /**
   * Id of the guest that orders name by the request's e-mail, as the domain's `guestId` makes it; null when the request tells
   * none. The e-mail itself is not carried on.
   */
  readonly guestId: string | null;
  readonly orderIds: readonly string[];
}

/** What a read said of one id. */
export type ReadAnswer<Answered extends SourceRecord = AnnouncedRecord> =
  | {
      readonly state: "present";
      readonly record: Answered;
      readonly alongside: readonly AnnouncedRecord[];
    }
  /**
   * The store answered and knows no such record. `hiddenBefore` (ISO): it hides records made before this time from us, so that
   * their absence does not mean that they were deleted.
   */
  | { readonly state: "absent"; readonly hiddenBefore?: string }
  /** This record alone could not be read; the others of the call were. */
  | { readonly state: "failed"; readonly error: SyncError };

export interface ChangePage {
  readonly records: readonly {
    readonly record: AnnouncedRecord;
    readonly alongside: readonly AnnouncedRecord[];
  }[];
  /** Records that changed and could not be read now; each is to be read for itself. */
  readonly unread?: readonly AnnouncedKey[];
  /** Pass to get the next page; null on the last one. */
  readonly next: string | null;
}

/** What is known of a shop beyond its records. Filled by `probe`, kept by the engine, shown by `doctor`. */
export interface StoreFacts {
  /** Name of the store in the configuration. */
  readonly name: string;
  readonly domain: string;
  /** ISO 4217. */
  readonly currency: string;
  /** IANA zone, for dates of documents. */
  readonly timezone: string;
  readonly plan: string | null;
  readonly scopes: readonly string[];
  /** Whether protected customer data can be read, by part; `denied-by-…` names the reason. */
  readonly protectedData: Readonly<Record<ProtectedPart, ProtectedVerdict>>;
  /** ISO time of the probe. */
  readonly checkedAt: string;
}

export type ProtectedPart = "customer" | "name" | "address" | "email" | "phone";
export type ProtectedVerdict = "ok" | "denied-by-plan" | "denied-by-approval" | "denied-by-scope";

/** An opened, signed-in shop. All methods may run in parallel; none retries or sleeps for long. */
export interface SourceSystem {
  /** Reads records by id, all in as few calls as the API allows. Every id asked for has an answer. */
  read(
    kind: AnnouncedKind,
    ids: readonly string[],
    priority?: CallPriority,
  ): Promise<Map<string, ReadAnswer>>;
  /** The same of parts of records. Absent: the system has none. */
  readParts?(
    kind: PartKind,
    ids: readonly string[],
    priority?: CallPriority,
  ): Promise<Map<string, ReadAnswer<SourceRecord>>>;
  /** Records changed at or after `since` (ISO), oldest first, a page at a time. */
  changedSince(kind: AnnouncedKind, since: string, cursor: string | null): Promise<ChangePage>;
  /** Reads a whole history in one go. Absent: the shop prepares none, and `changedSince` is all there is. */
  readonly history?: HistoryReader;
  /** Looks at plan, scopes and protected data. */
  probe(): Promise<{ readonly facts: StoreFacts; readonly findings: readonly Finding[] }>;
  /**
   * Makes the webhook subscriptions what they should be; says what was created, corrected, or found right. `formerUrl`: where they
   * were sent to before, when that is known; those are moved.
   */
  ensureSubscriptions(callbackUrl: string, formerUrl: string | null): Promise<readonly Finding[]>;
  /**
   * From now on a call that would have to wait for time to pass is refused as `unavailable`: the process is to end. Absent: calls
   * never wait here.
   */
  refuseWaiting?(): void;
  /** Releases sockets and timers. */
  close(): Promise<void>;
}

/** A connector for systems that Waybill takes records from and that announce changes by webhook. */
export interface SourceConnector<Settings = unknown, Credentials = unknown> {
  readonly name: string;
  readonly title: string;
  /** Unknown keys are errors. */
  readonly settings: ZodType<Settings>;
  readonly credentials: ZodType<Credentials>;
  /** Names of secret credential keys: encrypted at rest, never shown. */
  readonly secrets: readonly string[];
  /** Why the system lacks what the conformance suite asks of a source, by the capability's name. Data, never code. */
  readonly lacking: Readonly<Record<string, string>>;
  open(context: ConnectionContext<Settings, Credentials>): SourceSystem;
  /** The record a delivery is about, cheaply; null when it is about no single record or cannot be told. */
  locate(topic: string, body: string): AnnouncedKey | null;
  /** Pure. Never throws: what cannot be read is `unreadable`. `currency` is the store's, null while unknown. */
  interpret(delivery: WebhookDelivery): Interpretation;
  /** Whether the signature over the raw bytes is right; compares in constant time. */
  verify(
    rawBody: Buffer,
    headers: Readonly<Record<string, string | undefined>>,
    credentials: Credentials,
  ): boolean;
}
