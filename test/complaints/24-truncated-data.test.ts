/**
 * Complaint 24: truncated or dropped data is reported as success: 100 codes of 190,000, a whole bulk result, updates that a cursor
 * by id misses.
 * Sources: airbytehq/airbyte#78512, airbytehq/airbyte#85372, airbytehq/airbyte#66581, airbytehq/airbyte#28926, airbytehq/airbyte#58668.
 * More of it: test/engine/backfill.test.ts, test/engine/run-trouble.test.ts (a run that meets trouble).
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { arrive, onlySales } from "#test/support/arrive.ts";
import { accountedFor, endOfRun } from "#test/support/end-of-run.ts";
import { change, numericId, storyOf, whenQuiet } from "#test/support/story.ts";
import { startTroubleWorld, type TroubleWorld } from "#test/support/trouble-world.ts";

let world: TroubleWorld;
beforeAll(async () => {
  world = await startTroubleWorld();
});
afterAll(() => world.stop());

const guest = { customer: null, email: null };
const lose = (rate: 0 | 1) => world.control("/shopify/acme/webhooks", { lose: rate });
const agreed = { missing: [], doubled: [], strange: [], different: [] };
const startBackfill = () =>
  world.hub.startBackfill({ connection: "acme-unleashed", entity: "orders", since: null });

/** An answer as if the order had gone between two pages of it, as often as it is asked for. */
const vanishing = { "query OrderPages": { status: { code: 200, rate: 1, body: '{"data":{"order":null}}' } } };

describe("Of a large order only the first lines came", () => {
  const cents = Array.from({ length: 130 }, (_, index) => ({
    title: `Cent ${index}`,
    kind: "manual",
    amount: "0.01",
  }));

  it.each(["webhook", "sweep"])(
    "but told by %s, all its 260 lines are there, and of another one all 130 discounts are taken off",
    async (how) => {
      await lose(how === "webhook" ? 0 : 1);
      const long = await world.place({ ...guest, lines: [], randomLines: 260, shipping: "9.95" });
      const cheap = await world.place({
        ...guest,
        lines: [{ sku: "THR-WOOL" }, { sku: "VAS-CER" }],
        discounts: cents,
      });
      if (how === "sweep") await world.advance("PT6M");
      for (const { name } of [long, cheap]) await world.standing(name, "synced");
      await lose(0);
      const sales = await onlySales(world, long.name);
      expect(sales.SalesOrderLines.length).toBeGreaterThanOrEqual(261);
      expect(sales.Total).toBe(Number(long.total));
      expect([cheap.total, (await onlySales(world, cheap.name)).Total]).toEqual(["206.82", 206.82]);
      expect((await world.compare()).different).toEqual([]);
    },
  );
});

describe("The import said that all was well, and orders were missing", () => {
  it("but a backfill over many pages counts what it read, and each of them is there once", async () => {
    await lose(1);
    await world.control("/shopify/acme/orders", { ...guest, count: 105, lines: [{ sku: "MUG-STONE" }] });
    const all = (await world.control<{ orders: readonly unknown[] }>("/shopify/acme/dump?only=orders")).orders
      .length;
    const run = await endOfRun(world.hub, await startBackfill());
    await lose(0);
    expect(run).toMatchObject({ state: "done", reason: null, read: all });
    expect([run.report?.read, accountedFor(run)]).toEqual([all, all]);
    await whenQuiet(world);
    expect(await world.compare()).toEqual(agreed);
  });

  it("and an order that cannot be read just then is counted and read again for itself, and not left out of a run that calls itself done", async () => {
    await lose(1);
    const large = await world.place({ ...guest, lines: [], randomLines: 60 });
    await lose(0);
    const all = (await world.control<{ orders: readonly unknown[] }>("/shopify/acme/dump?only=orders")).orders
      .length;
    world.faults("shopify/acme", { operations: vanishing });
    // Its lines come out of order, so that it has to be read by itself.
    await world.control("/shopify/acme/bulk", { shuffleSiblings: true });
    const run = await startBackfill();
    await expect.poll(async () => (await world.hub.run(run.id)).read, { timeout: 15_000 }).toBe(all);
    await expect
      .poll(async () => (await world.hub.show(numericId(large)))[0]?.record.outcome, { timeout: 15_000 })
      .toMatchObject({ state: "failed", retryAt: expect.any(String) as string });
    expect((await world.hub.run(run.id)).state).toBe("running");
    world.faults("shopify/acme", {});
    await world.arrived(large.name);
    const ended = await endOfRun(world.hub, run);
    expect(ended).toMatchObject({ state: "done", read: all });
    expect(await world.compare()).toEqual(agreed);
    await world.control("/shopify/acme/bulk", { shuffleSiblings: false });
  });
});

