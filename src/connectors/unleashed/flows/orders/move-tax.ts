import type { Order } from "#domain/order/order.ts";
import type { Choice } from "#domain/plan/plan.ts";
import type { OrderSettings } from "../../settings/order-settings.ts";
import type { Booking, Bookings } from "./booking.ts";
import type { Gap } from "./check-sums.ts";

/**
 * The tax of an order and that of its lines can differ: the shop rounded the tax of the order and not of each line, or it taxed an
 * additional fee, of which orders state no tax lines. Where the tax explains the whole gap, a person may put it where it belongs:
 * up to `orders.rounding.max` on the line with the most tax, more on the fees, under the tax code of that line. Pure.
 */
export function taxMoveChoice(
  order: Order,
  bookings: Bookings,
  gap: Gap,
  settings: OrderSettings["rounding"],
): Choice | null {
  const target = targetOf(bookings, gap, settings);
  if (target === null) return null;
  const amount = gap.tax.toFixed();
  return {
    choice: `tax=${amount}`,
    label: `Put the ${amount} ${order.currency} of tax that no line has on ${JSON.stringify(target.booking.label)} in this order`,
  };
}

/** The bookings with the tax where a person said; the very bookings when nobody did, or the gap is another one by now. */
export function withTaxMoved(
  bookings: Bookings,
  gap: Gap,
  decided: string | undefined,
  settings: OrderSettings["rounding"],
): Bookings {
  if (decided !== `tax=${gap.tax.toFixed()}`) return bookings;
  const target = targetOf(bookings, gap, settings);
  if (target === null) return bookings;
  const { booking, taxes } = target;
  const moved: Booking = {
    ...booking,
    // With the total right, what is tax was counted as goods.
    net: gap.total.isZero() ? booking.net.minus(gap.tax) : booking.net,
    tax: booking.tax.plus(gap.tax),
    taxes,
    note: `${booking.note}, with ${gap.tax.toFixed()} tax put here by a person`,
  };
  return { ...bookings, items: bookings.items.map((item) => (item === booking ? moved : item)) };
}

function targetOf(
  { items }: Bookings,
  gap: Gap,
  settings: OrderSettings["rounding"],
): { readonly booking: Booking; readonly taxes: Booking["taxes"] } | null {
  if (gap.tax.isZero() || gap.tax.decimalPlaces() > settings.amountDecimals) return null;
  if (!gap.total.isZero() && !gap.total.equals(gap.tax)) return null;
  let most: Booking | null = null;
  for (const item of items) if (item.tax.greaterThan(most?.tax ?? 0)) most = item;
  if (most === null) return null;
  if (gap.tax.abs().lessThanOrEqualTo(settings.max))
    return most.tax.plus(gap.tax).isNegative() ? null : { booking: most, taxes: most.taxes };
  const fees = items.find((item) => item.kind === "fees" && item.tax.isZero());
  return fees === undefined || !gap.tax.isPositive() || gap.tax.greaterThanOrEqualTo(fees.net)
    ? null
    : { booking: fees, taxes: most.taxes };
}
