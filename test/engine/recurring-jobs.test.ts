import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EngineContext } from "#engine/runtime/connection-runtime.ts";
import { createRecurringJobs } from "#engine/schedule/recurring-jobs.ts";
import { createEngineStore } from "#store/engine-store/create-engine-store.ts";
import { createSecretBox } from "#store/secrets/secret-box.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

const second = 1_000;
const day = 24 * 3_600 * second;
let database: TestDatabase;
let now = Date.parse("2026-03-01T00:00:00Z");
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** The jobs of one process that shares the database with others. */
function openProcess(name: string, run: () => Promise<"more" | void>) {
  const store = createEngineStore({
    pool: database.pool,
    box: createSecretBox(randomBytes(32).toString("base64")),
    connect: () => Promise.reject(new Error("no process is registered here")),
  });
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const context = { store, clock: { now: () => now }, log } as unknown as EngineContext;
  return createRecurringJobs(context, () => [{ owner: "hub", name, everyMs: day, run }]);
}

describe("a recurring job", () => {
  it("that fails is tried again soon, then less and less often, then in its usual turn", async () => {
    let runs = 0;
    let isWell = false;
    const jobs = openProcess("fails", () => {
      runs += 1;
      return isWell ? Promise.resolve() : Promise.reject(new Error("away"));
    });
    const runsAfter = async (ms: number): Promise<number> => {
      now += ms;
      await jobs.tick();
      return runs;
    };
    expect(await runsAfter(0)).toBe(1);
    expect(await runsAfter(14 * second)).toBe(1);
    expect(await runsAfter(1 * second)).toBe(2);
    expect(await runsAfter(29 * second)).toBe(2);
    expect(await runsAfter(1 * second)).toBe(3);
    for (let again = 0; again < 10; again += 1) await runsAfter(300 * second);
    expect(runs).toBe(13);
    isWell = true;
    expect(await runsAfter(300 * second)).toBe(14);
    expect(await runsAfter(day - second)).toBe(14);
    expect(await runsAfter(15 * second)).toBe(15);
  });

  it("that failed here may be done elsewhere", async () => {
    let done = 0;
    const here = openProcess("elsewhere", () => Promise.reject(new Error("away")));
    const there = openProcess("elsewhere", () => {
      done += 1;
      return Promise.resolve();
    });
    await here.tick();
    await there.tick();
    expect(done).toBe(0);
    now += 15 * second;
    await Promise.all([there.tick(), there.tick()]);
    expect(done).toBe(1);
  });

  it("that has more to do goes on in a minute", async () => {
    let left = 2;
    const jobs = openProcess("more", () => {
      left -= 1;
      return Promise.resolve(left > 0 ? "more" : undefined);
    });
    await jobs.tick();
    expect(left).toBe(1);
    now += 60 * second;
    await jobs.tick();
    expect(left).toBe(0);
    now += 60 * second;
    await jobs.tick();
    expect(left).toBe(0);
  });
});
