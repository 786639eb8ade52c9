import type { Failure } from "../explore.ts";
import type { RunReport } from "../run-schedule.ts";
import type { Schedule } from "../schedule.ts";

/** What a worker of the command is asked for. */
export type WorkerOrder = { readonly seed: number } | { readonly schedule: Schedule };

/** A report as it travels between processes. */
export interface PlainReport extends Omit<RunReport, "reached"> {
  readonly reached: Readonly<Record<string, number>>;
}

export interface WorkerAnswer {
  /** Null for a schedule that was given. */
  readonly seed: number | null;
  readonly report: PlainReport;
  readonly failure: Failure | null;
}

export function plainReport(report: RunReport): PlainReport {
  return { ...report, reached: Object.fromEntries(report.reached) };
}
