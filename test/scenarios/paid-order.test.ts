import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";

let world: SmallWorld;
beforeAll(async () => {
  world = await startSmallWorld();
});
afterAll(() => world.stop());

describe("a paid order", () => {
  it("arrives in Unleashed once, with its customer, to the cent, and is read back", async () => {
    const order = await world.place({ randomLines: 3, lines: [], shipping: "9.95" });
    const record = await world.standing(order.name, "synced");
    expect(record.outcome.reason.code).toBe("WRITTEN_AND_READ_BACK");
    const sales = (await world.salesOrders()).filter(({ OrderNumber }) => OrderNumber === order.name);
    expect(sales).toHaveLength(1);
    expect(sales[0]?.Total).toBe(Number(order.total));
    const customers = await world.customers();
    expect(customers.map(({ Guid }) => Guid)).toContain(sales[0]?.Customer.Guid);
  });

  it("tells its story", async () => {
    const order = await world.place();
    await world.standing(order.name, "synced");
    const [story] = await world.hub.show(order.name);
    expect(story?.journal.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["RECEIVED", "PLANNED_CREATE", "WRITTEN", "WRITTEN_AND_READ_BACK"]),
    );
  });

  it("waits while it is not paid, and arrives once it is", async () => {
    const order = await world.place({ paid: false });
    expect((await world.standing(order.name, "skipped")).outcome.reason.message).toMatch(/paid/i);
    await world.control(`/shopify/acme/orders/${order.id.split("/").at(-1) ?? ""}/pay`, {});
    await world.standing(order.name, "synced");
  });
});
