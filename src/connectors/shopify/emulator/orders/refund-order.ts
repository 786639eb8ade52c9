import { add, atLeastNothing, isZero, negate, nothing, smaller, subtract } from "../state/money.ts";
import type { Money } from "../state/money.ts";
import type {
  LineRecord,
  OrderRecord,
  RefundLineRecord,
  RefundRecord,
  RefundShippingRecord,
} from "../state/order-records.ts";
import { touchOrder } from "../state/shop.ts";
import type { Shop } from "../state/shop.ts";
import { keepWork } from "./fulfillment-work.ts";
import {
  currentQuantity,
  currentShipping,
  currentShippingTaxLines,
  refundOfUnits,
  taxTotal,
} from "./line-sums.ts";
import { addTransaction } from "./pay-order.ts";
import { settleWork } from "./settle-work.ts";
import { unfulfilledQuantity } from "./statuses.ts";
import { computeTotals } from "./totals.ts";

export interface RefundInput {
  readonly lines: readonly {
    readonly lineId: string;
    readonly quantity: number;
    readonly restockType: RefundLineRecord["restockType"];
    readonly locationId: string | null;
  }[];
  /** Shipping to give back: all that is left, an amount, or nothing. */
  readonly shipping: "all" | Money | null;
  readonly refundDuties: boolean;
  /** Money to give back; null for what the goods are worth, an empty list for none. */
  readonly transactions:
    readonly { readonly amount: Money; readonly parentId: string; readonly gateway: string }[] | null;
  readonly note: string | null;
  readonly restock: boolean;
}

/**
 * Takes goods, shipping, duties, and money back. What the money differs from the goods becomes an order adjustment, so
 * that the current total agrees with the net payment. Tells nobody: `publishRefund` does.
 */
export function applyRefund(shop: Shop, order: OrderRecord, input: RefundInput): RefundRecord {
  if (input.lines.length > 0) keepWork(order);
  const refundId = shop.ids.next("Refund");
  const net = computeTotals(order).net;
  const lines = input.lines.flatMap((wanted): RefundLineRecord[] => {
    const line = order.lines.find((candidate) => candidate.id === wanted.lineId);
    if (!line || wanted.quantity <= 0) return [];
    const { subtotal, tax } = refundOfUnits(line, wanted.quantity);
    line.returned += returnedUnits(line, wanted);
    line.refunded += wanted.quantity;
    return [
      {
        __typename: "RefundLineItem",
        id: shop.ids.next("RefundLineItem"),
        lineId: line.id,
        orderId: order.id,
        quantity: wanted.quantity,
        restockType: wanted.restockType,
        locationId: wanted.locationId,
        subtotal,
        tax,
      },
    ];
  });
  const shipping = refundShipping(shop, order, input.shipping);
  const duties = input.refundDuties
    ? order.lines.flatMap((line) =>
        line.duty && line.dutyId ? [{ dutyId: line.dutyId, amount: line.duty }] : [],
      )
    : [];

  const before: RefundRecord = {
    __typename: "Refund",
    id: refundId,
    orderId: order.id,
    createdAt: shop.clock.now(),
    note: input.note,
    restock: input.restock,
    lines,
    shipping,
    adjustments: [],
    duties,
    transactionIds: [],
  };
  const worth = atLeastNothing(
    subtract(net, computeTotals({ ...order, refunds: [...order.refunds, before] }).currentTotal),
  );
  const wanted = input.transactions ?? payBack(order, smaller(worth, net));
  const transactions = wanted.map((part) => addTransaction(shop, order, { kind: "REFUND", ...part }));
  const money = transactions.length === 0 ? nothing : add(...transactions.map((part) => part.amount));
  const gap = subtract(worth, money);
  const refund: RefundRecord = {
    ...before,
    transactionIds: transactions.map((transaction) => transaction.id),
    adjustments: isZero(gap)
      ? []
      : [
          {
            __typename: "OrderAdjustment",
            id: shop.ids.next("OrderAdjustment"),
            orderId: order.id,
            refundId,
            amount: gap,
            reason: "REFUND_DISCREPANCY",
          },
        ],
  };
  order.refunds.push(refund);
  if (lines.length > 0) settleWork(shop, order);
  return refund;
}

/**
 * Of the units of a refund those that had been sent. A return takes units that were sent first, any other refund those that
 * still wait. What Shopify does with a line that is partly sent is not stated for `NO_RESTOCK`.
 */
function returnedUnits(
  line: LineRecord,
  {
    quantity,
    restockType,
  }: { readonly quantity: number; readonly restockType: RefundLineRecord["restockType"] },
): number {
  const sent = line.fulfilled - line.returned;
  const isReturn = restockType === "RETURN";
  return Math.max(0, Math.min(sent, isReturn ? quantity : quantity - unfulfilledQuantity(line)));
}

export function publishRefund(shop: Shop, order: OrderRecord, refund: RefundRecord): void {
  touchOrder(shop, order);
  shop.publish([
    { topic: "refunds/create", order, refund },
    { topic: "orders/updated", order },
  ]);
}

/** Lines of a refund of everything that is still part of the order. */
export function everythingLeft(
  order: OrderRecord,
  restockType: RefundLineRecord["restockType"],
  locationId: string | null,
): RefundInput["lines"] {
  return order.lines
    .filter((line) => currentQuantity(line) > 0)
    .map((line) => ({ lineId: line.id, quantity: currentQuantity(line), restockType, locationId }));
}

/** Splits money to give back over the payments, first paid first given back. */
export function payBack(order: OrderRecord, amount: Money): NonNullable<RefundInput["transactions"]> {
  let left = amount;
  const parts: { amount: Money; parentId: string; gateway: string }[] = [];
  for (const payment of order.transactions) {
    if (payment.status !== "SUCCESS" || (payment.kind !== "SALE" && payment.kind !== "CAPTURE")) continue;
    const part = smaller(left, refundable(order, payment.id));
    if (part.shop <= 0n) continue;
    parts.push({ amount: part, parentId: payment.id, gateway: payment.gateway });
    left = subtract(left, part);
  }
  return parts;
}

/** What of one payment was not given back yet. */
export function refundable(order: OrderRecord, paymentId: string): Money {
  const payment = order.transactions.find((transaction) => transaction.id === paymentId);
  if (!payment) return nothing;
  const back = order.transactions
    .filter((transaction) => transaction.parentId === paymentId && transaction.kind === "REFUND")
    .map((transaction) => negate(transaction.amount));
  return add(payment.amount, ...back);
}

function refundShipping(
  shop: Shop,
  order: OrderRecord,
  wanted: RefundInput["shipping"],
): RefundShippingRecord[] {
  if (wanted === null) return [];
  let left: Money | null = wanted === "all" ? null : wanted;
  return order.shippingLines.flatMap((line) => {
    const open = currentShipping(line);
    const subtotal: Money = left === null ? open : smaller(left, open);
    if (isZero(subtotal)) return [];
    const taxBefore = taxTotal(currentShippingTaxLines(line));
    line.refunded = add(line.refunded, subtotal);
    if (left !== null) left = subtract(left, subtotal);
    return [
      {
        __typename: "RefundShippingLine" as const,
        id: shop.ids.next("RefundShippingLine"),
        shippingLineId: line.id,
        orderId: order.id,
        subtotal,
        tax: subtract(taxBefore, taxTotal(currentShippingTaxLines(line))),
      },
    ];
  });
}
