import type { JobRecord } from "./app-records.ts";
import { nextUuid } from "./shop.ts";
import type { Shop } from "./shop.ts";

/** Starts work that ends later; `run` gives what the finished job says. */
export function startJob(
  shop: Shop,
  about: Pick<JobRecord, "kind" | "orderId">,
  run: () => JobRecord["errors"],
): JobRecord {
  const job: JobRecord = { __typename: "Job", id: nextUuid(shop), ...about, done: false, errors: [] };
  shop.jobs.set(job.id, job);
  const cancel = shop.clock.setTimer(shop.switches.jobMs, () => {
    shop.timers.delete(cancel);
    job.errors = run();
    job.done = true;
  });
  shop.timers.add(cancel);
  return job;
}

export function runningJob(shop: Shop, kind: JobRecord["kind"], orderId: string): JobRecord | undefined {
  for (const job of shop.jobs.values())
    if (!job.done && job.kind === kind && job.orderId === orderId) return job;
  return undefined;
}
