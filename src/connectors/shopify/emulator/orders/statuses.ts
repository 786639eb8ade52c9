import { isZero } from "../state/money.ts";
import type { OrderRecord } from "../state/order-records.ts";
import { currentQuantity } from "./line-sums.ts";
import { totalsOf } from "./totals.ts";

export type FinancialStatus =
  | "AUTHORIZED"
  | "EXPIRED"
  | "PAID"
  | "PARTIALLY_PAID"
  | "PARTIALLY_REFUNDED"
  | "PENDING"
  | "REFUNDED"
  | "VOIDED";

/** Read from the transactions, as the shop does: nobody sets it. `now` decides whether an authorization is over. */
export function financialStatus(order: OrderRecord, now: number): FinancialStatus {
  const totals = totalsOf(order);
  if (totals.received.shop > 0n) {
    if (totals.refunded.shop >= totals.received.shop) return "REFUNDED";
    if (totals.refunded.shop > 0n) return "PARTIALLY_REFUNDED";
    return totals.outstanding.shop > 0n ? "PARTIALLY_PAID" : "PAID";
  }
  const authorizations = order.transactions.filter(
    (transaction) => transaction.kind === "AUTHORIZATION" && transaction.status === "SUCCESS",
  );
  if (authorizations.length > 0) {
    if (isZero(totals.capturable)) return "VOIDED";
    const isOver = authorizations.every(
      (authorization) => authorization.expiresAt !== null && authorization.expiresAt <= now,
    );
    return isOver ? "EXPIRED" : "AUTHORIZED";
  }
  if (isZero(order.originalTotal) && isZero(totals.total)) return "PAID";
  return order.cancelledAt === null ? "PENDING" : "VOIDED";
}

export type FulfillmentStatus = "FULFILLED" | "PARTIALLY_FULFILLED" | "UNFULFILLED";

export function fulfillmentStatus(order: OrderRecord): FulfillmentStatus {
  const fulfilled = order.lines.reduce((sum, line) => sum + line.fulfilled, 0);
  if (fulfilled === 0) return "UNFULFILLED";
  return order.lines.every((line) => unfulfilledQuantity(line) === 0) ? "FULFILLED" : "PARTIALLY_FULFILLED";
}

export function unfulfilledQuantity(line: OrderRecord["lines"][number]): number {
  return line.isTip ? 0 : Math.max(0, currentQuantity(line) - line.fulfilled);
}
