import type { ShopLine, ShopOrder } from "../../shop-shapes.ts";
import { booked, sum } from "./fine-money.ts";
import { filled } from "./texts.ts";

/**
 * What a person has to be told of an order that was carried over as `carried` and stands as `now`, by its code; null: nothing that
 * is carried has changed. Tags, notes, fulfilment and payment states are not carried.
 */
export function changeAfterArrival(carried: ShopOrder, now: ShopOrder | null): string | null {
  if (now === null) return "ORDER_DELETED_AFTER_ARRIVAL";
  if (now.cancelledAt !== null && carried.cancelledAt === null) return "ORDER_CANCELLED_AFTER_ARRIVAL";
  const before = new Set(carried.refunds.map(({ id }) => id));
  if (now.refunds.some(({ id }) => !before.has(id))) return "ORDER_REFUNDED_AFTER_ARRIVAL";
  if (moneyFacts(carried) !== moneyFacts(now)) return "ORDER_EDITED_AFTER_ARRIVAL";
  return addressFacts(carried) === addressFacts(now) ? null : "ORDER_DELIVERY_CHANGED_AFTER_ARRIVAL";
}

/** What is ordered, and what it costs. A line that was added and taken off again is none. */
function moneyFacts(order: ShopOrder): string {
  return JSON.stringify({
    cancelled: order.cancelledAt !== null,
    lines: order.lineItems.nodes
      .filter((line) => line.currentQuantity > 0)
      .map((line) => [line.id, line.currentQuantity, ...pricesOf(line)]),
    shipping: order.shippingLines.nodes.map((line) => [
      line.id,
      line.isRemoved ? "0" : booked(line.currentDiscountedPriceSet).toString(),
    ]),
    extras: [
      order.totalTipReceivedSet,
      order.currentTotalDutiesSet,
      order.totalCashRoundingAdjustment?.paymentSet,
      order.currentTotalPriceSet,
    ].map((money) => booked(money).toString()),
  });
}

function pricesOf(line: ShopLine): readonly string[] {
  return [
    booked(line.originalUnitPriceSet),
    sum(line.discountAllocations.map(({ allocatedAmountSet }) => booked(allocatedAmountSet))),
    sum(line.taxLines.map(({ priceSet }) => booked(priceSet))),
  ].map(String);
}

function addressFacts({ shippingAddress }: ShopOrder): string {
  const fields = [
    "firstName",
    "lastName",
    "company",
    "address1",
    "address2",
    "city",
    "provinceCode",
    "zip",
    "countryCodeV2",
    "phone",
  ] as const;
  return JSON.stringify(fields.map((field) => filled(shippingAddress?.[field])));
}
