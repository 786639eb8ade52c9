import assert from "node:assert/strict";
import { exact } from "#domain/money.ts";
import type { Purchase, TargetWorld } from "./target-world.ts";

interface Priced {
  readonly id: string;
  readonly currentTotalPriceSet: { readonly shopMoney: { readonly amount: string } };
}

/** What an order comes to as it stands, by the shop's own words. */
async function totalNow(world: TargetWorld, { order }: Purchase): Promise<string> {
  const { orders } = await world.control<{ orders: readonly Priced[] }>("/shopify/acme/dump?only=orders");
  const found = orders.find(({ id }) => id === order.id);
  assert.ok(found !== undefined, `the shop has no order ${order.name}`);
  return exact(found.currentTotalPriceSet.shopMoney.amount).toFixed(2);
}

/**
 * Fails unless a purchase has exactly one document of each flow, with the order's total (as it stands, of documents that follow the
 * order) and for its own buyer, and no write is left unsettled.
 */
export async function expectOnce(world: TargetWorld, ...purchases: readonly Purchase[]): Promise<void> {
  for (const flow of world.flows)
    for (const purchase of purchases) {
      const { total, buyer } = await world.theDocument(purchase, flow);
      if (flow.kind === "orders" && total !== null)
        assert.equal(
          total,
          flow.update === undefined ? purchase.order.total : await totalNow(world, purchase),
          `total of the ${flow.noun} of ${purchase.order.name}`,
        );
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
