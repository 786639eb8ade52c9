/**
 * Complaint 18: a partial fulfilment comes late, or carries the whole order's tax.
 * Sources: frappe/ecommerce_integrations#207, frappe/ecommerce_integrations#209.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { arrive, linesOf, onlySales } from "#test/support/arrive.ts";
import { startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";
import { change, storyOf, theSalesOrder, watchCalls, whenQuiet, writesOf } from "#test/support/story.ts";

let world: SmallWorld;
beforeAll(async () => {
  world = await startSmallWorld();
});
afterAll(() => world.stop());

const threeThings = {
  lines: [
    { sku: "MUG-STONE", price: "55.00" },
    { sku: "TWL-LINEN", price: "22.00", quantity: 2 },
    { sku: "NTB-DOT", price: "11.00" },
  ],
  shipping: "11.00",
};

describe("I ship in parts, over days", () => {
  it("and three shipments on three days change nothing of the sales order, and no tax is booked three times", async () => {
    const { order } = await arrive(world, threeThings);
    const before = await theSalesOrder(world, order.name);
    const calls = watchCalls(world, "unleashed");
    for (const line of [0, 1, 2]) {
      await change(world, order, "fulfil", {
        lines: [{ line, quantity: 1 }],
        tracking: { number: `EX${line}` },
      });
      await whenQuiet(world);
      expect((await storyOf(world, order.name)).record.outcome).toMatchObject({
        state: "unchanged",
        reason: { code: "ORDER_UNCHANGED" },
      });
      await world.advance("P1D");
      await whenQuiet(world);
    }
    expect(writesOf(calls())).toEqual([]);
    expect(await theSalesOrder(world, order.name)).toEqual(before);
  });

  it("and an order of which two parts left before it was paid is booked whole, with its whole tax, once", async () => {
    const order = await world.place({ ...threeThings, paid: false });
    for (const line of [0, 1]) await change(world, order, "fulfil", { lines: [{ line, quantity: 1 }] });
    await world.standing(order.name, "skipped");
    await change(world, order, "pay");
    await world.standing(order.name, "synced");
    const sales = await onlySales(world, order.name);
    expect(linesOf(sales).map(([, units, net, tax]) => [units, net, tax])).toEqual([
      [1, 50, 5],
      [2, 40, 4],
      [1, 10, 1],
      [1, 10, 1],
    ]);
    expect([sales.SubTotal, sales.TaxTotal, sales.Total]).toEqual([110, 11, 121]);
  });

  it("and what the warehouse completes in Unleashed is not told to the shop yet: nothing is written there, and nothing undone here", async () => {
    const { order, sales } = await arrive(world, threeThings);
    const shop = watchCalls(world, "shopify/acme");
    await world.control(`/unleashed/salesorders/${sales.Guid}/complete`, {});
    const completed = await theSalesOrder(world, order.name);
    expect(completed["OrderStatus"]).toBe("Completed");
    await world.advance("PT1H");
    await whenQuiet(world);
    expect(writesOf(shop())).toEqual([]);
    expect(await theSalesOrder(world, order.name)).toEqual(completed);
  });
});
