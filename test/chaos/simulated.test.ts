/**
 * The share of simulated chaos runs in `npm test`: 200 schedules of the usual connector, and a twentieth of that of each other one, each
 * another one every time. `WAYBILL_CHAOS_RUNS` sets another number, `WAYBILL_CHAOS_SEED` the first seed, which is printed. `npm run
 * chaos` does the same on its own.
 */
import { randomInt } from "node:crypto";
import { expect, inject, it } from "vitest";
import { postgresVariable } from "#test/support/test-postgres.ts";
import { runWorkers } from "./command/run-workers.ts";
import { createTally } from "./command/tally.ts";
import { tellFailure } from "./command/tell-failure.ts";
import { subjects, usualSubject } from "./subjects/index.ts";

const wanted = Number(process.env["WAYBILL_CHAOS_RUNS"] ?? 200);
const first = Number(process.env["WAYBILL_CHAOS_SEED"] ?? randomInt(2 ** 30));
/** A run waits longer than it works. */
const workers = 5;

const shares = subjects.map(({ name }) => ({
  subject: name,
  runs: name === usualSubject ? wanted : Math.ceil(wanted / 20),
}));

it.each(shares)(
  `$runs worlds full of trouble keep every promise: $subject (seeds from ${first})`,
  async ({ subject, runs }) => {
    process.stdout.write(`simulated chaos of ${subject}: WAYBILL_CHAOS_SEED=${first}\n`);
    const tally = createTally();
    const wrong: string[] = [];
    let next = first;
    await runWorkers({
      count: workers,
      tier: "simulated",
      subject,
      shrinkMs: 60_000,
      environment: { [postgresVariable]: inject("postgres") },
      signal: AbortSignal.timeout(1_200_000),
      // Once something is found it is told; more of the same would only take time.
      next: () => (next < first + runs && wrong.length === 0 ? { seed: next++ } : null),
      onAnswer: (answer) => {
        tally.add(answer);
        if (answer.failure !== null)
          wrong.push(tellFailure(answer.seed, answer.failure, { isReal: false, subject }));
      },
      onLost: (order, how) => wrong.push(`${JSON.stringify(order)}: ${how}`),
    });
    process.stdout.write(`${tally.summary().join("\n")}\n`);
    expect(wrong.join("\n")).toBe("");
    expect(tally.runs).toBe(runs);
  },
  1_260_000,
);
