import type { EngineContext } from "../runtime/connection-runtime.ts";

/** Work that comes back: who does it is settled in the database, so that of many processes one does. */
export interface RecurringJob {
  readonly owner: string;
  readonly name: string;
  readonly everyMs: number;
  run(): Promise<void>;
}

/** Runs jobs whose time has come. A job that fails is logged and tried again at its next turn. */
export function createRecurringJobs(context: EngineContext, jobs: () => readonly RecurringJob[]) {
  const nextLook = new Map<string, number>();
  const running = new Set<string>();

  const runDue = async (job: RecurringJob, now: number): Promise<void> => {
    const id = `${job.owner}\n${job.name}`;
    if (running.has(id) || (nextLook.get(id) ?? 0) > now) return;
    running.add(id);
    try {
      if (await context.store.takeTurn(job.owner, job.name, now, job.everyMs)) {
        nextLook.set(id, now + job.everyMs);
        await job.run();
      } else nextLook.set(id, now + Math.min(job.everyMs, 15_000));
    } catch (error) {
      nextLook.set(id, now + Math.min(job.everyMs, 30_000));
      context.log.warn({ err: error, owner: job.owner, job: job.name }, "a recurring job failed");
    } finally {
      running.delete(id);
    }
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
