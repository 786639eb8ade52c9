import type { FulfillmentOrderRecord } from "../state/fulfillment-records.ts";
import type { OrderRecord } from "../state/order-records.ts";
import { touchOrder } from "../state/shop.ts";
import type { Shop } from "../state/shop.ts";
import { addWorkOrder, keepWork } from "./fulfillment-work.ts";
import { allUnits, otherUnits, takeAllUnits, takeUnits } from "./take-units.ts";
import type { WorkUnits } from "./take-units.ts";
import { statusOfWork } from "./work-states.ts";

export interface MovedWork {
  readonly moved: FulfillmentOrderRecord;
  /** The one that was asked for, when it keeps units; else null. */
  readonly remaining: FulfillmentOrderRecord | null;
}

/**
 * Units of a fulfillment order are to be sent from another location. All of them: it goes there itself. Some of them, or
 * when others have left already: they go into a new one, together with what waits there for the same order. The
 * fulfillment order has to be kept. Source: description of `fulfillmentOrderMove`; recordings `fulfillment-order-move-*` of
 * `airhorns/shopify-draft-proxy`.
 */
export function moveWork(
  shop: Shop,
  order: OrderRecord,
  workOrder: FulfillmentOrderRecord,
  { locationId, units }: { readonly locationId: string; readonly units: readonly WorkUnits[] | null },
): MovedWork {
  const now = shop.clock.now();
  const sourceId = workOrder.locationId;
  const wanted = units ?? allUnits(workOrder);
  const requested = wanted.map(({ line, quantity }) => ({ id: line.id, quantity }));
  const isWhole =
    otherUnits(workOrder, wanted).length === 0 &&
    workOrder.lines.every((line) => line.remaining === line.total);
  workOrder.updatedAt = now;
  let result: MovedWork;
  if (isWhole) {
    workOrder.locationId = locationId;
    result = { moved: workOrder, remaining: null };
  } else {
    const moved = moveIntoNew(order, workOrder, { locationId, units: wanted, now });
    const isHeld = workOrder.holds.length > 0;
    const status = statusOfWork(workOrder, shop.switches);
    if (status === "CLOSED" || !isHeld) workOrder.status = status;
    if (status === "CLOSED") workOrder.holds = [];
    result = { moved, remaining: status === "CLOSED" ? null : workOrder };
  }
  touchOrder(shop, order);
  shop.publish([
    {
      topic: "fulfillment_orders/moved",
      original: workOrder,
      moved: result.moved,
      sourceId,
      locationId,
      requested,
    },
    { topic: "orders/updated", order },
  ]);
  return result;
}

function moveIntoNew(
  order: OrderRecord,
  from: FulfillmentOrderRecord,
  move: { readonly locationId: string; readonly units: readonly WorkUnits[]; readonly now: number },
): FulfillmentOrderRecord {
  const work = keepWork(order);
  const { methodType, fulfillAt } = from;
  const there = work.orders.filter(
    (other) =>
      other !== from &&
      other.status === "OPEN" &&
      other.locationId === move.locationId &&
      other.methodType === methodType,
  );
  const moved = addWorkOrder(order, work, {
    locationId: move.locationId,
    methodType,
    fulfillAt,
    at: move.now,
  });
  for (const other of there) takeAllUnits(order, work, { from: other, to: moved }, move.now);
  takeUnits(order, work, move.units, { from, to: moved });
  return moved;
}
