import fc from "fast-check";
import { schedule as drawnSchedule } from "./draw/draw-schedule.ts";
import type { Violation } from "./evidence.ts";
import { runSchedule, type RunOptions, type RunReport } from "./run-schedule.ts";
import type { Schedule } from "./schedule.ts";

/** What came of the schedule of one seed. */
export interface Exploration {
  readonly seed: number;
  /** Of the first run, the one with the whole schedule. */
  readonly report: RunReport;
  /** Null: nothing was violated. */
  readonly failure: Failure | null;
}

export interface Failure {
  /** As short as it could be made in the time. */
  readonly schedule: Schedule;
  readonly violations: readonly Violation[];
  /** Schedules that were tried to find it. */
  readonly tried: number;
}

export interface ExploreOptions extends RunOptions {
  /** Time for making a failing schedule shorter; default two minutes. */
  readonly shrinkMs?: number;
}

const usualShrinkMs = 120_000;

/** What goes on inside a world is not the same each time, so a shorter schedule gets two chances to fail again. */
const chances = 2;

/** Draws the schedule of a seed, runs it, and makes it shorter if it violates something. Never rejects because of a run. */
export async function explore(seed: number, options: ExploreOptions): Promise<Exploration> {
  let first: RunReport | null = null;
  let failure: Failure | null = null;
  let tried = 0;
  let shrinkUntil = Number.POSITIVE_INFINITY;

  const fails = async (schedule: Schedule): Promise<boolean> => {
    tried += 1;
    const report = await runSafely(schedule, options);
    if (first === null) first = report;
    const { violations } = report;
    // What fails for another reason is another find.
    const known = failure?.violations;
    if (!violations.some(({ rule }) => known?.some((other) => other.rule === rule) ?? true)) return false;
    if (failure === null) shrinkUntil = performance.now() + (options.shrinkMs ?? usualShrinkMs);
    failure = { schedule, violations, tried };
    return true;
  };
  const holds = async (schedule: Schedule): Promise<boolean> => {
    const most = first === null ? 1 : chances;
    for (let chance = 0; chance < most && performance.now() < shrinkUntil; chance += 1)
      if (await fails(schedule)) return false;
    return true;
  };
  await fc.check(fc.asyncProperty(drawnSchedule, holds), { seed, numRuns: 1, unbiased: true });
  if (first === null) throw new Error(`no schedule was drawn for seed ${seed}`);
  return { seed, report: first, failure };
}

/** A world that cannot be run is a find as well. */
export async function runSafely(schedule: Schedule, options: RunOptions): Promise<RunReport> {
  const started = performance.now();
  try {
    return await runSchedule(schedule, options);
  } catch (error) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return {
      violations: [{ rule: "runs-through", about: "the run", what }],
      steps: schedule.steps.length,
      orders: 0,
      faults: {},
      reached: new Map(),
      crashes: [],
      ms: performance.now() - started,
    };
  }
}
