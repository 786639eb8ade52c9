import type { Reason } from "#domain/reason.ts";
import type { RecordKey, AnnouncedKind } from "#domain/source-record.ts";

/** What became of a record that a run has read. */
export type RunResult = "created" | "updated" | "unchanged" | "skipped" | "waiting" | "attention" | "failed";

/** Results after which there is nothing left to do. */
export const finalResults = ["created", "updated", "unchanged", "skipped"] as const satisfies RunResult[];

/**
 * The account that a run gives: how many records the shop counts, how many were read, and what became of each. It is complete when
 * the shop's number, the number read and the sum of the results are one number.
 */
export interface RunReport extends Readonly<Record<RunResult, number>> {
  /** What the shop itself counts; null when it does not say. */
  readonly expected: number | null;
  readonly read: number;
  /** How many of the written ones were announced to whoever listens on the other side, and how many silently. */
  readonly told: { readonly live: number; readonly history: number };
  /** Why records were skipped or are open, by code. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly complete: boolean;
}

/** `preparing`: the shop makes its history ready. `reading`: records are read and carried over. `settling`: all are read. */
export type RunPhase = "preparing" | "reading" | "settling";

export interface RunRow {
  readonly id: string;
  readonly connection: string;
  readonly type: "backfill";
  /** `incomplete`: it came to its end, and its numbers do not agree. */
  readonly state: "running" | "paused" | "done" | "incomplete" | "failed" | "cancelled";
  readonly phase: RunPhase;
  readonly entity: AnnouncedKind;
  readonly since: string | null;
  readonly cursor: string | null;
  /** Records that the shop says it has; null while it does not say. */
  readonly expected: number | null;
  /** Records read so far, each counted once. */
  readonly read: number;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly report: RunReport | null;
  readonly reason: Reason | null;
}

/** How far a run is at this moment. */
export interface RunProgress {
  /** What became of the records so far; those that are not named are in work. */
  readonly results: Readonly<Record<RunResult, number>>;
  /** Records that were settled within the last minute, per second; null before the first. */
  readonly perSecond: number | null;
}

/** What the engine asks of PostgreSQL about runs. */
export interface RunStore {
  /** Null when another run of the connection is running or paused: `running` is then that one. */
  startRun(
    run: Pick<RunRow, "id" | "connection" | "type" | "entity" | "since" | "startedAt">,
  ): Promise<{ readonly run: RunRow | null; readonly running: RunRow | null }>;
  /**
   * Changes a run that is in one of these states; null when it is in none of them (any more), or when it would become a second one
   * of its connection that is under way.
   */
  changeRun(
    id: string,
    from: readonly RunRow["state"][],
    change: { readonly state: RunRow["state"]; readonly endedAt?: string; readonly reason?: Reason | null },
  ): Promise<RunRow | null>;
  /**
   * Takes the work on a run, or goes on with it, for `leaseMs` by the database's clock. Null when it is not running or another
   * worker has it. `worker` begins with the id of its process and a slash.
   */
  workOnRun(id: string, worker: string, leaseMs: number): Promise<RunRow | null>;
  /** Lets go of a run; nobody takes it for `restMs`. */
  leaveRun(id: string, worker: string, restMs: number): Promise<void>;
  /** Notes which records a run reads; each counts once in its `read`, however often it is read. */
  noteRunRecords(id: string, keys: readonly RecordKey[]): Promise<void>;
  /** Saves how far a run has read, unless another worker has it by now; forgets its failures. */
  moveRun(
    id: string,
    worker: string,
    to: { readonly cursor: string; readonly phase: RunPhase; readonly expected?: number },
  ): Promise<void>;
  /** Counts a failure of a run; answers how many there were in a row. */
  noteRunFailure(id: string, worker: string): Promise<number>;
  /**
   * Settles the records of a run that stand somewhere and have no work left that was there when they were read; answers how many
   * are not settled.
   */
  settleRunRecords(id: string): Promise<number>;
  /** Ends a running run of which every record is settled, with the account of them; false when it is another's or not so far. */
  finishRun(id: string, worker: string, endedAt: string): Promise<boolean>;
  /**
   * Takes the work away that only this run has called for and nobody has begun: answers the keys whose wake-ups are to be withdrawn.
   */
  shelveRun(id: string): Promise<readonly RecordKey[]>;
  /** Records of a run that are not settled, at most `limit`, after one of them. */
  openOfRun(id: string, after: RecordKey | null, limit: number): Promise<readonly RecordKey[]>;
  runProgress(id: string): Promise<RunProgress>;
  run(id: string): Promise<RunRow | null>;
  runs(connection?: string): Promise<readonly RunRow[]>;
}
