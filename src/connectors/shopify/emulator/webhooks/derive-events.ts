import { workOf } from "../orders/fulfillment-work.ts";
import type { OrderRecord } from "../state/order-records.ts";
import type { Shop } from "../state/shop.ts";
import type { ShopEvent, Topic } from "./shop-event.ts";

/**
 * What follows from the events of one call: its new transactions and fulfillments, where a new order is sent from, and a
 * buyer's changed spending. Told only when somebody listens.
 */
export function createEventDeriver(shop: Shop, isHeard: (topic: Topic) => boolean) {
  const told = new WeakMap<OrderRecord, { transactions: number; fulfillments: number }>();

  return (events: readonly ShopEvent[]): readonly ShopEvent[] => {
    const hearsPayments = isHeard("order_transactions/create");
    const hearsParcels = isHeard("fulfillments/create");
    const hearsSpending = isHeard("customers/purchasing_summary");
    const hearsRouting = isHeard("fulfillment_orders/order_routing_complete");
    if (!hearsPayments && !hearsParcels && !hearsSpending && !hearsRouting) return events;

    const derived: ShopEvent[] = [];
    for (const [order, isNew] of ordersOf(events)) {
      const before = told.get(order) ?? knownBefore(order, isNew, shop.clock.now());
      told.set(order, {
        transactions: order.transactions.length,
        fulfillments: order.fulfillments.length,
      });
      if (hearsPayments)
        for (const transaction of order.transactions.slice(before.transactions))
          if (transaction.status !== "PENDING")
            derived.push({ topic: "order_transactions/create", order, transaction });
      if (hearsParcels)
        for (const fulfillment of order.fulfillments.slice(before.fulfillments))
          derived.push({ topic: "fulfillments/create", order, fulfillment });
      if (hearsRouting && isNew)
        for (const workOrder of workOf(order).orders)
          derived.push({ topic: "fulfillment_orders/order_routing_complete", workOrder });
      const customer = order.customerId === null ? undefined : shop.data.customers.get(order.customerId);
      const movesMoney = isNew || order.transactions.length > before.transactions;
      if (hearsSpending && customer && movesMoney)
        derived.push({ topic: "customers/purchasing_summary", customer });
    }
    return derived.length === 0 ? events : [...events, ...derived];
  };
}

function ordersOf(events: readonly ShopEvent[]): Map<OrderRecord, boolean> {
  const orders = new Map<OrderRecord, boolean>();
  for (const event of events)
    if ("order" in event)
      orders.set(event.order, (orders.get(event.order) ?? false) || event.topic === "orders/create");
  return orders;
}

/** Parts of an order first met now: those made before this moment were told, or nobody listened. */
function knownBefore(order: OrderRecord, isNew: boolean, now: number) {
  if (isNew) return { transactions: 0, fulfillments: 0 };
  const countBefore = (parts: readonly { readonly createdAt: number }[]) =>
    parts.filter(({ createdAt }) => createdAt < now - 1_000).length;
  return {
    transactions: countBefore(order.transactions),
    fulfillments: countBefore(order.fulfillments),
  };
}
