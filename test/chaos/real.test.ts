/**
 * Whole runs with real processes: hubs that are killed, a PostgreSQL that is stopped. The schedules are drawn from a seed, which is
 * printed; `WAYBILL_TEST_SEED` brings them back. Many more: `npm run chaos -- --real --runs 50`.
 */
import { randomInt } from "node:crypto";
import { availableParallelism } from "node:os";
import { expect, it } from "vitest";
import { tellFailure } from "./command/tell-failure.ts";
import { explore, type Exploration } from "./explore.ts";
import { startRealTier } from "./real/start-real-tier.ts";
import { subjectNamed, usualSubject } from "./subjects/index.ts";

const runs = 5;
/** A run waits for processes for much of its time. */
const atOnce = Math.min(2, availableParallelism());
const seed = Number(process.env["WAYBILL_TEST_SEED"] ?? randomInt(2 ** 31 - runs));

it(`${runs} runs with real processes keep every promise (seeds ${seed} to ${seed + runs - 1})`, async () => {
  process.stdout.write(`chaos, real: WAYBILL_TEST_SEED=${seed}\n`);
  const seeds = Array.from({ length: runs }, (_, index) => seed + index);
  const done: Exploration[] = [];
  const work = async (): Promise<void> => {
    for (let next = seeds.shift(); next !== undefined; next = seeds.shift())
      done.push(
        await explore(next, { startTier: startRealTier, subject: subjectNamed(usualSubject), shrinkMs: 0 }),
      );
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const told = done.flatMap(({ seed: failed, failure }) =>
    failure === null ? [] : [tellFailure(failed, failure, { isReal: true, subject: usualSubject })],
  );
  expect(told.join("\n")).toBe("");
  expect(done).toHaveLength(runs);
  // They did take place, and the processes told of it.
  for (const { report } of done) expect(report.reached.size).toBeGreaterThan(30);
  for (const { report } of done)
    process.stdout.write(
      `chaos, real: ${report.steps} steps, ${report.orders} orders, ${report.crashes.length} crashes, ${(report.ms / 1_000).toFixed(1)} s\n`,
    );
}, 240_000);
