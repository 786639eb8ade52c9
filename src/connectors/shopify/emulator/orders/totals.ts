import { add, atLeastNothing, isZero, nothing, subtract } from "../state/money.ts";
import type { Money } from "../state/money.ts";
import type { OrderRecord, TaxLineRecord } from "../state/order-records.ts";
import {
  allocated,
  currentQuantity,
  currentShipping,
  currentShippingTaxLines,
  currentTaxLines,
  currentTotal,
  discountedTotal,
  originalTotal,
  taxTotal,
} from "./line-sums.ts";

/** The sums of an order, as it was placed (returns and removals not counted) and as it is now. */
export interface OrderTotals {
  readonly lineItems: Money;
  readonly discounts: Money;
  readonly subtotal: Money;
  readonly shipping: Money;
  readonly tax: Money;
  readonly duties: Money | null;
  readonly total: Money;
  readonly currentDiscounts: Money;
  readonly currentSubtotal: Money;
  readonly currentShipping: Money;
  readonly currentTax: Money;
  readonly currentDuties: Money | null;
  readonly currentTotal: Money;
  readonly received: Money;
  readonly refunded: Money;
  readonly refundedShipping: Money;
  readonly refundDiscrepancy: Money;
  readonly net: Money;
  readonly outstanding: Money;
  readonly capturable: Money;
  readonly taxLines: readonly TaxLineRecord[];
  readonly currentTaxLines: readonly TaxLineRecord[];
}

const kept = new WeakMap<OrderRecord, { readonly revision: number; readonly totals: OrderTotals }>();

/** Sums are worked out once per revision of the order. */
export function totalsOf(order: OrderRecord): OrderTotals {
  const known = kept.get(order);
  if (known?.revision === order.revision) return known.totals;
  const totals = computeTotals(order);
  kept.set(order, { revision: order.revision, totals });
  return totals;
}

export function computeTotals(order: OrderRecord): OrderTotals {
  const goods = order.lines.filter((line) => !line.isTip);
  const shippingLines = order.shippingLines;
  const shippingDiscounts = sum(shippingLines.map((line) => allocated(line.allocations)));
  const lineItems = sum(goods.map(originalTotal));
  const subtotal = sum(goods.map(discountedTotal));
  const discounts = add(subtract(lineItems, subtotal), shippingDiscounts);
  const shipping = sum(shippingLines.map((line) => line.price));
  const taxLines = mergeTaxLines([
    ...order.lines.flatMap((line) => line.taxLines),
    ...shippingLines.flatMap((line) => line.taxLines),
  ]);
  const tax = taxTotal(taxLines);
  const duties = dutiesOf(order);
  const extra = add(order.tip, duties ?? nothing, order.taxesIncluded ? nothing : tax);
  const total = add(subtotal, subtract(shipping, shippingDiscounts), extra);

  const currentSubtotal = sum(goods.map(currentTotal));
  const shippingNow = sum(shippingLines.map(currentShipping));
  const taxLinesNow = mergeTaxLines([
    ...order.lines.flatMap(currentTaxLines),
    ...shippingLines.flatMap(currentShippingTaxLines),
  ]);
  const currentTax = taxTotal(taxLinesNow);
  const refundedDuties = sum(order.refunds.flatMap((refund) => refund.duties.map((duty) => duty.amount)));
  const currentDuties = duties === null ? null : subtract(duties, refundedDuties);
  const refundDiscrepancy = sum(
    order.refunds.flatMap((refund) => refund.adjustments.map((adjustment) => adjustment.amount)),
  );
  const currentTotalPrice = add(
    currentSubtotal,
    shippingNow,
    currentTipOf(order),
    currentDuties ?? nothing,
    order.taxesIncluded ? nothing : currentTax,
    refundDiscrepancy,
  );

  const paid = sum(settled(order, ["SALE", "CAPTURE"]));
  const refunded = sum(settled(order, ["REFUND"]));
  const net = subtract(paid, refunded);
  return {
    lineItems,
    discounts,
    subtotal,
    shipping,
    tax,
    duties,
    total,
    currentDiscounts: add(
      sum(
        goods.map((line) =>
          subtract(currentGross(line.unitPrice, currentQuantity(line)), currentTotal(line)),
        ),
      ),
      shippingDiscounts,
    ),
    currentSubtotal,
    currentShipping: shippingNow,
    currentTax,
    currentDuties,
    currentTotal: currentTotalPrice,
    received: paid,
    refunded,
    refundedShipping: sum(shippingLines.map((line) => line.refunded)),
    refundDiscrepancy,
    net,
    outstanding: subtract(add(currentTotalPrice, order.cashRounding.payment, order.cashRounding.refund), net),
    capturable: capturableOf(order),
    taxLines,
    currentTaxLines: taxLinesNow,
  };
}

/** What is left of open authorizations, per authorization. */
export function openAuthorizations(order: OrderRecord): { readonly id: string; readonly left: Money }[] {
  return order.transactions
    .filter((transaction) => transaction.kind === "AUTHORIZATION" && transaction.status === "SUCCESS")
    .map((authorization) => {
      const children = order.transactions.filter(
        (transaction) => transaction.parentId === authorization.id && transaction.status === "SUCCESS",
      );
      const isVoid = children.some((child) => child.kind === "VOID");
      const captured = sum(children.filter((child) => child.kind === "CAPTURE").map((child) => child.amount));
      return {
        id: authorization.id,
        left: isVoid ? nothing : atLeastNothing(subtract(authorization.amount, captured)),
      };
    })
    .filter(({ left }) => !isZero(left));
}

function capturableOf(order: OrderRecord): Money {
  return sum(openAuthorizations(order).map(({ left }) => left));
}

function settled(order: OrderRecord, kinds: readonly string[]): Money[] {
  return order.transactions
    .filter((transaction) => transaction.status === "SUCCESS" && kinds.includes(transaction.kind))
    .map((transaction) => transaction.amount);
}

/** What is left of the tip: it goes with a cancelled order, and with a refund of the line that stands for it. */
function currentTipOf(order: OrderRecord): Money {
  if (order.cancelledAt !== null) return nothing;
  const tips = order.lines.filter((line) => line.isTip);
  return tips.length === 0 ? order.tip : sum(tips.map(currentTotal));
}

function dutiesOf(order: OrderRecord): Money | null {
  const duties = order.lines.flatMap((line) => (line.duty ? [line.duty] : []));
  return duties.length === 0 ? null : sum(duties);
}

function currentGross(unitPrice: Money, units: number): Money {
  const count = BigInt(units);
  return { shop: unitPrice.shop * count, presentment: unitPrice.presentment * count };
}

function sum(amounts: readonly Money[]): Money {
  return amounts.length === 0 ? nothing : add(...amounts);
}

/** One line per title and rate, in order of first appearance. */
export function mergeTaxLines(lines: readonly TaxLineRecord[]): TaxLineRecord[] {
  const merged = new Map<string, TaxLineRecord>();
  for (const line of lines) {
    const key = `${line.title}\u0000${line.rate}\u0000${line.channelLiable}`;
    const known = merged.get(key);
    merged.set(key, known ? { ...known, price: add(known.price, line.price) } : line);
  }
  return [...merged.values()];
}
