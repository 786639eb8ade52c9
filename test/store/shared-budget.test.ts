import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CallBudget } from "#connectors/kit/call-budget.ts";
import type { BudgetLimits } from "#connectors/kit/target-connector.ts";
import type { BudgetKeeper } from "#engine/ports/budget-keeper.ts";
import { createBudgetKeeper } from "#store/budget/create-budget-keeper.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

const unlimited: BudgetLimits = {
  callsPerSecond: null,
  callsAtOnce: 4,
  callsPerDay: null,
  callsPerMonth: null,
};
let database: TestDatabase;
let offset = 0;
const started = Date.now();
const clock = { now: () => Date.parse("2026-03-30T12:00:00Z") + (Date.now() - started) + offset };
let first: BudgetKeeper;
let second: BudgetKeeper;

beforeAll(async () => {
  database = await createTestDatabase();
  first = createBudgetKeeper({ pool: database.pool, clock, process: "first" });
  second = createBudgetKeeper({ pool: database.pool, clock, process: "second" });
});
afterAll(async () => {
  await first.stop();
  await second.stop();
  await database.drop();
});

/** Makes calls on several processes' budgets; answers the most that were under way at once, and when each began. */
async function load(
  budgets: readonly CallBudget[],
  calls: number,
): Promise<{ most: number; begun: number[] }> {
  let now = 0;
  let most = 0;
  const begun: number[] = [];
  await Promise.all(
    Array.from({ length: calls }, async (_, index) => {
      const release = await budgets[index % budgets.length]!.take("live");
      begun.push(performance.now());
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setTimeout(resolve, 3));
      now -= 1;
      release();
    }),
  );
  return { most, begun };
}

