import type {
  FulfillmentOrderLineRecord,
  FulfillmentOrderRecord,
  FulfillmentRecord,
  OriginAddress,
  TrackingRecord,
} from "../state/fulfillment-records.ts";
import type { OrderRecord } from "../state/order-records.ts";
import { touchOrder } from "../state/shop.ts";
import type { Shop } from "../state/shop.ts";
import { financialStatus, fulfillmentStatus } from "./statuses.ts";
import { statusOfWork } from "./work-states.ts";

export interface ShippedUnits {
  readonly workOrder: FulfillmentOrderRecord;
  readonly line: FulfillmentOrderLineRecord;
  readonly quantity: number;
}

export interface ShipInput {
  /** Kept fulfillment orders of one order at one location; at least one unit. */
  readonly units: readonly ShippedUnits[];
  readonly tracking: TrackingRecord | null;
  readonly originAddress?: OriginAddress | null;
  readonly notifyCustomer: boolean;
}

/** Sends units: one fulfillment, its fulfillment orders go on, and the order is closed when it is paid and nothing is left. */
export function shipWork(shop: Shop, order: OrderRecord, input: ShipInput): FulfillmentRecord {
  const now = shop.clock.now();
  const byLine = new Map<string, number>();
  for (const { workOrder, line, quantity } of input.units) {
    line.remaining -= quantity;
    workOrder.updatedAt = now;
    workOrder.status = statusOfWork(workOrder, shop.switches);
    byLine.set(line.lineId, (byLine.get(line.lineId) ?? 0) + quantity);
  }
  for (const line of order.lines) line.fulfilled += byLine.get(line.id) ?? 0;
  const fulfillment: FulfillmentRecord = {
    __typename: "Fulfillment",
    id: shop.ids.next("Fulfillment"),
    orderId: order.id,
    name: `${order.name}-F${order.fulfillments.length + 1}`,
    createdAt: now,
    updatedAt: now,
    status: "SUCCESS",
    locationId: input.units[0]?.workOrder.locationId ?? null,
    lines: Array.from(byLine, ([lineId, quantity]) => ({ lineId, quantity })),
    parts: input.units.map(({ workOrder, line, quantity }) => ({
      fulfillmentOrderId: workOrder.id,
      workLineId: line.id,
      lineId: line.lineId,
      quantity,
    })),
    tracking: input.tracking,
    originAddress: input.originAddress ?? null,
    notices: Number(input.notifyCustomer),
  };
  order.fulfillments.push(fulfillment);
  const isDone = fulfillmentStatus(order) === "FULFILLED";
  if (isDone && shop.switches.archiveFulfilledOrders && isSettled(shop, order)) order.closedAt ??= now;
  touchOrder(shop, order);
  shop.publish([
    { topic: isDone ? "orders/fulfilled" : "orders/partially_fulfilled", order },
    { topic: "orders/updated", order },
  ]);
  return fulfillment;
}

function isSettled(shop: Shop, order: OrderRecord): boolean {
  const status = financialStatus(order, shop.clock.now());
  return status === "PAID" || status === "PARTIALLY_REFUNDED" || status === "REFUNDED";
}
