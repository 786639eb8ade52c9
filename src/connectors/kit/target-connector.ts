import type { ZodType } from "zod";
import type { Reason } from "#domain/reason.ts";
import type { AnnouncedKind } from "#domain/source-record.ts";
import type { ConnectionContext } from "./connection-context.ts";
import type { Finding } from "./finding.ts";
import type { Flow, ListNeed } from "./flow.ts";
import type { StoreFacts } from "./source-system.ts";

/** Facts about a system that the engine and the conformance suite branch on. Data, never code. */
export interface Capabilities {
  readonly webhooks: boolean;
  /** How a create is kept from happening twice. */
  readonly idempotentWrites: "native" | "byReference" | "none";
  /** How deletions over there are noticed. */
  readonly deletes: "event" | "sweep" | "none";
  /** Why a capability is lacking, by its name. */
  readonly lacking: Readonly<Record<string, string>>;
}

/** Limits of calls for a connection. Shared by all workers of all processes. Null: no limit known. */
export interface BudgetLimits {
  readonly callsPerSecond: number | null;
  readonly callsAtOnce: number;
  readonly callsPerDay: number | null;
  readonly callsPerMonth: number | null;
}

export type PresetName = "documented" | "recommended";

/** A connection as the configuration describes it, for checks across connections. */
export interface ConfiguredConnection<Settings = unknown, Credentials = unknown> {
  readonly name: string;
  readonly store: string;
  /** Currency of the store; null until it could be looked at. */
  readonly currency: string | null;
  readonly settings: Settings;
  readonly credentials: Credentials;
}

/** How it is tried out whether an account stays silent about what a history writes. */
export interface SilenceProbe<Client = unknown> {
  /** By what silence is asked for: `skip_triggers`. What a person saw holds as long as this is the same. */
  readonly means: string;
  /** What a person has to look at afterwards, in plain words. */
  readonly look: string;
  /** Writes to the account's test person as a history would be written; answers what was done. Rejects with `SyncError`. */
  write(client: Client): Promise<Reason>;
}

/** A connector for systems that records are carried to. */
export interface TargetConnector<Settings = unknown, Credentials = unknown, Client = unknown> {
  readonly name: string;
  readonly title: string;
  readonly capabilities: Capabilities;
  /** Settings after the preset is laid under them. Unknown keys are errors. Every key has a description and a default. */
  readonly settings: ZodType<Settings>;
  readonly credentials: ZodType<Credentials>;
  readonly presets: Readonly<Record<PresetName, Readonly<Record<string, unknown>>>>;
  /** Names of secret credential keys: encrypted at rest, never shown. */
  readonly secrets: readonly string[];
  budget(settings: Settings): BudgetLimits;
  /** Pure. What keeps these connections from living together, such as two stores with one order prefix. */
  conflicts(
    connections: readonly ConfiguredConnection<Settings, Credentials>[],
  ): readonly (Reason & { readonly connections: readonly string[] })[];
  open(context: ConnectionContext<Settings, Credentials>): Client;
  close(client: Client): Promise<void>;
  /** Signs in, reads what the settings name (warehouses, tax codes …), and says what is missing and what to do. */
  check(client: Client, settings: Settings, store: StoreFacts): Promise<readonly Finding[]>;
  /** Reads entries of the target's lists, in as few calls as the API allows. Every need has an entry; null: not there. */
  lookUp(client: Client, needs: readonly ListNeed[]): Promise<ReadonlyMap<string, unknown>>;
  /** How long a looked-up entry may be used, in milliseconds. */
  readonly listMaxAgeMs: number;
  /** Documents deleted over there since a time; only for `deletes: "sweep"`. */
  deletedSince?(client: Client, targetKind: string, since: string): Promise<readonly string[]>;
  /**
   * Pure. For systems where a write may message people: what has to be tried out and confirmed by a person before a history may be
   * carried over. Absent or null: nothing.
   */
  silence?(settings: Settings): SilenceProbe<Client> | null;
  /** Pure. Kinds of records whose history is carried over by itself, once, when the connection is new. Absent: none. */
  historyOnConnect?(settings: Settings): readonly AnnouncedKind[];
  readonly flows: readonly Flow<Settings, Client>[];
}

/** Key of a need in the answer of `lookUp`. */
export function needText(need: ListNeed): string {
  return `${need.list}:${need.key}`;
}