describe("a budget shared by processes", () => {
  it("never has more calls under way than it allows", async () => {
    const budgets = [first.budgetOf("at-once", unlimited), second.budgetOf("at-once", unlimited)];
    const { most } = await load(budgets, 120);
    expect(most).toBeLessThanOrEqual(4);
  });

  it("spreads calls over time across processes: no second holds more than it may, wherever it begins", async () => {
    const limits = { ...unlimited, callsAtOnce: 10, callsPerSecond: 40 };
    const budgets = [first.budgetOf("rate", limits), second.budgetOf("rate", limits)];
    const { begun } = await load(budgets, 80);
    expect(begun).toHaveLength(80);
    const times = begun.toSorted((one, other) => one - other);
    const inSecond = times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length);
    // A machine that is busy starts some calls late, and then closer together.
    expect(Math.max(...inSecond)).toBeLessThanOrEqual(44);
  });

  it("takes calls ahead of their time, so that not each of them costs a statement", async () => {
    const limits = { ...unlimited, callsAtOnce: 8, callsPerSecond: 60 };
    const statements: string[] = [];
    const pool = new Proxy(database.pool, {
      get: (target, name) =>
        name === "query"
          ? (query: { readonly name?: string }, ...rest: never[]) => {
              if (query.name === "take-calls") statements.push(query.name);
              return target.query(query as never, ...rest);
            }
          : (Reflect.get(target, name) as unknown),
    });
    const keeper = createBudgetKeeper({ pool, clock, process: "third" });
    await load([keeper.budgetOf("ahead", limits)], 60);
    await keeper.stop();
    expect(statements.length).toBeLessThan(40);
  });

  it("hands out nothing ahead of its time to who has to wait because the other side asked for it", async () => {
    const limits = { ...unlimited, callsPerSecond: 5 };
    const budget = first.budgetOf("paced-blocked", limits);
    (await budget.take("live"))();
    const waiting = [budget.take("live"), budget.take("live")];
    await budget.throttled(60_000);
    let served = 0;
    for (const one of waiting) void one.then(() => (served += 1));
    await new Promise((resolve) => setTimeout(resolve, 450));
    expect(served).toBe(0);
    offset += 61_000;
    for (const release of await Promise.all(waiting)) release();
  });

  it("counts the calls that were made, not the ones that were taken ahead", async () => {
    const keepers = ["here", "there"].map((process) =>
      createBudgetKeeper({ pool: database.pool, clock, process }),
    );
    const budgets = keepers.map((keeper) => keeper.budgetOf("made", unlimited));
    const handedOut = async (): Promise<number | undefined> => {
      const { rows } = await database.pool.query<{ day_used: number }>(
        "select day_used from waybill.budget where owner = 'made'",
      );
      return rows[0]?.day_used;
    };
    const [here] = keepers;
    await load(budgets.slice(0, 1), 1);
    expect(await handedOut()).toBeGreaterThan(1);
    expect(await here?.state("made")).toMatchObject({ callsToday: 1, callsThisMonth: 1 });
    await load(budgets, 30);
    await Promise.all(keepers.map((keeper) => keeper.stop()));
    expect(await first.state("made")).toMatchObject({ callsToday: 31, callsThisMonth: 31 });
    expect(await handedOut()).toBe(31);
  });

  it("stops when the month's calls are spent, says until when, and goes on in the next month", async () => {
    const limits = { ...unlimited, callsPerMonth: 10 };
    const budget = first.budgetOf("month", limits);
    for (let call = 0; call < 10; call += 1) (await budget.take("live"))();
    await expect(budget.take("live")).rejects.toMatchObject({
      errorClass: "throttled",
      reason: { code: "QUOTA_SPENT" },
    });
    expect(await first.state("month")).toMatchObject({ callsThisMonth: 10 });
    offset += 3 * 24 * 3_600_000;
    (await budget.take("live"))();
  });

  it("keeps the last tenth of a quota for live work", async () => {
    const budget = first.budgetOf("reserve", { ...unlimited, callsPerDay: 20 });
    for (let call = 0; call < 19; call += 1) (await budget.take("live"))();
    await expect(budget.take("sweep")).rejects.toMatchObject({ reason: { code: "QUOTA_RESERVED" } });
    (await budget.take("live"))();
  });

  it("makes every process wait when the other side asked for it", async () => {
    const mine = first.budgetOf("blocked", unlimited);
    const theirs = second.budgetOf("blocked", unlimited);
    (await mine.take("live"))();
    await mine.throttled(60_000);
    expect((await second.state("blocked"))?.blockedUntil).not.toBeNull();
    let served = 0;
    const waiting = theirs.take("live").finally(() => (served += 1));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(served).toBe(0);
    offset += 61_000;
    (await waiting)();
    expect(served).toBe(1);
  });

  it("lets no process go on with calls taken ahead for longer than a second after another one was asked to wait", async () => {
    const mine = first.budgetOf("blocked-ahead", { ...unlimited, callsAtOnce: 40 });
    const theirs = second.budgetOf("blocked-ahead", { ...unlimited, callsAtOnce: 40 });
    (await theirs.take("live"))();
    (await theirs.take("live"))();
    (await mine.take("live"))();
    await mine.throttled(60_000);
    offset += 1_001;
    let served = 0;
    const waiting = theirs.take("live").finally(() => (served += 1));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(served).toBe(0);
    offset += 60_000;
    (await waiting)();
  });

  it("counts no calls that were taken ahead and not made, because the other side asked to wait", async () => {
    const budget = first.budgetOf("withdrawn", { ...unlimited, callsPerDay: 10_000 });
    const handedOut = async (): Promise<number | undefined> => {
      const { rows } = await database.pool.query<{ day_used: number }>(
        "select day_used from waybill.budget where owner = 'withdrawn'",
      );
      return rows[0]?.day_used;
    };
    (await budget.take("live"))();
    const release = await budget.take("live");
    expect(await handedOut()).toBeGreaterThan(50);
    await budget.throttled(60_000);
    await expect.poll(handedOut, { timeout: 900 }).toBe(2);
    release();
    offset += 61_000;
  });
});
