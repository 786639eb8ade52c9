import type { Facts } from "#connectors/kit/flow.ts";
import { isZero } from "#domain/money.ts";
import type { Reason } from "#domain/reason.ts";
import type { Refund } from "#domain/refund/refund.ts";
import type { UnleashedSettings } from "../../settings.ts";
import type { BookedFacts, DesiredOrder } from "../orders/desired-order.ts";
import { isReturned } from "./refund-parts.ts";

/** What the sales order of a refund was made with; null: it is not known. Pure. */
export function bookedOf({ orderId }: Refund, facts: Pick<Facts, "link">): BookedFacts | null {
  const agreed = facts.link({ kind: "orders", id: orderId })?.agreed as DesiredOrder | null | undefined;
  return agreed?.booked ?? null;
}

/** Why a refund needs no credit; null: it needs one. Pure. */
export function mootRefund(
  refund: Refund,
  facts: Pick<Facts, "link">,
  settings: UnleashedSettings,
): Reason | null {
  if (refund.orderCancelled)
    return {
      code: "REFUND_OF_CANCELLED_ORDER",
      message: `${refund.orderName} was cancelled: what becomes of its sales order, and of the money, is asked with the order.`,
    };
  if (bookedOf(refund, facts)?.includes.includes(refund.id) === true)
    return {
      code: "REFUND_BEFORE_ARRIVAL",
      message:
        "The sales order has no part of what was given back, or somebody has seen to it, so that nothing is credited.",
    };
  if (
    isZero(refund.total.shop) &&
    !refund.lines.some((line) => line.quantity > 0 && isReturned(line, settings))
  )
    return {
      code: "NOTHING_TO_CREDIT",
      message: "No money was given back and nothing goes back into stock, so there is nothing to credit.",
    };
  return null;
}
