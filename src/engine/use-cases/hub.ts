import type { Finding } from "#connectors/kit/finding.ts";
import type { Capabilities, PresetName } from "#connectors/kit/target-connector.ts";
import type { FieldChange } from "#domain/plan/field-change.ts";
import type { Reason } from "#domain/reason.ts";
import type { AnnouncedKind, RecordKind, SourceRecord } from "#domain/source-record.ts";
import type {
  ApiKeyView,
  ApiRole,
  AttentionView,
  JournalView,
  RecordView,
  RunRow,
} from "../ports/engine-store.ts";
import type { RunProgress } from "../ports/run-store.ts";

/** A configuration file after parsing and checking; `${NAME}` is filled in. */
export interface Configuration {
  readonly stores: readonly {
    readonly name: string;
    readonly domain: string;
    readonly apiVersion?: string;
    readonly auth: Readonly<Record<string, string>>;
    readonly baseUrl?: string;
  }[];
  readonly connections: readonly {
    readonly name: string;
    readonly store: string;
    readonly connector: string;
    readonly preset: PresetName;
    readonly credentials: Readonly<Record<string, unknown>>;
    readonly settings: Readonly<Record<string, unknown>>;
  }[];
}

export interface ConnectionView {
  readonly name: string;
  readonly store: string;
  readonly connector: string;
  readonly title: string;
  readonly preset: PresetName;
  readonly state: "running" | "paused" | "throttled" | "store-unavailable";
  readonly reason: Reason | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly waiting: number;
  readonly capabilities: Capabilities;
  readonly budget: {
    readonly callsToday: number;
    readonly callsThisMonth: number;
    readonly blockedUntil: string | null;
  };
}

/** One record of a plan, as `plan --json` prints it. */
export interface PlannedRecord {
  /** `#1001`, or the record's key when it has no name. */
  readonly record: string;
  readonly key: string;
  readonly action: "create" | "update" | "none" | "skip" | "wait" | "attention" | "fail";
  readonly reason: Reason;
  readonly fields: readonly FieldChange[];
}

export interface RecordStory {
  readonly record: RecordView;
  /**
   * The shop's record as Waybill keeps it, a person's data included; null when it keeps none. Absent for whoever may not see it.
   */
  readonly source?: SourceRecord | null;
  /** Oldest line first. */
  readonly journal: readonly JournalView[];
  /** There are lines before these: pass it as `before`. Absent when there are none. */
  readonly earlier?: number;
}

/** Which part of a record's story: the newest lines, or the newest before one. */
export interface StoryPage {
  /** Most lines; default 500. */
  readonly limit?: number;
  readonly before?: number;
}

/** Whose journal, and which part of it: the newest lines, or the newest before one. */
export type JournalQuery = ({ readonly connection: string } | { readonly store: string }) & {
  /** Most lines; default 100. */
  readonly limit?: number;
  readonly before?: number;
};

/** Which part of a list. */
export interface ListPage {
  /** Most entries; default 1000. */
  readonly limit?: number;
  /** Id of the last entry that was seen. */
  readonly after?: string;
}

/** A run, and how far it is. */
export interface RunView extends RunRow {
  /** Null once it has given its account. */
  readonly progress:
    | (RunProgress & {
        /** Records that are dealt with. */
        readonly settled: number;
        /** Guess from what was settled lately; null when nothing can be said. */
        readonly secondsLeft: number | null;
      })
    | null;
}

/** Whether a connection's target is known to message nobody about what a history writes. */
export interface SilenceView {
  readonly connection: string;
  readonly state: "not-needed" | "unknown" | "confirmed" | "broken";
  /** What a person has to look at after a probe; null where nothing is needed. */
  readonly look: string | null;
}

/** A refused use case: what is wrong with the request. `status` is the HTTP status that fits. */
export class UseCaseError extends Error {
  readonly code: string;
  readonly status: 400 | 404 | 409 | 422 | 503;
  readonly detail: unknown;
  constructor(status: UseCaseError["status"], code: string, message: string, detail?: unknown) {
    super(message);
    this.name = "UseCaseError";
    this.status = status;
    this.code = code;
    this.detail = detail;
  }
}

export type WebhookAnswer =
  | { readonly status: 200; readonly repeated: boolean }
  | { readonly status: 401 | 404; readonly reason: Reason }
  | { readonly status: 503; readonly reason: Reason; readonly retryAfterSeconds: number };

