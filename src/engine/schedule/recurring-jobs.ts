import type { EngineContext } from "../runtime/connection-runtime.ts";

/** Work that comes back: who does it is settled in the database, so that of many processes one does. */
export interface RecurringJob {
  readonly owner: string;
  readonly name: string;
  readonly everyMs: number;
  /** Rejects when it has failed; answers `more` when there is more to do than it should do at once. */
  run(): Promise<"more" | void>;
}

/** Pause before a job that failed is tried again; it doubles with each failure in a row. */
const firstAgainMs = 15_000;
const longestAgainMs = 5 * 60_000;
const moreMs = 60_000;
/** Somebody may have given a turn back meanwhile. */
const longestLookMs = 5 * 60_000;

/**
 * Runs jobs whose time has come. A job that fails gives its turn back and is tried again soon, by whichever process is the first,
 * instead of after its whole period.
 */
export function createRecurringJobs(context: EngineContext, jobs: () => readonly RecurringJob[]) {
  const nextLook = new Map<string, number>();
  const running = new Set<string>();
  const failures = new Map<string, number>();

  const runDue = async (job: RecurringJob, now: number): Promise<void> => {
    const id = `${job.owner}\n${job.name}`;
    if (running.has(id) || (nextLook.get(id) ?? 0) > now) return;
    running.add(id);
    let isMine = false;
    try {
      isMine = await context.store.takeTurn(job.owner, job.name, now, job.everyMs);
      nextLook.set(id, now + Math.min(job.everyMs, isMine ? longestLookMs : firstAgainMs));
      if (!isMine) return;
      if ((await job.run()) === "more") await comeAgain(job, id, moreMs);
      failures.delete(id);
    } catch (error) {
      context.log.warn({ err: error, owner: job.owner, job: job.name }, "a recurring job failed");
      const before = failures.get(id) ?? 0;
      failures.set(id, before + 1);
      await comeAgain(job, id, Math.min(longestAgainMs, firstAgainMs * 2 ** Math.min(before, 10)), isMine);
    } finally {
      running.delete(id);
    }
  };

  const comeAgain = async (job: RecurringJob, id: string, ms: number, isMine = true): Promise<void> => {
    const due = context.clock.now() + Math.min(ms, job.everyMs);
    nextLook.set(id, due);
    if (isMine)
      await context.store.giveTurnBack(job.owner, job.name, due, job.everyMs).catch((error: unknown) => {
        context.log.warn({ err: error, owner: job.owner, job: job.name }, "a turn could not be given back");
      });
  };

  return {
    /** Looks at every job once; resolves when those that were due are done. */
    tick: async (): Promise<void> => {
      const now = context.clock.now();
      await Promise.all(jobs().map((job) => runDue(job, now)));
    },
    /** Forgets when jobs were looked at: after the clock was moved back or a configuration changed. */
    reset: (): void => nextLook.clear(),
  };
}
