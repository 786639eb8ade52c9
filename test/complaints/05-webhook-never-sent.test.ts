/**
 * Complaint 5: a webhook is late or never sent.
 * Sources: gnikyt/laravel-shopify#591, shopwp/wp-shopify#68.
 * More of it: test/scenarios/self-healing.test.ts (single losses), test/scenarios/storms.test.ts (losses at random).
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { onlySales } from "#test/support/arrive.ts";
import { deliver, recordDeliveries, type Recorder } from "#test/support/recorded-deliveries.ts";
import { change, storyOf, watchCalls, whenQuiet, writesOf } from "#test/support/story.ts";
import { startTroubleWorld, type TroubleWorld } from "#test/support/trouble-world.ts";

let world: TroubleWorld;
let recorder: Recorder;
beforeAll(async () => {
  // What the shop sends ends up with the recorder: to the hub it is as if nothing had been sent.
  world = await startTroubleWorld({ withoutWebhooks: true });
  recorder = await recordDeliveries(world);
});
afterAll(async () => {
  recorder.close();
  await world.stop();
});

const codesOf = async (name: string) => (await storyOf(world, name)).journal.map(({ code }) => code);

describe("No webhook ever came", () => {
  it("and still every order of the day is in Unleashed, once, with what happened to it since", async () => {
    const paid = [];
    for (let hour = 0; hour < 4; hour += 1) {
      for (let order = 0; order < 3; order += 1) paid.push(await world.place({ lines: [], randomLines: 2 }));
      await world.advance("PT1H");
    }
    const late = await world.place({ paid: false, lines: [{ sku: "MUG-STONE" }] });
    await world.advance("PT6M");
    await world.standing(late.name, "skipped");
    await change(world, late, "pay");
    await world.advance("PT6M");
    for (const { name } of [...paid, late]) await world.standing(name, "synced", "unchanged");
    await whenQuiet(world);
    expect(await world.compare()).toEqual({ missing: [], doubled: [], strange: [], different: [] });
    expect(await codesOf(late.name)).not.toContain("RECEIVED");
    expect((await codesOf(late.name))[0]).toBe("FOUND_BY_SWEEP");
  });
});

describe("The webhook came hours late", () => {
  it("when the order had been fetched long before: its old news turns nothing back and writes nothing", async () => {
    const order = await world.place({ paid: false, lines: [{ sku: "MUG-STONE", quantity: 2 }] });
    const created = await recorder.latest(order, "orders/create");
    await change(world, order, "edit", { quantities: [{ line: 0, quantity: 3 }] });
    await change(world, order, "pay");
    const paid = await recorder.latest(order, "orders/paid");
    await world.advance("PT6M");
    await world.standing(order.name, "synced");
    await whenQuiet(world);
    const packed = await onlySales(world, order.name);
    expect(packed.SalesOrderLines[0]?.OrderQuantity).toBe(3);

    const calls = watchCalls(world, "unleashed");
    await world.advance("PT5H");
    await deliver(world, paid);
    await deliver(world, created);
    await whenQuiet(world);
    expect(writesOf(calls())).toEqual([]);
    expect(await onlySales(world, order.name)).toEqual(packed);
    await world.standing(order.name, "synced", "unchanged");
    expect(await world.hub.attention()).toEqual([]);
  });
});
