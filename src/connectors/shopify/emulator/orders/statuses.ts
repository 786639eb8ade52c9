import { isZero } from "../state/money.ts";
import type { LineRecord, OrderRecord } from "../state/order-records.ts";
import { currentQuantity } from "./line-sums.ts";
import { totalsOf } from "./totals.ts";
import { isActive, remainingUnits } from "./work-states.ts";

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

/** Sent, partly sent, or not: what order bodies tell. */
export function fulfillmentStatus(order: OrderRecord): FulfillmentStatus {
  const fulfilled = order.lines.reduce((sum, line) => sum + line.fulfilled, 0);
  if (fulfilled === 0) return "UNFULFILLED";
  return order.lines.every((line) => unfulfilledQuantity(line) === 0) ? "FULFILLED" : "PARTIALLY_FULFILLED";
}

export type DisplayFulfillmentStatus = FulfillmentStatus | "IN_PROGRESS" | "ON_HOLD" | "SCHEDULED";

/** As GraphQL shows it: besides, whether everything that is left waits for something. Source: "OrderDisplayFulfillmentStatus". */
export function displayFulfillmentStatus(order: OrderRecord): DisplayFulfillmentStatus {
  const status = fulfillmentStatus(order);
  const open = (order.work?.orders ?? []).filter(
    (workOrder) => isActive(workOrder) && remainingUnits(workOrder) > 0,
  );
  if (status === "FULFILLED" || open.length === 0) return status;
  if (open.every((workOrder) => workOrder.status === "ON_HOLD")) return "ON_HOLD";
  if (open.every((workOrder) => workOrder.status === "SCHEDULED")) return "SCHEDULED";
  const isUnderWay = open.every((workOrder) => workOrder.hasReportedProgress);
  return isUnderWay && status === "UNFULFILLED" ? "IN_PROGRESS" : status;
}

export function unfulfilledQuantity(line: LineRecord): number {
  return line.isTip ? 0 : Math.max(0, currentQuantity(line) - (line.fulfilled - line.returned));
}

/** What could be sent now: without what is on hold, as recorded. */
export function fulfillableQuantity(order: OrderRecord, line: LineRecord): number {
  let held = 0;
  for (const workOrder of order.work?.orders ?? []) {
    if (workOrder.status !== "ON_HOLD") continue;
    for (const part of workOrder.lines) if (part.lineId === line.id) held += part.remaining;
  }
  return Math.max(0, unfulfilledQuantity(line) - held);
}
