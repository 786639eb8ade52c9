import type { ShopOrder } from "../../shop-shapes.ts";

/**
 * Why an order is left out as it stands, by the code that is promised for it; null when it is to be carried over. Only what was
 * paid for is carried, in whole or with a part given back; never cancelled orders and never test orders.
 */
export function whyLeftOut(order: ShopOrder): string | null {
  if (order.cancelledAt !== null) return "ORDER_CANCELLED";
  switch (order.displayFinancialStatus) {
    case "PAID":
    case "PARTIALLY_REFUNDED":
      return order.test ? "TEST_ORDER" : null;
    case "REFUNDED":
      return "ORDER_REFUNDED";
    case "VOIDED":
      return "ORDER_VOIDED";
    case null:
    default:
      return "ORDER_NOT_PAID";
  }
}
