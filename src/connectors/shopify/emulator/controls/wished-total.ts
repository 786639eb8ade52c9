import type { NewOrder } from "../orders/place-order.ts";
import { priceOrder } from "../orders/price-order.ts";
import type { Priced } from "../orders/price-order.ts";
import { add, negate, nothing, times } from "../state/money.ts";
import type { Money } from "../state/money.ts";

/** What an order will cost, cash rounding included, before it is placed. */
export function wishedTotal(order: Omit<NewOrder, "payments">): Money {
  const priced = priceOrder(order);
  const discounts = (parts: readonly Priced[]) =>
    parts.flatMap((part) => part.allocations.map(({ amount }) => negate(amount)));
  const taxes = (parts: readonly Priced[]) =>
    order.taxesIncluded ? [] : parts.flatMap((part) => part.taxLines.map(({ price }) => price));
  return add(
    ...order.lines.filter(({ isTip }) => !isTip).map((line) => times(line.unitPrice, line.quantity)),
    ...order.lines.map(({ duty }) => duty ?? nothing),
    ...order.shipping.map(({ price }) => price),
    ...[priced.lines, priced.shipping].flatMap((parts) => [...discounts(parts), ...taxes(parts)]),
    order.tip,
    order.cashRounding,
  );
}