/** Everything that server and CLI may ask of a hub. Both speak only to this. Refusals reject with `UseCaseError`. */
export interface Hub {
  /** Stores a delivery of a shop; resolves once it is durable. `headers` have lower-case names. */
  receiveWebhook(
    connector: "shopify",
    headers: Readonly<Record<string, string | undefined>>,
    rawBody: Buffer,
  ): Promise<WebhookAnswer>;

  /** Checks everything, then saves everything or nothing; then probes and subscribes. */
  apply(
    configuration: Configuration,
  ): Promise<{ readonly changed: readonly string[]; readonly findings: readonly Finding[] }>;
  /** What `apply` would take; secrets stand as `${NAME}`. */
  exportConfiguration(): Promise<Configuration>;
  /** JSON Schema of a connector's settings, with presets. */
  settingsSchema(connector: string): Promise<unknown>;

  connections(): Promise<readonly ConnectionView[]>;
  connection(name: string): Promise<ConnectionView>;
  /** Signs in on both sides and checks settings, scopes, protected data, subscriptions. */
  doctor(connection?: string): Promise<readonly (Finding & { readonly about: string })[]>;
  pause(connection: string): Promise<void>;
  resume(connection: string): Promise<void>;

  /** Lines about a connection or a store as a whole, none of single records. Oldest line first. */
  journal(query: JournalQuery): Promise<readonly JournalView[]>;

  records(query: {
    readonly connection?: string;
    readonly kind?: RecordKind;
    readonly q?: string;
    readonly outcome?: RecordView["outcome"]["state"];
    readonly limit?: number;
    readonly after?: string;
  }): Promise<readonly RecordView[]>;
  record(id: string, page?: StoryPage): Promise<RecordStory>;
  /** Stories of all records that `text` names: `#1001`, an e-mail, an id, a key. Of each, its newest 100 lines. */
  show(text: string): Promise<readonly RecordStory[]>;
  /** Plans without writing. No `records`: everything of the connection that is not settled or changed. */
  plan(
    connection: string,
    records?: readonly string[],
  ): Promise<{ readonly records: readonly PlannedRecord[] }>;
  /** Reconciles records now and waits for their outcome. No `records`: everything that `plan` lists. */
  sync(connection: string, records?: readonly string[]): Promise<readonly RecordView[]>;

  /** Open questions, oldest first. */
  attention(connection?: string, page?: ListPage): Promise<readonly AttentionView[]>;
  resolve(id: string, choice: string, by: string): Promise<RecordView>;
  /**
   * Moves failed (and waiting to retry) records to now; those with one cause, open questions with that cause too. Answers how
   * many.
   */
  retry(query: { readonly connection?: string; readonly cause?: string }): Promise<number>;

  startBackfill(request: {
    readonly connection: string;
    readonly entity: AnnouncedKind;
    readonly since: string | null;
  }): Promise<RunView>;
  runs(connection?: string): Promise<readonly RunView[]>;
  run(id: string): Promise<RunView>;
  cancelRun(id: string): Promise<RunView>;
  pauseRun(id: string): Promise<RunView>;
  /** Goes on with a run that was paused, cancelled, or failed. */
  resumeRun(id: string): Promise<RunView>;

  /** Whether a history may be carried to a connection without messaging people. */
  silence(connection: string): Promise<SilenceView>;
  /** Writes to the account's test person as a history would. A person then looks whether somebody was told. */
  probeSilence(connection: string): Promise<SilenceView>;
  /** Remembers what that person saw. */
  answerSilence(connection: string, silent: boolean): Promise<SilenceView>;

  createKey(role: ApiRole, name: string): Promise<{ readonly token: string }>;
  /** Every token's id, role and name, oldest first. */
  keys(): Promise<readonly ApiKeyView[]>;
  /** Ends a token: at once in this process, within half a minute in others. */
  revokeKey(id: string): Promise<void>;
  /** Null: not a token of ours. */
  authenticate(token: string): Promise<{ readonly id: string; readonly role: ApiRole } | null>;

  /** Live journal lines and record changes, for `/api/v1/events` and the terminal. Returns the unsubscribe function. */
  onEvent(listener: (event: HubEvent) => void): () => void;
  /** Rejects when the database is away. */
  ready(): Promise<void>;
  /** Only in the sandbox: moves the hub's clock and runs what became due. */
  advanceClock?(ms: number): Promise<void>;
}

export type HubEvent =
  | {
      readonly type: "record";
      readonly connection: string;
      readonly key: string;
      readonly title: string;
      readonly state: string;
      readonly message: string;
    }
  | {
      readonly type: "connection";
      readonly connection: string;
      readonly code: string;
      readonly message: string;
    };
