import fc from "fast-check";
import { schedule as drawnSchedule } from "./draw/draw-schedule.ts";
import type { Violation } from "./evidence.ts";
import { runSchedule, type RunOptions, type RunReport } from "./run-schedule.ts";
import type { Schedule } from "./schedule.ts";
import { shrinkSchedule } from "./shrink-schedule.ts";
import type { ChaosSubject } from "./subjects/chaos-subject.ts";
import { meantFor } from "./subjects/meant-for.ts";

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
  /** Time for making a failing schedule shorter; default three minutes. */
  readonly shrinkMs?: number;
}

const usualShrinkMs = 180_000;

/** What goes on inside a world is not the same each time, so a shorter schedule gets two chances to fail again. */
const chances = 2;

/** Draws the schedule of a seed, runs it, and makes it shorter if it violates something. Never rejects because of a run. */
export async function explore(seed: number, options: ExploreOptions): Promise<Exploration> {
  const schedule = await draw(seed, options.subject);
  const report = await runSafely(schedule, options);
  if (report.violations.length === 0) return { seed, report, failure: null };

  let { violations } = report;
  let tried = 1;
  const until = performance.now() + (options.shrinkMs ?? usualShrinkMs);
  const isOver = (): boolean => performance.now() > until;
  const stillFails = async (shorter: Schedule): Promise<boolean> => {
    for (let chance = 0; chance < chances && !isOver(); chance += 1) {
      tried += 1;
      const again = await runSafely(shorter, options);
      // What fails for another reason is another find.
      if (!again.violations.some(({ rule }) => violations.some((known) => known.rule === rule))) continue;
      violations = again.violations;
      return true;
    }
    return false;
  };
  const shrunk = await shrinkSchedule(schedule, stillFails, isOver);
  return { seed, report, failure: { schedule: shrunk, violations, tried } };
}

/** The schedule of a seed, as it is meant for a subject. */
export async function draw(seed: number, subject: Pick<ChaosSubject, "operations">): Promise<Schedule> {
  const drawn: Schedule[] = [];
  const note = fc.asyncProperty(drawnSchedule, async (schedule) => void drawn.push(schedule));
  await fc.check(note, { seed, numRuns: 1, unbiased: true });
  const [schedule] = drawn;
  if (schedule === undefined) throw new Error(`no schedule was drawn for seed ${seed}`);
  return meantFor(schedule, subject);
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
