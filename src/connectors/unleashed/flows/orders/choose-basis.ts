import type { Facts } from "#connectors/kit/flow.ts";
import { exact } from "#domain/money.ts";
import type { Order } from "#domain/order/order.ts";
import type { AttentionRequest } from "#domain/plan/plan.ts";
import type { OrderSettings } from "../../settings/order-settings.ts";
import type { Basis } from "./booking.ts";
import { leaveOut, retry } from "./choices.ts";

/** Decision code under which a person's choice of basis is remembered, by order id. */
export const basisCode = "ORDER_BASIS";

/** What is remembered when the lines were seen to come to the current total, whether or not less is left than was sold. */
export const asItStands = "as-it-stands";

/**
 * Whether an order is booked as it was sold or as it stands. Before the first write, what was taken off by an edit or a refund is
 * no longer part of the order and need not be sent anywhere; so what stands counts, unless the setting or a person wants
 * everything that was sold. An order of which only money was given back stands as it was sold: its goods are booked in full, and
 * the refund is left to a credit.
 */
export function chooseBasis(
  order: Order,
  settings: OrderSettings,
  facts: Pick<Facts, "decision">,
): { readonly basis: Basis } | { readonly attention: AttentionRequest } {
  const decided = facts.decision(basisCode, order.id);
  if (decided === asItStands) return { basis: "current" };
  if (decided === "as-sold" || decided === "current")
    return { basis: decided === "current" && !isReduced(order) ? "as-sold" : decided };
  if (order.financialStatus === "PARTIALLY_REFUNDED") {
    if (settings.partlyRefunded === "attention") return { attention: partlyRefunded(order) };
    if (settings.partlyRefunded === "as-sold") return { basis: "as-sold" };
  }
  return { basis: isReduced(order) ? "current" : "as-sold" };
}

/** True when less goods, shipping, duties or fees are left than were sold. */
function isReduced(order: Order): boolean {
  const { totals } = order;
  return (
    order.lines.some((line) => line.currentQuantity !== line.quantity) ||
    order.shippingLines.some((line) => line.removed || isShippingReduced(line)) ||
    totals.duties.shop !== totals.currentDuties.shop ||
    totals.fees.shop !== totals.currentFees.shop
  );
}

function isShippingReduced(line: Order["shippingLines"][number]): boolean {
  if (line.discounts.length === 0) return line.price.shop !== line.currentPrice.shop;
  let price = exact(line.price.shop);
  for (const discount of line.discounts) price = price.minus(discount.amount.shop);
  return !price.equals(line.currentPrice.shop);
}

function partlyRefunded(order: Order): AttentionRequest {
  const { totals, currency } = order;
  return {
    code: "ORDER_PARTLY_REFUNDED",
    message:
      "Money was given back before the order was carried over. Sold: " +
      `${totals.total.shop} ${currency}; as it stands: ${totals.currentTotal.shop} ${currency}. ` +
      "The setting orders.partlyRefunded leaves the choice to a person.",
    detail: { sold: totals.total.shop, current: totals.currentTotal.shop, currency },
    choices: [
      { choice: "as-sold", label: "Book everything that was sold; the refund is credited by hand" },
      { choice: "current", label: "Book what is still part of the order" },
      retry,
      leaveOut,
    ],
  };
}
