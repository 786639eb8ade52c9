import type { FulfillmentRecord, OrderRecord } from "../state/order-records.ts";
import { touchOrder } from "../state/shop.ts";
import type { Shop } from "../state/shop.ts";
import { fulfillmentStatus, unfulfilledQuantity } from "./statuses.ts";

export interface FulfilInput {
  /** Null: everything that is left. */
  readonly lines: readonly { readonly lineId: string; readonly quantity: number }[] | null;
  readonly tracking: FulfillmentRecord["tracking"];
  readonly locationId: string | null;
}

/** Ships goods. Undefined when nothing is left to ship. */
export function fulfilOrder(
  shop: Shop,
  order: OrderRecord,
  input: FulfilInput,
): FulfillmentRecord | undefined {
  const wanted =
    input.lines ?? order.lines.map((line) => ({ lineId: line.id, quantity: unfulfilledQuantity(line) }));
  const lines = wanted.flatMap(({ lineId, quantity }) => {
    const line = order.lines.find((candidate) => candidate.id === lineId);
    const units = line ? Math.min(quantity, unfulfilledQuantity(line)) : 0;
    if (!line || units <= 0) return [];
    line.fulfilled += units;
    return [{ lineId, quantity: units }];
  });
  if (lines.length === 0) return undefined;
  const now = shop.clock.now();
  const fulfillment: FulfillmentRecord = {
    __typename: "Fulfillment",
    id: shop.ids.next("Fulfillment"),
    orderId: order.id,
    name: `${order.name}-F${order.fulfillments.length + 1}`,
    createdAt: now,
    updatedAt: now,
    locationId: input.locationId,
    lines,
    tracking: input.tracking,
  };
  order.fulfillments.push(fulfillment);
  touchOrder(shop, order);
  const isDone = fulfillmentStatus(order) === "FULFILLED";
  shop.publish([
    { topic: isDone ? "orders/fulfilled" : "orders/partially_fulfilled", order },
    { topic: "orders/updated", order },
  ]);
  return fulfillment;
}
