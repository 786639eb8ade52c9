/**
 * Complaint 1: the same event is delivered twice, seconds apart or a minute later.
 * Sources: nozzlegear/ShopifySharp#919, Shopify/shopify-api-js#916, Shopify/shopify-api-ruby#1247.
 * More of it: test/scenarios/order-of-arrival.test.ts (whole deliveries repeated at random), test/scenarios/storms.test.ts.
 */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { onlySales } from "#test/support/arrive.ts";
import { recordDeliveries, type Recorded, type Recorder } from "#test/support/recorded-deliveries.ts";
import type { PlacedOrder } from "#test/support/small-world.ts";
import { watchCalls, whenQuiet, writesOf } from "#test/support/story.ts";
import { startTroubleWorld, type TroubleWorld } from "#test/support/trouble-world.ts";

let world: TroubleWorld;
let recorder: Recorder;
beforeAll(async () => {
  world = await startTroubleWorld({ withoutWebhooks: true });
  recorder = await recordDeliveries(world);
});
afterAll(async () => {
  recorder.close();
  await world.stop();
});

/** A paid order that the shop has announced and the hub has not heard of. */
async function sold(): Promise<{ order: PlacedOrder; paid: Recorded }> {
  const order = await world.place({ lines: [{ sku: "MUG-STONE", quantity: 2 }], shipping: "9.95" });
  return { order, paid: await recorder.latest(order, "orders/paid") };
}

/** The shop's announcement once more: the same event, as a delivery of its own unless `id` says otherwise. */
async function announce({ topic, body }: Recorded, eventId: string, id: string = randomUUID()) {
  expect(await world.deliver(topic, body, { id, eventId })).toBe(200);
}

const kept = async (eventId: string) =>
  (await world.rows(`select 1 from waybill.inbox where event_id = $1`, [eventId])).length;

describe("Shopify tells me of one order three times", () => {
  it("at the same moment, under one id: I find it once, and two of the three leave no trace", async () => {
    const { order, paid } = await sold();
    const calls = watchCalls(world, "unleashed");
    const event = randomUUID();
    await Promise.all([1, 2, 3].map(() => announce(paid, event, `one-delivery-${order.name}`)));
    await whenQuiet(world);
    expect((await onlySales(world, order.name)).Total).toBe(Number(order.total));
    expect(writesOf(calls()).filter(({ operation }) => operation.includes("SalesOrders"))).toHaveLength(1);
    expect(await kept(event)).toBe(1);
  });

  it("at the same moment, as three deliveries of one event, as two apps of mine would cause: I find it once", async () => {
    const { order, paid } = await sold();
    const calls = watchCalls(world, "unleashed");
    const event = randomUUID();
    await Promise.all([1, 2, 3].map(() => announce(paid, event)));
    await whenQuiet(world);
    expect((await onlySales(world, order.name)).Total).toBe(Number(order.total));
    expect(writesOf(calls()).filter(({ operation }) => operation.includes("SalesOrders"))).toHaveLength(1);
    expect(await kept(event)).toBe(3);
  });

  it("again five seconds later and again a minute later, when it is packed already: nothing is packed twice", async () => {
    const { order, paid } = await sold();
    const event = randomUUID();
    await announce(paid, event, `first-${order.name}`);
    await world.standing(order.name, "synced");
    await whenQuiet(world);
    const packed = await onlySales(world, order.name);
    const calls = watchCalls(world, "unleashed");

    await world.advance("PT5S");
    await announce(paid, event, `first-${order.name}`);
    await world.advance("PT1M");
    await announce(paid, event);
    await whenQuiet(world);
    expect(writesOf(calls())).toEqual([]);
    expect(await onlySales(world, order.name)).toEqual(packed);
    expect(await kept(event)).toBe(2);
    await world.standing(order.name, "synced", "unchanged");
  });
});
