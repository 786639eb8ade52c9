/**
 * Complaint 3: the handler answers 200 although its write failed, and the order is gone.
 * Sources: Vets-Who-Code/vets-who-code-app#1259.
 * More of it: test/server/webhooks.test.ts (what the answer says), test/scenarios/outages.test.ts (the back office is down for hours).
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { onlySales } from "#test/support/arrive.ts";
import { refuseDeliveries } from "#test/support/full-disk.ts";
import { listAttempts } from "#test/support/list-attempts.ts";
import { numericId, storyOf, whenQuiet } from "#test/support/story.ts";
import { startTroubleWorld, type TroubleWorld } from "#test/support/trouble-world.ts";

let world: TroubleWorld;
beforeAll(async () => {
  world = await startTroubleWorld();
});
afterAll(() => world.stop());

const goods = { lines: [{ sku: "MUG-STONE" }] };
const rowsOf = (order: { readonly id: string }) =>
  world.rows<{ delivery_id: string }>(`select delivery_id from waybill.inbox where record_id = $1`, [
    numericId(order),
  ]);

describe("My connector said OK to Shopify, and the order was nowhere", () => {
  it("but while the order cannot be written down, Shopify is told so, sends it again, and I have it once", async () => {
    const enough = await refuseDeliveries(world);
    const order = await world.place(goods);
    await expect
      .poll(() => listAttempts(world), { timeout: 10_000 })
      .toEqual(
        expect.arrayContaining([
          expect.objectContaining({ topic: "orders/create", lastStatus: 503 }),
          expect.objectContaining({ topic: "orders/paid", lastStatus: 503 }),
        ]),
      );
    expect(await rowsOf(order)).toEqual([]);
    expect((await listAttempts(world)).filter(({ outcome }) => outcome === "delivered")).toEqual([]);
    await enough();

    await world.advance("PT2M");
    await world.standing(order.name, "synced", "unchanged");
    await whenQuiet(world);
    expect((await onlySales(world, order.name)).Total).toBe(Number(order.total));
    const rows = await rowsOf(order);
    expect(new Set(rows.map((row) => row.delivery_id)).size).toBe(rows.length);
    expect(rows).toHaveLength(
      (await listAttempts(world)).filter(({ topic }) => topic.startsWith("orders/")).length,
    );
  });

  it("and what was answered with OK is written down: it outlives an Unleashed that fails, and tells of it meanwhile", async () => {
    world.faults("unleashed", { operations: { "POST /SalesOrders/{guid}": { http500: 1 } } });
    const order = await world.place(goods);
    const failed = await world.standing(order.name, "failed");
    expect(failed.outcome).toMatchObject({
      reason: { code: "UNLEASHED_FAILED_ON_WRITE" },
      retryAt: expect.any(String) as string,
    });
    expect((await listAttempts(world)).every(({ lastStatus }) => lastStatus === 200)).toBe(true);
    expect((await world.hub.connection("acme-unleashed")).counts["failed"]).toBe(1);
    world.faults("unleashed", {});
    await world.arrived(order.name);
    await onlySales(world, order.name);
    const codes = (await storyOf(world, order.name)).journal.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(["RECEIVED", "UNLEASHED_FAILED_ON_WRITE"]));
  });
});
