import { findWorkOrder, keepWork, workOf } from "../orders/fulfillment-work.ts";
import type { FulfillmentOrderLineRecord, FulfillmentOrderRecord } from "../state/fulfillment-records.ts";
import { orderOfPart, parseGid } from "../state/ids.ts";
import type { OrderRecord } from "../state/order-records.ts";
import { refusal } from "./errors.ts";
import type { GraphContext } from "./graph-context.ts";
import { isVisible, visibleOrders } from "./lists.ts";

/** A fulfillment order with its order. */
export interface FoundWork {
  readonly order: OrderRecord;
  readonly workOrder: FulfillmentOrderRecord;
}

/**
 * Every location of the emulated shop is the merchant's own: their fulfillment orders are seen, and changed, with the
 * scopes for merchant-managed ones alone; for other apps they do not exist. Source: "Shopify API access scopes".
 */
export function seesWork({ granted }: GraphContext): boolean {
  return granted.has("read_merchant_managed_fulfillment_orders");
}

/** A fulfillment order by its number; undefined when the app does not see it. */
export function findWork(id: string, context: GraphContext): FoundWork | undefined {
  if (!seesWork(context)) return undefined;
  const found = findWorkOrder(context.shop, id);
  return found && isVisible(found.order, context) ? found : undefined;
}

/** A fulfillment order that the app may change, by its GID; it is kept from now on. */
export function findOwnWork(value: unknown, context: GraphContext): FoundWork | undefined {
  const parsed = typeof value === "string" ? parseGid(value) : undefined;
  if (parsed?.type !== "FulfillmentOrder") return undefined;
  if (!context.granted.has("write_merchant_managed_fulfillment_orders")) return undefined;
  const found = findWork(parsed.id, context);
  const workOrder = found && keepWork(found.order).orders.find(({ id }) => id === parsed.id);
  return found && workOrder ? { order: found.order, workOrder } : undefined;
}

/** As `findOwnWork`, for mutations that refuse the whole call when there is none, as recorded. */
export function ownWork(value: unknown, context: GraphContext): FoundWork {
  const found = findOwnWork(value, context);
  if (!found) throw refusal("RESOURCE_NOT_FOUND", `Invalid id: ${String(value)}`);
  return found;
}

/** Line of a fulfillment order as GraphQL shows it. */
export interface WorkLineView extends FoundWork {
  readonly __typename: "FulfillmentOrderLineItem";
  readonly line: FulfillmentOrderLineRecord;
}

export function findWorkLine(id: string, context: GraphContext): WorkLineView | undefined {
  if (!seesWork(context)) return undefined;
  const { shop } = context;
  const order = shop.data.orders.get(orderOfPart("FulfillmentOrderLineItem", id, shop.settings.seed) ?? "");
  if (!order || !isVisible(order, context)) return undefined;
  for (const workOrder of workOf(order).orders) {
    const line = workOrder.lines.find((candidate) => candidate.id === id);
    if (line) return { __typename: "FulfillmentOrderLineItem", order, workOrder, line };
  }
  return undefined;
}

/** The fulfillment orders of all orders that the app sees. */
export function* visibleWork(context: GraphContext): Iterable<FulfillmentOrderRecord> {
  if (!seesWork(context)) return;
  for (const order of visibleOrders(context.shop.data.orders.values(), context)) yield* workOf(order).orders;
}
