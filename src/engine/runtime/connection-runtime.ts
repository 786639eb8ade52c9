import type { Clock } from "#connectors/kit/clock.ts";
import type { Flow } from "#connectors/kit/flow.ts";
import type { SourceConnector, SourceSystem, StoreFacts } from "#connectors/kit/source-system.ts";
import type { TargetConnector } from "#connectors/kit/target-connector.ts";
import type { RecordKey, RecordKind, SourceRecord } from "#domain/source-record.ts";
import type { ConnectionRow, EngineStore, LinkRow, MirrorRow, StoreRow } from "../ports/engine-store.ts";
import type { ListCache } from "./list-cache.ts";
import type { ReadAnswer } from "#connectors/kit/source-system.ts";

/** What a shop said of a record. */
export type StoreAnswer = Exclude<ReadAnswer<SourceRecord>, { readonly state: "failed" }>;

/** A shop that is open for reading. */
export interface StoreRuntime {
  readonly row: StoreRow;
  readonly connector: SourceConnector;
  readonly system: SourceSystem;
  /** Reads one record; requests of the same moment travel as one call. Rejects when this record cannot be read. */
  read(key: RecordKey): Promise<StoreAnswer>;
  facts(): StoreFacts;
}

/** A connection that is open for work. Requests of single records are gathered into batches inside. */
export interface ConnectionRuntime {
  readonly row: ConnectionRow;
  readonly store: StoreRuntime;
  readonly connector: TargetConnector;
  /** Checked settings with the preset under them. */
  readonly settings: unknown;
  readonly client: unknown;
  readonly lists: ListCache;
  flowFor(kind: RecordKind): Flow | null;
  link(key: RecordKey): Promise<LinkRow | null>;
  mirror(key: RecordKey): Promise<MirrorRow | null>;
  isAwaited(key: RecordKey): Promise<boolean>;
  /** Decisions of people: code and key, joined by a line break, to the choice. Kept fresh by `decisionsChanged`. */
  decisions(): Promise<ReadonlyMap<string, string>>;
  decisionsChanged(): void;
}

/** What all parts of the engine share. */
export interface EngineContext {
  readonly store: EngineStore;
  readonly clock: Clock;
  readonly process: string;
  readonly random: () => number;
  readonly newId: () => string;
  readonly log: EngineLog;
}

/** Structured log; never given personal data or secrets. */
export interface EngineLog {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}
