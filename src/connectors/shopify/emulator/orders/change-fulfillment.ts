import type { FulfillmentRecord, TrackingRecord } from "../state/fulfillment-records.ts";
import type { OrderRecord } from "../state/order-records.ts";
import { touchOrder } from "../state/shop.ts";
import type { Shop } from "../state/shop.ts";
import { addWorkLine, addWorkOrder, keepWork } from "./fulfillment-work.ts";
import { settleWork } from "./settle-work.ts";
import { isActive, statusOfWork } from "./work-states.ts";

/** New parcels in place of those that were told before. Possible for cancelled fulfillments too, as recorded. */
export function changeTracking(
  shop: Shop,
  order: OrderRecord,
  fulfillment: FulfillmentRecord,
  change: { readonly tracking: TrackingRecord | null; readonly notifyCustomer: boolean },
): void {
  fulfillment.tracking = change.tracking;
  fulfillment.notices += Number(change.notifyCustomer);
  publishChange(shop, order, fulfillment);
}

/**
 * Takes a fulfillment back. Its units are to be sent again: a fulfillment order that waits for other units gets them back,
 * a closed one stays closed and shows them as remaining, while a new one takes them over. Cancelling twice changes
 * nothing. Source: description of `fulfillmentCancel`; `airhorns/shopify-draft-proxy`, `fulfillment-cancel-parity`.
 */
export function cancelFulfillment(shop: Shop, order: OrderRecord, fulfillment: FulfillmentRecord): void {
  if (fulfillment.status === "CANCELLED") return;
  const work = keepWork(order);
  const now = shop.clock.now();
  fulfillment.status = "CANCELLED";
  for (const { lineId, quantity } of fulfillment.lines) {
    const line = order.lines.find((candidate) => candidate.id === lineId);
    if (line) line.fulfilled -= quantity;
  }
  for (const workOrder of work.orders) {
    const parts = fulfillment.parts.filter((part) => part.fulfillmentOrderId === workOrder.id);
    if (parts.length === 0) continue;
    for (const part of parts) {
      const line = workOrder.lines.find((candidate) => candidate.id === part.workLineId);
      if (line) line.remaining = Math.min(line.total, line.remaining + part.quantity);
    }
    workOrder.updatedAt = now;
    if (isActive(workOrder)) {
      if (workOrder.holds.length === 0) workOrder.status = statusOfWork(workOrder, shop.switches);
      continue;
    }
    const { locationId, methodType } = workOrder;
    const again = addWorkOrder(order, work, { locationId, methodType, at: now });
    for (const part of parts) addWorkLine(order, work, again, part.lineId, part.quantity);
  }
  settleWork(shop, order);
  if (order.cancelledAt === null) order.closedAt = null;
  publishChange(shop, order, fulfillment);
}

function publishChange(shop: Shop, order: OrderRecord, fulfillment: FulfillmentRecord): void {
  fulfillment.updatedAt = shop.clock.now();
  touchOrder(shop, order);
  shop.publish([
    { topic: "fulfillments/update", order, fulfillment },
    { topic: "orders/updated", order },
  ]);
}
