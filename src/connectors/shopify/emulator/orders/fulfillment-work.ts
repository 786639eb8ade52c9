import type {
  DeliveryMethodType,
  FulfillmentOrderRecord,
  FulfillmentRecord,
  FulfillmentWork,
} from "../state/fulfillment-records.ts";
import { orderOfPart, orderPartId } from "../state/ids.ts";
import type { LineRecord, OrderRecord } from "../state/order-records.ts";
import type { Shop } from "../state/shop.ts";

/**
 * The fulfillment orders of an order, oldest first. As long as nothing touched them, or everything was sent at once, they
 * follow from the lines and are put together anew each time: a shop with a million orders holds none. Whoever changes them
 * takes `keepWork`.
 */
export function workOf(order: OrderRecord): FulfillmentWork {
  return order.work ?? deriveWork(order);
}

/** The fulfillment orders of an order, kept from now on. To be taken before the lines change. */
export function keepWork(order: OrderRecord): FulfillmentWork {
  order.work ??= deriveWork(order);
  return order.work;
}

const hourMs = 60 * 60 * 1000;

/** As an order is routed when it is placed: one for each location and way of delivery. */
function deriveWork(order: OrderRecord): FulfillmentWork {
  const work: FulfillmentWork = { orders: [], linesMade: 0 };
  const units = order.lines
    .filter((line) => !line.isTip && line.quantity > 0)
    .map((line) => ({ line, quantity: line.quantity }));
  addWork(order, work, units, order.createdAt);
  for (const sent of order.fulfillments) applyWhole(work, sent);
  return work;
}

/** What `forgetWork` relies on: fulfillments that left nothing behind. */
function applyWhole(work: FulfillmentWork, sent: FulfillmentRecord): void {
  for (const { fulfillmentOrderId, workLineId, quantity } of sent.parts) {
    const workOrder = work.orders.find(({ id }) => id === fulfillmentOrderId);
    const line = workOrder?.lines.find(({ id }) => id === workLineId);
    if (!workOrder || !line) throw new Error(`fulfillment ${sent.id} has lost what it was made of`);
    line.remaining -= quantity;
    workOrder.updatedAt = sent.createdAt;
    workOrder.status = "CLOSED";
  }
}

/** Lets go of fulfillment orders that were as placed and have now been sent as a whole: they follow from lines and fulfillments. */
export function forgetWork(order: OrderRecord): void {
  if (order.work?.orders.every(({ status }) => status === "CLOSED")) order.work = null;
}

/** Makes fulfillment orders for units of lines, one for each location and way of delivery. */
export function addWork(
  order: OrderRecord,
  work: FulfillmentWork,
  units: readonly { readonly line: LineRecord; readonly quantity: number }[],
  at: number,
): FulfillmentOrderRecord[] {
  const made = new Map<string, FulfillmentOrderRecord>();
  for (const { line, quantity } of units) {
    const methodType = methodOf(order, line);
    const key = `${methodType} ${line.locationId ?? ""}`;
    let workOrder = made.get(key);
    if (!workOrder)
      made.set(key, (workOrder = addWorkOrder(order, work, { locationId: line.locationId, methodType, at })));
    addWorkLine(order, work, workOrder, line.id, quantity);
  }
  return [...made.values()];
}

/** Makes one fulfillment order, without lines yet. */
export function addWorkOrder(
  order: OrderRecord,
  work: FulfillmentWork,
  facts: {
    readonly locationId: string | null;
    readonly methodType: DeliveryMethodType;
    readonly at: number;
    readonly fulfillAt?: number;
    readonly splitByHoldFrom?: string;
  },
): FulfillmentOrderRecord {
  const workOrder: FulfillmentOrderRecord = {
    __typename: "FulfillmentOrder",
    id: orderPartId("FulfillmentOrder", order.id, work.orders.length),
    orderId: order.id,
    createdAt: facts.at,
    updatedAt: facts.at,
    status: "OPEN",
    methodType: facts.methodType,
    locationId: facts.locationId,
    fulfillAt: facts.fulfillAt ?? Math.floor(facts.at / hourMs) * hourMs,
    hasReportedProgress: false,
    holds: [],
    lines: [],
    splitByHoldFrom: facts.splitByHoldFrom ?? null,
  };
  work.orders.push(workOrder);
  return workOrder;
}

export function addWorkLine(
  order: OrderRecord,
  work: FulfillmentWork,
  workOrder: FulfillmentOrderRecord,
  lineId: string,
  quantity: number,
): void {
  const id = orderPartId("FulfillmentOrderLineItem", order.id, work.linesMade);
  work.linesMade += 1;
  workOrder.lines.push({ id, lineId, total: quantity, remaining: quantity });
}

function methodOf(order: OrderRecord, line: LineRecord): DeliveryMethodType {
  if (!line.requiresShipping) return "NONE";
  return order.sourceName === "pos" ? "RETAIL" : "SHIPPING";
}

/** A fulfillment order by its number, with its order. */
export function findWorkOrder(
  shop: Shop,
  id: string,
): { readonly order: OrderRecord; readonly workOrder: FulfillmentOrderRecord } | undefined {
  const order = shop.data.orders.get(orderOfPart("FulfillmentOrder", id, shop.settings.seed) ?? "");
  const workOrder = order && workOf(order).orders.find((candidate) => candidate.id === id);
  return order && workOrder ? { order, workOrder } : undefined;
}
