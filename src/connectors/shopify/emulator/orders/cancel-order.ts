import type { CancelReason, OrderRecord } from "../state/order-records.ts";
import { touchOrder } from "../state/shop.ts";
import type { Shop } from "../state/shop.ts";
import type { ShopEvent } from "../webhooks/shop-event.ts";
import { addVoids } from "./pay-order.ts";
import { applyRefund, everythingLeft, payBack } from "./refund-order.ts";
import { settleWork } from "./settle-work.ts";
import { totalsOf } from "./totals.ts";

export interface CancelInput {
  readonly reason: CancelReason;
  readonly restock: boolean;
  /** Give the money back to where it came from. */
  readonly refund: boolean;
  readonly staffNote: string | null;
}

/** Why an order cannot be cancelled, in Shopify's words; undefined when it can. */
export function refusalToCancel(order: OrderRecord): string | undefined {
  if (order.cancelledAt !== null) return "Cannot cancel an order that has already been canceled";
  if (order.lines.some((line) => line.fulfilled > 0))
    return "Cannot cancel an order that has outstanding fulfillments";
  return undefined;
}

/** Cancels an order: authorizations are voided, goods taken off, money given back when asked. */
export function cancelOrder(shop: Shop, order: OrderRecord, input: CancelInput): void {
  const before = totalsOf(order);
  addVoids(shop, order);
  order.cancelledAt = shop.clock.now();
  order.cancelReason = input.reason;
  order.cancelStaffNote = input.staffNote;
  order.closedAt = order.cancelledAt;
  order.revision += 1;
  const events: ShopEvent[] = [];
  const hasGoods = everythingLeft(order, "CANCEL", null).length > 0;
  if (hasGoods) {
    const refund = applyRefund(shop, order, {
      lines: everythingLeft(order, input.restock ? "CANCEL" : "NO_RESTOCK", null),
      shipping: "all",
      refundDuties: true,
      transactions: input.refund && before.net.shop > 0n ? payBack(order, before.net) : [],
      note: input.staffNote,
      restock: input.restock,
    });
    events.push({ topic: "refunds/create", order, refund });
  }
  settleWork(shop, order);
  touchOrder(shop, order);
  events.unshift({ topic: "orders/cancelled", order });
  events.push({ topic: "orders/updated", order });
  shop.publish(events);
}