describe("Shopify's file of the whole shop ended early, and the import took what there was for all", () => {
  /** Orders that only a backfill will find, each with lines that stand far from their order in the file. */
  async function placeUnheard(count: number): Promise<number> {
    await lose(1);
    await world.control("/shopify/acme/orders", {
      ...guest,
      count,
      lines: [{ sku: "MUG-STONE", quantity: 2 }, { sku: "THR-WOOL" }, { sku: "VAS-CER" }],
      shipping: "9.95",
    });
    await lose(0);
    const dump = await world.control<{ orders: readonly unknown[] }>("/shopify/acme/dump?only=orders");
    return dump.orders.length;
  }

  it("but a file that ends as if that were all is fetched again, and every order has all of its lines", async () => {
    const all = await placeUnheard(25);
    await world.control("/shopify/acme/bulk", { download: { endAfterBytes: 60_000 } });
    const run = await endOfRun(world.hub, await startBackfill());
    expect(run).toMatchObject({ state: "done", expected: all, read: all });
    await whenQuiet(world);
    expect(await world.compare()).toEqual(agreed);
  });

  it("and when the shop can only prepare a part of it, nothing of that part is taken for all: the run fails, and says why", async () => {
    const all = await placeUnheard(10);
    const fails = { fail: "TIMEOUT", afterLines: 120 };
    await world.control("/shopify/acme/bulk", { next: [fails, fails, fails] });
    const run = await endOfRun(world.hub, await startBackfill());
    expect(run).toMatchObject({ state: "failed", read: 0, reason: { code: "HISTORY_FAILED" } });
    expect(run.reason?.message).toContain("TIMEOUT");
    expect((await world.compare()).missing).toHaveLength(10);
    const again = await endOfRun(world.hub, await startBackfill());
    expect(again).toMatchObject({ state: "done", expected: all, read: all });
    await whenQuiet(world);
    expect(await world.compare()).toEqual(agreed);
  });
});

describe("Shopify's list said that nothing had changed, and what had changed was never asked for again", () => {
  it("but a list that lags behind for half an hour is asked again from where it was, until it shows the order", async () => {
    await arrive(world, guest);
    await world.control("/shopify/acme/index-delay", { delay: "PT30M" });
    await lose(1);
    const order = await world.place({ ...guest, lines: [{ sku: "MUG-STONE" }] });
    await lose(0);
    for (let look = 0; look < 4; look += 1) {
      await world.advance("PT7M");
      await whenQuiet(world);
      expect(await world.hub.records({ q: order.name })).toEqual([]);
    }
    await world.advance("PT7M");
    await world.standing(order.name, "synced");
    await world.control("/shopify/acme/index-delay", { delay: 0 });
    expect((await storyOf(world, order.name)).journal[0]?.code).toBe("FOUND_BY_SWEEP");
  });

  it("and an old order that changes is seen, though its number lies long before the last one read", async () => {
    const { order } = await arrive(world, guest);
    for (let later = 0; later < 3; later += 1) await arrive(world, guest);
    await world.advance("PT1H");
    await lose(1);
    await change(world, order, "cancel");
    await lose(0);
    await world.advance("PT6M");
    expect((await world.standing(order.name, "attention")).outcome.reason.code).toBe(
      "ORDER_CANCELLED_AFTER_ARRIVAL",
    );
  });
});
