/**
 * Complaint 17: one SKU is in an order twice, and a fulfilment is matched by SKU.
 * Sources: frappe/ecommerce_integrations#294, microsoft/BCApps#6157.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { arrive, linesOf, onlySales, type Arrival } from "#test/support/arrive.ts";
import { startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";
import { change, storyOf, watchCalls, whenQuiet } from "#test/support/story.ts";

let world: SmallWorld;
beforeAll(async () => {
  world = await startSmallWorld();
});
afterAll(() => world.stop());

/** A mug for Ida, two cheaper ones for Sam, another at half price: one SKU on three lines, with a towel between. */
const threeTimes = {
  lines: [
    { sku: "MUG-STONE", price: "22.00", properties: { Engraving: "Ida" } },
    { sku: "MUG-STONE", price: "16.50", quantity: 2, properties: { Engraving: "Sam" } },
    { sku: "TWL-LINEN", price: "11.00" },
    { sku: "MUG-STONE", price: "22.00", discount: { percentage: "50" } },
  ],
};

const mugs = async (arrival: Arrival) => linesOf(await onlySales(world, arrival.order.name));
const asSold = [
  ["MUG-STONE", 1, 20, 2],
  ["MUG-STONE", 2, 30, 3],
  ["TWL-LINEN", 1, 10, 1],
  ["MUG-STONE", 1, 10, 1],
];

describe("She ordered the same mug three times, with three engravings, and got three times the first", () => {
  it("but each line is a line of its own, with its price, its units and its words", async () => {
    const arrival = await arrive(world, threeTimes);
    expect(linesOf(arrival.sales)).toEqual(asSold);
    expect(
      arrival.sales.SalesOrderLines.map((line) => (line as { Comments?: string | null }).Comments),
    ).toEqual(["Engraving: Ida", "Engraving: Sam", null, null]);
    expect(arrival.sales.Total).toBe(Number(arrival.order.total));
  });

  it("and when one of Sam's two is taken off later, I am told which line it was, and no other is touched", async () => {
    const arrival = await arrive(world, threeTimes);
    await change(world, arrival.order, "edit", { quantities: [{ line: 1, quantity: 1 }] });
    const { outcome } = await world.standing(arrival.order.name, "attention");
    expect(outcome.reason.code).toBe("ORDER_EDITED_AFTER_ARRIVAL");
    expect(outcome.reason.message).toMatch(/: 2 → 1;/);
    expect(outcome.reason.message.match(/→/g)).toHaveLength(2);
    expect(await mugs(arrival)).toEqual(asSold);
  });

  it("and when one of the equal lines is refunded before it arrives, that one is missing, and not the first that looks alike", async () => {
    await world.hub.pause("acme-unleashed");
    const order = await world.place(threeTimes);
    await change(world, order, "refund", { lines: [{ line: 3, quantity: 1 }] });
    await world.hub.resume("acme-unleashed");
    await world.standing(order.name, "synced");
    expect(linesOf(await onlySales(world, order.name))).toEqual(asSold.slice(0, 3));
  });

  it("and when the lines are shipped in parts, one by one, my sales order is left as it is", async () => {
    const arrival = await arrive(world, threeTimes);
    const calls = watchCalls(world, "unleashed");
    for (const line of [
      { line: 3, quantity: 1 },
      { line: 1, quantity: 1 },
      { line: 1, quantity: 1 },
    ])
      await change(world, arrival.order, "fulfil", { lines: [line] });
    await whenQuiet(world);
    expect(calls()).toEqual([]);
    expect(await mugs(arrival)).toEqual(asSold);
    expect((await storyOf(world, arrival.order.name)).record.outcome.reason.code).toBe("ORDER_UNCHANGED");
  });
});
