import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";
import { change, salesOrdersNamed, storyOf, theSalesOrder, whenQuiet } from "#test/support/story.ts";

const worlds: SmallWorld[] = [];
afterAll(async () => {
  await Promise.all(worlds.map((world) => world.stop()));
});

async function worldWith(accept: Readonly<Record<string, unknown>>): Promise<SmallWorld> {
  const world = await startSmallWorld({ settings: { orders: { accept } } });
  worlds.push(world);
  return world;
}

const mug = { lines: [{ sku: "MUG-STONE" }] };
const unnamed = { ...mug, customer: null, email: null };

describe("paid orders only", () => {
  let world: SmallWorld;
  beforeAll(async () => {
    world = await worldWith({});
  });

  it.each([
    ["waits for payment", { paid: false }, "ORDER_NOT_PAID", /waiting for payment/],
    ["is only authorised", { financialStatus: "authorized" }, "ORDER_NOT_PAID", /authorised/],
    ["is partly paid", { financialStatus: "partially_paid" }, "ORDER_NOT_PAID", /partly paid/],
    ["has an expired authorisation", { financialStatus: "expired" }, "ORDER_NOT_PAID", /expired/],
    ["was voided", { financialStatus: "voided" }, "ORDER_VOIDED", /voided/],
    ["was refunded before it arrived", { financialStatus: "refunded" }, "ORDER_REFUNDED", /given back/],
    ["is a test order", { test: true }, "TEST_ORDER", /orders\.accept\.testOrders/],
  ])("one that %s is skipped, and why is told", async (_what, body, code, words) => {
    const order = await world.place({ ...unnamed, ...body });
    const { outcome } = await world.standing(order.name, "skipped");
    expect(outcome.reason).toMatchObject({ code, message: expect.stringMatching(words) as string });
    await whenQuiet(world);
    expect(await salesOrdersNamed(world, order.name)).toEqual([]);
    expect((await storyOf(world, order.name)).journal.at(-1)?.code).toBe(code);
    expect(await world.customers()).toEqual([]);
  });

  it("one that was cancelled before it arrived is skipped", async () => {
    const order = await world.place({ ...unnamed, paid: false });
    await world.standing(order.name, "skipped");
    await change(world, order, "cancel");
    await whenQuiet(world);
    expect((await world.standing(order.name, "skipped")).outcome.reason.code).toBe("ORDER_CANCELLED");
    expect(await salesOrdersNamed(world, order.name)).toEqual([]);
  });

  it.each([
    ["costs nothing", { lines: [{ sku: "MUG-STONE", price: "0.00" }] }, 0],
    ["is free by a code", { ...mug, discounts: [{ code: "FREE", percentage: "100" }] }, 0],
    [
      "had one of its two pieces returned",
      { lines: [{ sku: "MUG-STONE", quantity: 2 }], financialStatus: "partially_refunded" },
      17.45,
    ],
  ])("one that %s arrives", async (_what, body, total) => {
    const order = await world.place({ ...body, customer: null, email: null });
    await world.standing(order.name, "synced");
    expect((await theSalesOrder(world, order.name))["Total"]).toBe(total);
  });

  it.each([
    ["when it is paid in full", { financialStatus: "partially_paid" }],
    ["when its payment is captured", { financialStatus: "authorized" }],
  ])("arrives %s", async (_when, body) => {
    const order = await world.place({ ...unnamed, ...body });
    await world.standing(order.name, "skipped");
    await change(world, order, "pay");
    await world.standing(order.name, "synced");
    expect((await theSalesOrder(world, order.name))["Total"]).toBe(17.45);
  });
});

describe("filters", () => {
  let world: SmallWorld;
  beforeAll(async () => {
    world = await worldWith({
      tags: { in: ["trade", "web"], out: ["Not For ERP"] },
      sources: { out: ["pos", "1234"] },
      from: "2026-01-01",
      testOrders: true,
    });
  });

  it.each([
    ["without any of the wanted tags", { tags: [] }, "ORDER_TAG_NOT_INCLUDED", "orders.accept.tags.in"],
    [
      "with an unwanted tag, in whatever letters",
      { tags: ["TRADE", "not for erp"] },
      "ORDER_TAG_EXCLUDED",
      "orders.accept.tags.out",
    ],
    [
      "of an unwanted source",
      { tags: ["trade"], source: "1234" },
      "ORDER_SOURCE_EXCLUDED",
      "orders.accept.sources.out",
    ],
    ["of a till", { tags: ["trade"], pos: true }, "ORDER_SOURCE_EXCLUDED", "orders.accept.sources.out"],
    [
      "from before the start",
      { tags: ["trade"], processedAt: "2025-12-31T12:00:00Z" },
      "ORDER_BEFORE_START",
      "orders.accept.from",
    ],
  ])("leave out an order %s, and name the setting", async (_what, body, code, setting) => {
    const order = await world.place({ ...unnamed, ...body });
    const { outcome } = await world.standing(order.name, "skipped");
    expect(outcome.reason.code).toBe(code);
    expect(outcome.reason.message).toContain(setting);
    await whenQuiet(world);
    expect(await salesOrdersNamed(world, order.name)).toEqual([]);
  });

  it.each([
    ["with a wanted tag, in whatever letters", { tags: ["Trade", "other"] }],
    ["of another source", { tags: ["web"], source: "web" }],
    ["that is a test, since the settings allow it", { tags: ["web"], test: true }],
  ])("let an order through %s", async (_what, body) => {
    const order = await world.place({ ...unnamed, ...body });
    await world.standing(order.name, "synced");
    await theSalesOrder(world, order.name);
  });

  it("look again when the tags change, and never take back what has arrived", async () => {
    const order = await world.place({ ...unnamed, tags: ["hold"] });
    await world.standing(order.name, "skipped");
    await change(world, order, "update", { tags: ["trade"] });
    await world.standing(order.name, "synced");
    const before = await theSalesOrder(world, order.name);
    await change(world, order, "update", { tags: ["Not For ERP"] });
    await world.standing(order.name, "unchanged");
    expect(await theSalesOrder(world, order.name)).toEqual(before);
  });
});
