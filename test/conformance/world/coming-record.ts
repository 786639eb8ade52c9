import assert from "node:assert/strict";
import type { ComingRecord, ProbedDocument } from "../subject.ts";
import type { FlowUnderTest, Purchase, TargetWorld } from "./target-world.ts";

/** What somebody else does over there before a record arrives. */
export type Preparation = (coming: ComingRecord, model: ProbedDocument) => Promise<void>;

/**
 * Lets something be prepared for the next record of a flow, then places the order that brings it: for customers an order of somebody
 * new, for orders the next order of somebody who has bought the same before. `earlier`: an order that has arrived, to take as the
 * one before.
 */
export async function buyPrepared(
  world: TargetWorld,
  flow: FlowUnderTest,
  prepare: Preparation,
  earlier?: Purchase,
): Promise<Purchase> {
  const before = earlier ?? (await world.buy());
  await world.arrived(before);
  await world.settled();
  const model = await world.theDocument(before, flow);
  const buyer = flow.kind === "orders" ? before.buyer : world.newBuyer();
  const orderName = await nextOrderName(world);
  await prepare({ orderName, email: buyer.email }, model);
  const purchase = await world.buy({ buyer });
  assert.equal(purchase.order.name, orderName, "the shop gave its next order another number");
  return purchase;
}

/** The shop numbers its orders one after the other. */
async function nextOrderName(world: TargetWorld): Promise<string> {
  const { orders } = await world.control<{ orders: readonly { readonly name: string }[] }>(
    "/shopify/acme/dump?only=orders",
  );
  return `#${Math.max(...orders.map(({ name }) => Number(name.slice(1)))) + 1}`;
}
