import assert from "node:assert/strict";
import type { Purchase, TargetWorld } from "./target-world.ts";

/**
 * Fails unless a purchase has exactly one document of each flow, with the order's total and for its own buyer, and no write is left
 * unsettled.
 */
export async function expectOnce(world: TargetWorld, ...purchases: readonly Purchase[]): Promise<void> {
  for (const flow of world.flows)
    for (const purchase of purchases) {
      const { total, buyer } = await world.theDocument(purchase, flow);
      if (flow.kind === "orders" && total !== null)
        assert.equal(total, purchase.order.total, `total of the ${flow.noun} of ${purchase.order.name}`);
      const people = world.flows.find(({ kind }) => kind === "customers");
      if (flow.kind === "orders" && buyer !== null && people !== undefined)
        assert.equal(
          buyer,
          (await world.theDocument(purchase, people)).id,
          `the ${flow.noun} of ${purchase.order.name} is not for its own buyer`,
        );
    }
  const open = await world.rows("select kind, record_id, reference from waybill.intent");
  assert.deepEqual(open, [], "writes that were announced and never settled");
}
