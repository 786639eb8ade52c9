import type { Order } from "./order.ts";

/** Payment states in the order in which an order passes through them. */
const passes = ["PENDING", "AUTHORIZED", "EXPIRED", "PARTIALLY_PAID", "PAID", "PARTIALLY_REFUNDED"];
const ends = ["REFUNDED", "VOIDED"];

/**
 * How far an order has come, to tell two tellings of the same second apart when nothing else does: the one that is further along
 * is the later one. Cancelling weighs most, then the payment, then the number of refunds. Pure.
 */
export function orderProgress(order: Pick<Order, "cancelledAt" | "financialStatus" | "refunds">): number {
  const status = order.financialStatus ?? "";
  const paid = ends.includes(status) ? passes.length : passes.indexOf(status);
  return (
    (order.cancelledAt === null ? 0 : 1_000_000) + (paid + 1) * 10_000 + Math.min(order.refunds.length, 9_999)
  );
}
