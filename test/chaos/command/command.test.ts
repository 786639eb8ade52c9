import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { postgresVariable } from "#test/support/test-postgres.ts";
import type { Schedule } from "../schedule.ts";
import type { WorkerAnswer } from "./messages.ts";
import { createTally } from "./tally.ts";
import { tellFailure } from "./tell-failure.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "waybill-chaos-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function run(...args: readonly string[]): Promise<{ readonly code: number; readonly said: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, [postgresVariable]: inject("postgres") };
    execFile(process.execPath, ["test/chaos/cli.ts", ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, said: stdout + stderr }),
    );
  });
}

const purchase: Schedule = {
  seed: 3,
  paceMs: 0,
  account: {},
  steps: [
    { do: "place", body: { randomLines: 1 } },
    { do: "crash", point: "settle.beforeCommit", hit: 1, lasts: 0 },
    { do: "rest" },
  ],
};
const answer = (failed: boolean): WorkerAnswer => ({
  seed: 12,
  report: {
    violations: [],
    steps: 9,
    orders: 4,
    faults: { down: 2 },
    reached: { "key.taken": 5 },
    crashes: ["key.taken"],
    ms: 1_500,
  },
  failure: failed
    ? {
        schedule: purchase,
        violations: [{ rule: "once-each", about: "#1001", what: "it has 2 sales orders" }],
        tried: 8,
      }
    : null,
});

describe("npm run chaos", () => {
  it("runs a schedule again that was saved, and says what came of it", async () => {
    const file = join(folder, "purchase.json");
    await writeFile(file, JSON.stringify(purchase));
    const { code, said } = await run("--replay", file);
    expect(said).toContain("runs             1, 0 with violations");
    expect(said).toContain("crashed at       1 places, 1 times: settle.beforeCommit 1");
    expect(code).toBe(0);
  }, 120_000);

  it("says what is wrong with a file that is no schedule, and with a number that is none", async () => {
    const file = join(folder, "other.json");
    await writeFile(file, JSON.stringify({ seed: 1, steps: [{ do: "dance" }] }));
    expect(await run("--replay", file)).toMatchObject({
      code: 2,
      said: expect.stringContaining("is no schedule that can be run again"),
    });
    expect(await run("--replay", join(folder, "none.json"))).toMatchObject({ code: 2 });
    expect((await run("--runs", "many")).said).toContain("It has to be a whole number.");
  });

  it("tells a failure with its seed, how to see it again, and the schedule as it can be replayed", () => {
    const { failure } = answer(true);
    const told = failure === null ? "" : tellFailure(12, failure, { isReal: true, subject: "unleashed" });
    expect(told).toContain("[once-each] #1001: it has 2 sales orders");
    expect(told).toContain("npm run chaos -- --runs 1 --seed 12 --real");
    expect(told.split("\n")).toContain(JSON.stringify(purchase));
  });

  it("adds up runs, orders, faults, points and crashes", () => {
    const tally = createTally();
    tally.add(answer(false));
    tally.add(answer(true));
    expect([tally.runs, tally.failed]).toEqual([2, 1]);
    const summary = tally.summary().join("\n");
    expect(summary).toContain("longest schedule 9 (seed 12)");
    expect(summary).toContain("orders           8");
    expect(summary).toContain("down 4");
    expect(summary).toContain("points reached   1, 10 times");
    expect(summary).toContain("crashed at       1 places, 2 times: key.taken 2");
  });
});
