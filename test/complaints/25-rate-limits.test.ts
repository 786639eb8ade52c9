/**
 * Complaint 25: rate limits: retries are used up, parallel workers run into them, work starts again from zero.
 * Sources: singer-io/tap-shopify#124, craftcms/shopify#136, MONEI/Shopify-api-node#135, airbytehq/airbyte#12549, airbytehq/airbyte#39499.
 * More of it: test/scenarios/refusals.test.ts (Unleashed asks to slow down), test/store/shared-budget.test.ts (budgets of many
 * processes), src/connectors/shopify/limiter.test.ts, test/engine/run-trouble.test.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { layered } from "#connectors/kit/layered.ts";
import { change, watchCalls, whenQuiet } from "#test/support/story.ts";
import type { PlacedOrder } from "#test/support/small-world.ts";
import { startTroubleWorld, type TroubleWorld } from "#test/support/trouble-world.ts";

const connection = "acme-unleashed";
let world: TroubleWorld;
beforeAll(async () => {
  world = await startTroubleWorld();
});
afterAll(() => world.stop());

const sold = { lines: [{ sku: "MUG-STONE" }], customer: null, email: null };
const lose = (rate: 0 | 1) => world.control("/shopify/acme/webhooks", { lose: rate });
const agreed = { missing: [], doubled: [], strange: [], different: [] };

async function placeMany(count: number): Promise<readonly PlacedOrder[]> {
  return (await world.control<{ orders: readonly PlacedOrder[] }>("/shopify/acme/orders", { ...sold, count }))
    .orders;
}

describe("Shopify counts points, and my connector ran dry", () => {
  it("but with a bucket that one query nearly empties, sixty orders are fetched, and hardly a call is refused for want of points", async () => {
    await lose(1);
    const orders = await placeMany(60);
    await lose(0);
    await world.control("/shopify/acme/throttle", { size: { restoreRate: 100, maximumAvailable: 130 } });
    const calls = watchCalls(world, "shopify/acme");
    await world.advance("PT6M");
    await expect
      .poll(async () => (await world.hub.connection(connection)).counts["synced"] ?? 0, { timeout: 25_000 })
      .toBeGreaterThanOrEqual(orders.length);
    await world.control("/shopify/acme/throttle", { size: null });
    const asked = calls().map(({ answer }) =>
      Number(/"requestedQueryCost":(\d+)/.exec(answer ?? "")?.[1] ?? 0),
    );
    expect(asked.reduce((sum, cost) => sum + cost, 0)).toBeGreaterThan(130);
    // When exactly points come back is the shop's affair, so a call may come a moment too early; it waits and is sent again.
    const refused = calls().filter(({ answer }) => answer?.includes("THROTTLED"));
    expect(refused.length).toBeLessThanOrEqual(3);
    await world.quiet();
    expect(await world.compare()).toEqual(agreed);
  });
});

describe("Shopify said 429, and my connector gave up, or asked all the more", () => {
  // The shop's time is real time: its second cannot be moved on.
  it.each([
    ["says for how long", { rate: 1, retryAfter: 1 }, 1_000],
    ["does not say for how long", 1, 1_000],
  ] as const)(
    "but where it %s, the whole shop is left alone for that time, and then every change is told",
    async (_how, http429, leastMs) => {
      const orders = await placeMany(6);
      for (const { name } of orders) await world.standing(name, "synced", "unchanged");
      await whenQuiet(world);
      const [first, ...others] = orders;
      if (first === undefined) throw new Error("nothing was placed");
      world.faults("shopify/acme", { http429, times: 1 });
      const calls = watchCalls(world, "shopify/acme");
      await change(world, first, "cancel");
      await expect
        .poll(async () => (await world.hub.connection(connection)).state, { timeout: 10_000 })
        .toBe("throttled");
      for (const order of others) await change(world, order, "cancel");
      await expect
        .poll(async () => (await world.hub.attention(connection)).map(({ title }) => title), {
          timeout: 15_000,
        })
        .toEqual(expect.arrayContaining(orders.map(({ name }) => name)));
      const [refused, next] = calls();
      expect(refused?.status).toBe(429);
      expect(Date.parse(next?.time ?? "") - Date.parse(refused?.time ?? "")).toBeGreaterThanOrEqual(leastMs);
      expect(calls().filter(({ status }) => status === 429)).toHaveLength(1);
      expect(await world.rows(`select title from waybill.record_state where state = 'failed'`)).toEqual([]);
    },
  );
});

describe("I started a second worker, and together they ran into the limit", () => {
  it("but two hubs on one account share its calls: no 429, and nothing twice", async () => {
    const { stores, connections } = world.configuration;
    await world.hub.apply({
      stores,
      connections: connections.map((one) => ({
        ...one,
        settings: layered(one.settings, { account: { callsPerSecond: 12 } }),
      })),
    });
    // Alone each of them would make twelve calls in a second.
    await world.control("/unleashed/settings", { callsPerSecond: 18 });
    await world.beside();
    const calls = watchCalls(world, "unleashed");
    const orders = await placeMany(9);
    for (const { name } of orders) await world.standing(name, "synced", "unchanged");
    expect(calls().length).toBeGreaterThan(2 * 12);
    expect(calls().filter(({ status }) => status === 429)).toEqual([]);
    await world.control("/unleashed/settings", { callsPerSecond: null });
    expect(await world.compare()).toEqual(agreed);
  });
});

describe("After an interruption the import began again at the very first order", () => {
  it("but it goes on where it was: the shop prepares its history once, and the file of it is fetched once", async () => {
    await world.hub.pause(connection);
    await lose(1);
    await placeMany(40);
    await lose(0);
    const all = (await world.control<{ orders: readonly unknown[] }>("/shopify/acme/dump?only=orders")).orders
      .length;
    const calls = watchCalls(world, "shopify/acme");
    const asked = (name: RegExp) => calls().filter(({ operation }) => name.test(operation)).length;
    await world.control("/shopify/acme/bulk", { rowsPerLook: 60, download: { slowMs: 150 } });
    const run = await world.hub.startBackfill({ connection, entity: "orders", since: null });
    for (const phase of ["preparing", "reading"]) {
      await expect.poll(async () => (await world.hub.run(run.id)).phase, { timeout: 15_000 }).toBe(phase);
      expect((await world.hub.pauseRun(run.id)).state).toBe("paused");
      expect((await world.hub.run(run.id)).read).toBe(0);
      await world.hub.resumeRun(run.id);
    }
    await expect.poll(async () => (await world.hub.run(run.id)).read, { timeout: 15_000 }).toBe(all);
    expect([asked(/RunBulkQuery/), asked(/bulk-operation-outputs/)]).toEqual([1, 1]);
    await world.hub.cancelRun(run.id);
    await world.control("/shopify/acme/bulk", { rowsPerLook: null });
  });
});
