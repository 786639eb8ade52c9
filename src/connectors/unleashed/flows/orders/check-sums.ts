import type { Facts } from "#connectors/kit/flow.ts";
import { exact, type Exact } from "#domain/money.ts";
import type { Order } from "#domain/order/order.ts";
import type { AttentionRequest, Choice } from "#domain/plan/plan.ts";
import type { OrderSettings } from "../../settings/order-settings.ts";
import type { Booking, Bookings } from "./booking.ts";
import type { BuiltLines } from "./build-lines.ts";
import { leaveOut, retry } from "./choices.ts";
import { taxMoveChoice } from "./move-tax.ts";

/** Decision code under which a person explains the gap of one order: `rounding=<gap>`, `goods=<gap>` or `tax=<gap>`, by order id. */
export const mismatchCode = "ORDER_TOTAL_MISMATCH";

/** What the lines come to against what they should. Positive: the lines are too low. */
export interface Gap {
  readonly total: Exact;
  readonly tax: Exact;
}

/** Compares the lines with the shop's totals, less what a person decided to leave out. */
export function gapOf(bookings: Bookings, built: BuiltLines): Gap {
  let { total, tax } = bookings.expected;
  for (const booking of built.ignored) {
    total = total.minus(booking.net).minus(booking.tax);
    tax = tax.minus(booking.tax);
  }
  return { total: total.minus(built.subTotal).minus(built.taxTotal), tax: tax.minus(built.taxTotal) };
}

/** A line that closes the gap, where it explains the whole of it and the settings or a person allow it; else null. */
export function roundingBooking(
  gap: Gap,
  order: Order,
  settings: OrderSettings["rounding"],
  facts: Pick<Facts, "decision">,
): Booking | null {
  if (gap.total.isZero() || !gap.tax.isZero()) return null;
  if (gap.total.decimalPlaces() > settings.amountDecimals) return null;
  const bySetting = settings.line && gap.total.abs().lessThanOrEqualTo(settings.max);
  if (!bySetting && facts.decision(mismatchCode, order.id) !== `rounding=${gap.total.toFixed()}`) return null;
  return {
    kind: "rounding",
    label: "Rounding",
    quantity: 1,
    net: gap.total,
    tax: exact(0),
    taxes: [],
    names: ["Rounding"],
    line: null,
    note: "the gap between the lines and the order's total",
  };
}

/**
 * What was given back besides the goods, where it explains the whole gap and a person said that it is left to a credit; else the
 * bookings as they are. Orders tell how many refunds there were, not what each was for, so nobody but a person can know.
 */
export function withRefundLeft(bookings: Bookings, gap: Gap, decided: string | undefined): Bookings {
  if (!isRefundBesides(bookings, gap) || decided !== `goods=${gap.total.abs().toFixed()}`) return bookings;
  const amount = gap.total.abs();
  return {
    ...bookings,
    steps: [...bookings.steps, { what: "given back without goods and left to a credit", amount }],
    expected: { ...bookings.expected, total: bookings.expected.total.plus(amount) },
  };
}

function isRefundBesides(bookings: Bookings, gap: Gap): boolean {
  return bookings.basis === "current" && gap.total.isNegative() && !gap.total.isZero() && gap.tax.isZero();
}

/** The sums do not agree: the order waits for a person, with the whole arithmetic. */
export function totalMismatch(
  order: Order,
  bookings: Bookings,
  built: BuiltLines,
  gap: Gap,
  settings: OrderSettings["rounding"],
): AttentionRequest {
  const { currency } = order;
  const linesTotal = built.subTotal.plus(built.taxTotal);
  const wanted = linesTotal.plus(gap.total);
  const message =
    built.tooFine.length > 0
      ? `Some amounts have more than ${settings.amountDecimals} decimals, which Unleashed does not keep of a line (${built.tooFine
          .slice(0, 3)
          .map((booking) => `${booking.label}: ${booking.net.toFixed()} + ${booking.tax.toFixed()} tax`)
          .join("; ")}). If the account keeps three, say so in orders.rounding.amountDecimals.`
      : `The lines come to ${built.subTotal.toFixed()} + ${built.taxTotal.toFixed()} tax = ${linesTotal.toFixed()} ${currency}, ` +
        `but it should be ${wanted.toFixed()} (${bookings.steps[0]?.what ?? "total"}): ${gapInWords(gap)}. ` +
        "Nothing was written. The detail shows every part.";
  return {
    code: mismatchCode,
    message,
    detail: {
      currency,
      basis: bookings.basis,
      lines: bookings.items.slice(0, 100).map((booking) => ({
        what: booking.label,
        quantity: booking.quantity,
        how: booking.note,
        net: booking.net.toFixed(),
        tax: booking.tax.toFixed(),
        ...(built.ignored.includes(booking) ? { ignored: true } : {}),
      })),
      ...(bookings.items.length > 100 ? { furtherLines: bookings.items.length - 100 } : {}),
      subTotal: built.subTotal.toFixed(),
      taxTotal: built.taxTotal.toFixed(),
      total: linesTotal.toFixed(),
      wanted: {
        steps: bookings.steps.map(({ what, amount }) => ({ what, amount: amount.toFixed() })),
        total: bookings.expected.total.toFixed(),
        tax: bookings.expected.tax.toFixed(),
      },
      gap: gap.total.toFixed(),
      taxGap: gap.tax.toFixed(),
    },
    choices: [...mismatchChoices(order, bookings, built, gap, settings), retry, leaveOut],
  };
}

function gapInWords(gap: Gap): string {
  if (gap.total.isZero()) return `the tax differs by ${gap.tax.toFixed()}, although the total agrees`;
  const size = gap.total.abs().toFixed();
  return gap.total.isNegative() ? `${size} too much` : `${size} too little`;
}

/** Lines of an order to which something was added before it arrived come to its current total, not to that of the sale. */
function comesToCurrent({ totals }: Order, gap: Gap): boolean {
  const { total, currentTotal, tax, currentTax } = totals;
  return (
    (total.shop !== currentTotal.shop || tax.shop !== currentTax.shop) &&
    gap.total.equals(exact(total.shop).minus(currentTotal.shop)) &&
    gap.tax.equals(exact(tax.shop).minus(currentTax.shop))
  );
}

function mismatchChoices(
  order: Order,
  bookings: Bookings,
  built: BuiltLines,
  gap: Gap,
  settings: OrderSettings["rounding"],
): readonly Choice[] {
  const choices: Choice[] = [];
  if (order.refunds.length > 0 && isRefundBesides(bookings, gap))
    choices.push({
      choice: `goods=${gap.total.abs().toFixed()}`,
      label: `Book what is left of the goods; the ${gap.total.abs().toFixed()} given back besides are credited by hand`,
    });
  if (bookings.basis === "current")
    choices.push({ choice: "as-sold", label: "Book everything that was sold; refunds are credited by hand" });
  else if (comesToCurrent(order, gap))
    choices.push({ choice: "current", label: "Book the order as it stands, to which its lines come" });
  const taxMove = built.tooFine.length === 0 ? taxMoveChoice(order, bookings, gap, settings) : null;
  if (taxMove !== null) choices.push(taxMove);
  const isClosable =
    built.tooFine.length === 0 &&
    gap.tax.isZero() &&
    !gap.total.isZero() &&
    gap.total.decimalPlaces() <= settings.amountDecimals &&
    gap.total.abs().lessThanOrEqualTo(settings.max);
  if (isClosable)
    choices.push({
      choice: `rounding=${gap.total.toFixed()}`,
      label: "Close the gap of this order with a line called Rounding",
    });
  return choices;
}
