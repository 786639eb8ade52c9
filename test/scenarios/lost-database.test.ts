import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";

let world: SmallWorld;
beforeAll(async () => {
  world = await startSmallWorld();
});
afterAll(() => world.stop());

describe("an installation that has lost what it knew", () => {
  it("finds its own sales order under another number, and replaces nothing", async () => {
    const order = await world.place({ lines: [], randomLines: 2 });
    await world.standing(order.name, "synced");
    const id = order.id.split("/").at(-1) ?? "";
    const [before] = await world.salesOrders();
    // As after an older backup was restored: no link, no intent, no state. Staff have given the order another number since.
    await world.control(`/unleashed/salesorders/${before?.Guid ?? ""}/edit`, {
      OrderNumber: "RENUMBERED-1",
      Comments: "Call before delivery",
    });
    for (const table of ["link", "intent", "record_state"])
      await world.database.pool.query(`delete from waybill.${table} where kind = 'orders'`);
    await world.advance("PT1H");
    await world.hub.sync("acme-unleashed", [id]).catch(() => []);
    const record = await world.standing(order.name, "attention", "synced", "unchanged");
    const after = await world.salesOrders();
    expect(after).toHaveLength(1);
    expect(after[0]).toMatchObject({ OrderNumber: "RENUMBERED-1", Comments: "Call before delivery" });
    expect(record.outcome.state).toBe("attention");
  });
});
