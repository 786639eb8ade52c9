import type { Reason } from "#domain/reason.ts";
import type { RecordKey, RecordKind } from "#domain/source-record.ts";

/** What became of a record that a run has read. */
export type RunResult = "created" | "updated" | "unchanged" | "skipped" | "waiting" | "attention" | "failed";

export interface RunRow {
  readonly id: string;
  readonly connection: string;
  readonly type: "backfill";
  readonly state: "running" | "paused" | "done" | "failed" | "cancelled";
  readonly entity: RecordKind;
  readonly since: string | null;
  readonly cursor: string | null;
  /** Records read so far, each counted once. */
  readonly read: number;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** `read`, and of those records how many stand in each outcome state, once it is done. The states add up to `read`. */
  readonly report: Record<string, number> | null;
  readonly reason: Reason | null;
}

/** What the engine asks of PostgreSQL about runs. */
export interface RunStore {
  /** Null when another run of the connection is running or paused: `running` is then that one. */
  startRun(
    run: Omit<RunRow, "state" | "cursor" | "read" | "endedAt" | "report" | "reason">,
  ): Promise<{ readonly run: RunRow | null; readonly running: RunRow | null }>;
  /** Changes a run that is in one of these states; null when it is in none of them (any more). */
  changeRun(
    id: string,
    from: readonly RunRow["state"][],
    change: { readonly state: RunRow["state"]; readonly endedAt?: string; readonly reason?: Reason },
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
  moveRun(id: string, worker: string, cursor: string): Promise<void>;
  /** Counts a failure of a run; answers how many there were in a row. */
  noteRunFailure(id: string, worker: string): Promise<number>;
  /** How many records of a run have work left that was there when they were read. */
  unsettledOfRun(id: string): Promise<number>;
  /** Ends a running run of which every record is settled, with the report of them; false when it is another's or not so far. */
  finishRun(id: string, worker: string, endedAt: string): Promise<boolean>;
  run(id: string): Promise<RunRow | null>;
  runs(connection?: string): Promise<readonly RunRow[]>;
}
