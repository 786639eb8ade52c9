import type { FulfillmentHoldRecord, FulfillmentOrderRecord } from "../state/fulfillment-records.ts";
import type { OrderRecord } from "../state/order-records.ts";
import { touchOrder } from "../state/shop.ts";
import type { Shop } from "../state/shop.ts";
import type { ShopEvent } from "../webhooks/shop-event.ts";
import { addWorkOrder, keepWork } from "./fulfillment-work.ts";
import { allUnits, otherUnits, takeAllUnits, takeUnits } from "./take-units.ts";
import type { WorkUnits } from "./take-units.ts";
import { statusOfWork } from "./work-states.ts";

export type HoldInput = Omit<FulfillmentHoldRecord, "__typename" | "id"> & {
  /** Null: everything that is still to be sent. */
  readonly units: readonly WorkUnits[] | null;
};

/**
 * Puts a fulfillment order on hold. With `units` the others go over into a fulfillment order of their own, which goes on.
 * The fulfillment order has to be kept. Source: descriptions of `fulfillmentOrderHold`; recordings
 * `fulfillment-order-hold-*` of `airhorns/shopify-draft-proxy`.
 */
export function holdWork(
  shop: Shop,
  order: OrderRecord,
  workOrder: FulfillmentOrderRecord,
  { units, ...facts }: HoldInput,
): { readonly hold: FulfillmentHoldRecord; readonly remaining: FulfillmentOrderRecord | null } {
  const now = shop.clock.now();
  const held = (units ?? allUnits(workOrder)).map(({ line, quantity }) => ({ id: line.id, quantity }));
  const others = units === null ? [] : otherUnits(workOrder, units);
  let remaining: FulfillmentOrderRecord | null = null;
  if (others.length > 0) {
    const work = keepWork(order);
    const { locationId, methodType, fulfillAt, id } = workOrder;
    remaining = addWorkOrder(order, work, {
      locationId,
      methodType,
      fulfillAt,
      at: now,
      splitByHoldFrom: id,
    });
    takeUnits(order, work, others, { from: workOrder, to: remaining });
  }
  const hold: FulfillmentHoldRecord = {
    __typename: "FulfillmentHold",
    id: shop.ids.next("FulfillmentHold"),
    ...facts,
  };
  const isFirst = workOrder.holds.length === 0;
  workOrder.holds = [...workOrder.holds, hold];
  workOrder.status = "ON_HOLD";
  workOrder.updatedAt = now;
  const events: ShopEvent[] = [{ topic: "fulfillment_holds/added", workOrder, hold }];
  if (isFirst)
    events.push({ topic: "fulfillment_orders/placed_on_hold", workOrder, remaining, hold, heldUnits: held });
  publish(shop, order, events);
  return { hold, remaining };
}

/**
 * Takes holds off. After the last one the fulfillment order goes on, and what a hold had split off from it joins it again
 * unless something happened to it meanwhile.
 */
export function releaseHolds(
  shop: Shop,
  order: OrderRecord,
  workOrder: FulfillmentOrderRecord,
  wanted: (hold: FulfillmentHoldRecord) => boolean,
): void {
  const released = workOrder.holds.filter(wanted);
  if (released.length === 0) return;
  workOrder.holds = workOrder.holds.filter((hold) => !released.includes(hold));
  workOrder.updatedAt = shop.clock.now();
  const events: ShopEvent[] = released.map((hold) => ({
    topic: "fulfillment_holds/released",
    workOrder,
    hold,
  }));
  if (workOrder.holds.length === 0) {
    joinAgain(shop, order, workOrder);
    workOrder.status = statusOfWork(workOrder, shop.switches);
    events.push({ topic: "fulfillment_orders/hold_released", workOrder });
  }
  publish(shop, order, events);
}

function joinAgain(shop: Shop, order: OrderRecord, workOrder: FulfillmentOrderRecord): void {
  const work = keepWork(order);
  for (const part of work.orders) {
    const isWaiting = part.status === "OPEN" && part.locationId === workOrder.locationId;
    if (part.splitByHoldFrom !== workOrder.id || !isWaiting) continue;
    takeAllUnits(order, work, { from: part, to: workOrder }, shop.clock.now());
  }
}

function publish(shop: Shop, order: OrderRecord, events: readonly ShopEvent[]): void {
  touchOrder(shop, order);
  shop.publish([...events, { topic: "orders/updated", order }]);
}
