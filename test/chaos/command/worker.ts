/** Carries out runs for the command in a process of its own: one at a time, each asked for by a message. */
import { constants, setPriority } from "node:os";
import { explore, runSafely } from "../explore.ts";
import type { Tier } from "../tier.ts";
import { subjectNamed } from "../subjects/index.ts";
import { loadTier } from "../tiers.ts";
import { plainReport, type WorkerAnswer, type WorkerOrder } from "./messages.ts";

// Whatever else goes on beside it, such as tests that look at the clock, comes first.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

const [tier, shrinkMs, subject] = process.argv.slice(2);
const startTier = await loadTier(tier as Tier["name"]);
const options = { startTier, subject: subjectNamed(subject ?? ""), shrinkMs: Number(shrinkMs) };

process.on("message", (order: WorkerOrder) => {
  carryOut(order).then(tell, (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  });
});
process.on("disconnect", () => process.exit(0));

async function carryOut(order: WorkerOrder): Promise<WorkerAnswer> {
  if ("seed" in order) {
    const { report, failure } = await explore(order.seed, options);
    return { seed: order.seed, report: plainReport(report), failure };
  }
  const report = await runSafely(order.schedule, options);
  const { violations } = report;
  return {
    seed: null,
    report: plainReport(report),
    failure: violations.length === 0 ? null : { schedule: order.schedule, violations, tried: 1 },
  };
}

function tell(answer: WorkerAnswer): void {
  process.send?.(answer);
}
