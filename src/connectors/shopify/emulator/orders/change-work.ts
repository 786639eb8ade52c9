import type { FulfillmentOrderRecord } from "../state/fulfillment-records.ts";
import type { OrderRecord } from "../state/order-records.ts";
import { touchOrder } from "../state/shop.ts";
import type { Shop } from "../state/shop.ts";
import type { ShopEvent } from "../webhooks/shop-event.ts";
import { addWorkOrder, keepWork } from "./fulfillment-work.ts";
import { allUnits, takeUnits } from "./take-units.ts";
import type { WorkUnits } from "./take-units.ts";
import { statusOfWork } from "./work-states.ts";

/** Units of a fulfillment order go into a new one at the same location. The fulfillment order has to be kept. */
export function splitWork(
  shop: Shop,
  order: OrderRecord,
  workOrder: FulfillmentOrderRecord,
  units: readonly WorkUnits[],
): FulfillmentOrderRecord {
  const now = shop.clock.now();
  const splitUnits = units.map(({ line, quantity }) => ({ id: line.id, quantity }));
  const work = keepWork(order);
  const { locationId, methodType, fulfillAt } = workOrder;
  const remaining = addWorkOrder(order, work, { locationId, methodType, fulfillAt, at: now });
  takeUnits(order, work, units, { from: workOrder, to: remaining });
  workOrder.updatedAt = now;
  publish(shop, order, { topic: "fulfillment_orders/split", workOrder, remaining, splitUnits });
  return remaining;
}

/**
 * Closes a fulfillment order and gives its units to a new one, as recorded: the closed one has no lines any more. The
 * fulfillment order has to be kept.
 */
export function replaceWork(
  shop: Shop,
  order: OrderRecord,
  workOrder: FulfillmentOrderRecord,
): FulfillmentOrderRecord {
  const now = shop.clock.now();
  const work = keepWork(order);
  const { locationId, methodType, fulfillAt } = workOrder;
  const replacement = addWorkOrder(order, work, { locationId, methodType, fulfillAt, at: now });
  takeUnits(order, work, allUnits(workOrder), { from: workOrder, to: replacement });
  workOrder.status = "CLOSED";
  workOrder.updatedAt = now;
  publish(shop, order, { topic: "fulfillment_orders/cancelled", workOrder, replacement });
  return replacement;
}

/** Says that the work is under way, or that it is not after all. The fulfillment order has to be kept. */
export function reportProgress(
  shop: Shop,
  order: OrderRecord,
  workOrder: FulfillmentOrderRecord,
  report: { readonly isUnderWay: boolean; readonly reasonNotes: string | null },
): void {
  const before = workOrder.status;
  workOrder.hasReportedProgress = report.isUnderWay;
  workOrder.status = statusOfWork(workOrder, shop.switches);
  workOrder.updatedAt = shop.clock.now();
  publish(
    shop,
    order,
    report.isUnderWay
      ? {
          topic: "fulfillment_orders/progress_reported",
          workOrder,
          reasonNotes: report.reasonNotes,
          before,
        }
      : { topic: "fulfillment_orders/manually_reported_progress_stopped", workOrder },
  );
}

function publish(shop: Shop, order: OrderRecord, event: ShopEvent): void {
  touchOrder(shop, order);
  shop.publish([event, { topic: "orders/updated", order }]);
}
