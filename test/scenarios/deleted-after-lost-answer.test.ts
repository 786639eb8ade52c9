import { afterEach, beforeEach, expect, it } from "vitest";
import type { Faults } from "#connectors/kit/emulator/emulator.ts";
import { startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";
import { numericId, whenQuiet } from "#test/support/story.ts";

let world: SmallWorld;
beforeEach(async () => {
  world = await startSmallWorld();
  // An order of the second of connecting would be looked for before it is sent.
  await world.advance("PT2S");
});
afterEach(() => world.stop());

/** An order whose sales order was sent while something was wrong, and which is deleted in the shop before anybody looked again. */
async function deletedWhileUnknown(how: Faults) {
  world.faults("unleashed", {
    operations: { "POST /SalesOrders/{guid}": how, "GET /SalesOrders/{guid}": { down: true } },
  });
  const order = await world.place({
    customer: { firstName: "Ida", lastName: "Lark", email: "ida@mail.example" },
  });
  await world.standing(order.name, "failed");
  world.faults("unleashed", {});
  await world.control(`/shopify/acme/orders/${numericId(order)}/delete`, {});
  await whenQuiet(world);
  await world.advance("PT1M");
  await whenQuiet(world);
  const [story] = await world.hub.show(order.name);
  return { order, story };
}

it("an order that had arrived after all is asked about: its sales order would stand for nothing", async () => {
  const { order, story } = await deletedWhileUnknown({ answerLost: 1 });
  const [sales] = await world.salesOrders();
  expect(sales?.OrderNumber).toBe(order.name);
  expect(story?.record).toMatchObject({
    outcome: { state: "attention", reason: { code: "ORDER_DELETED_AFTER_ARRIVAL" } },
  });
  const links = await world.database.pool.query("select external_id from waybill.link where kind = 'orders'");
  expect(links.rows).toEqual([{ external_id: sales?.Guid }]);
  const codes = await world.database.pool.query<{ code: string }>(
    "select code from waybill.journal where kind = 'orders' order by id",
  );
  expect(codes.rows.map(({ code }) => code)).toContain("ARRIVED_BEFORE");
});

it("an order that never arrived is left out, and nothing stays open", async () => {
  const { story } = await deletedWhileUnknown({ requestLost: 1 });
  expect(await world.salesOrders()).toEqual([]);
  expect(story?.record).toMatchObject({ outcome: { state: "skipped", reason: { code: "DELETED_IN_SHOP" } } });
  const open = await world.database.pool.query("select 1 from waybill.intent");
  expect(open.rowCount).toBe(0);
});

it("while Unleashed is away, nothing is decided of it", async () => {
  world.faults("unleashed", {
    operations: { "POST /SalesOrders/{guid}": { answerLost: 1 }, "GET /SalesOrders/{guid}": { down: true } },
  });
  const order = await world.place({ paid: true });
  await world.standing(order.name, "failed");
  world.faults("unleashed", { down: true });
  await world.control(`/shopify/acme/orders/${numericId(order)}/delete`, {});
  await whenQuiet(world);
  await world.advance("PT1M");
  await whenQuiet(world);
  expect((await world.hub.show(order.name))[0]?.record.outcome.state).toBe("failed");
  world.faults("unleashed", {});
  await world.advance("PT10M");
  await world.standing(order.name, "attention");
});
