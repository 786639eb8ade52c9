import type { Exact } from "#domain/money.ts";
import type { Order } from "#domain/order/order.ts";
import type { SalesOrderLineBody } from "../../schema.ts";
import type { OrderSettings } from "../../settings/order-settings.ts";
import type { Booking } from "./booking.ts";
import { nothing } from "./line-amounts.ts";
import { lineComments } from "./order-texts.ts";
import type { Place, Placing } from "./place-bookings.ts";
import { splitEvenly } from "./split-evenly.ts";
import type { ChosenTax, TaxChooser } from "./tax-codes.ts";

/** The lines of a sales order and what they come to. */
export interface BuiltLines {
  readonly lines: readonly SalesOrderLineBody[];
  /** How each line came about, by position. */
  readonly notes: readonly string[];
  readonly subTotal: Exact;
  readonly taxTotal: Exact;
  /** Tax of the header: the one that most tax was charged with, else that of the first line. */
  readonly tax: ChosenTax | null;
  /** Bookings that a person decided to leave out. */
  readonly ignored: readonly Booking[];
  /** Amounts with more decimals than Unleashed keeps. */
  readonly tooFine: readonly Booking[];
}

/** Longest ProductDescription (vendor's documentation, Products). */
const longestDescription = 500;

/**
 * Writes bookings as lines: `LineTotal` is exactly the booking's net amount and what `OrderQuantity` × `UnitPrice` rounds to,
 * discounts are inside the price and `DiscountRate` is zero, since sources disagree on its scale. Lines of the same product stay
 * apart. What has no place or no tax code is left out and found in `placing` and `taxes`.
 */
export function buildLines(
  bookings: readonly Booking[],
  order: Order,
  settings: OrderSettings,
  placing: Placing,
  taxes: TaxChooser,
): BuiltLines {
  const lines: SalesOrderLineBody[] = [];
  const notes: string[] = [];
  const ignored: Booking[] = [];
  const tooFine: Booking[] = [];
  const taxSums = new Map<string, { readonly tax: ChosenTax; sum: Exact }>();
  let subTotal = nothing;
  let taxTotal = nothing;

  for (const booking of bookings) {
    if (isFreeShipping(booking) && !settings.charges.freeShipping) continue;
    const place = placing.place(booking, order.id);
    if (place?.as === "ignored") {
      ignored.push(booking);
      continue;
    }
    const tax = taxes.choose(booking.taxes, booking.net, booking.tax);
    if (isTooFine(booking, settings.rounding.amountDecimals)) {
      tooFine.push(booking);
      continue;
    }
    subTotal = subTotal.plus(booking.net);
    taxTotal = taxTotal.plus(booking.tax);
    if (place === null || tax === null) continue;
    const sum = taxSums.get(tax.code);
    if (sum === undefined) taxSums.set(tax.code, { tax, sum: booking.tax });
    else sum.sum = sum.sum.plus(booking.tax);
    for (const line of linesOf(booking, place, tax, settings, lines.length + 1)) {
      lines.push(line);
      notes.push(booking.note);
    }
  }
  let header: { readonly tax: ChosenTax; readonly sum: Exact } | null = null;
  for (const candidate of taxSums.values())
    if (header === null || candidate.sum.greaterThan(header.sum)) header = candidate;
  return { lines, notes, subTotal, taxTotal, tax: header?.tax ?? null, ignored, tooFine };
}

function isFreeShipping(booking: Booking): boolean {
  return booking.kind === "shipping" && booking.net.isZero() && booking.tax.isZero();
}

function isTooFine({ net, tax }: Booking, decimals: number): boolean {
  return net.decimalPlaces() > decimals || tax.decimalPlaces() > decimals;
}

function linesOf(
  booking: Booking,
  place: Exclude<Place, { readonly as: "ignored" }>,
  tax: ChosenTax,
  settings: OrderSettings,
  number: number,
): SalesOrderLineBody[] {
  const { unitPriceDecimals, amountDecimals } = settings.rounding;
  // The only recorded charge lines have the quantity one; how many there were is part of the text.
  const quantity = place.as === "charge" ? 1 : booking.quantity;
  const parts = splitEvenly(
    booking.net,
    quantity,
    Math.max(unitPriceDecimals, amountDecimals),
    amountDecimals,
  );
  let taxLeft = booking.tax;
  return parts.map((part, index): SalesOrderLineBody => {
    const isLast = index === parts.length - 1;
    const share = isLast
      ? taxLeft
      : booking.tax.times(part.quantity).div(quantity).toDecimalPlaces(amountDecimals);
    taxLeft = taxLeft.minus(share);
    const comments = commentsOf(booking, place, settings);
    return {
      LineNumber: number + index,
      ...(place.as === "charge" ? { LineType: "Charge" as const } : {}),
      Product: productOf(booking, place),
      OrderQuantity: part.quantity,
      UnitPrice: part.unitPrice.toNumber(),
      DiscountRate: 0,
      LineTotal: part.total.toNumber(),
      LineTax: share.toNumber(),
      TaxRate: tax.rate,
      LineTaxCode: tax.code,
      ...(place.account === null ? {} : { XeroSalesAccount: place.account }),
      ...(comments === undefined ? {} : { Comments: comments }),
    };
  });
}

function productOf(
  booking: Booking,
  place: Exclude<Place, { readonly as: "ignored" }>,
): SalesOrderLineBody["Product"] {
  if (place.as === "product")
    return place.guid === null ? { ProductCode: place.code } : { Guid: place.guid, ProductCode: place.code };
  const text = booking.quantity === 1 ? booking.label : `${booking.quantity} × ${booking.label}`;
  return { ProductDescription: text.slice(0, longestDescription) };
}

/** A product of the settings stands for many things, so its line says what it stands for. */
function commentsOf(booking: Booking, place: Place, settings: OrderSettings): string | undefined {
  const asked = lineComments(booking.line, settings);
  if (place.as !== "product" || booking.kind === "goods" || booking.kind === "gift-card") return asked;
  return asked === undefined ? booking.label : `${booking.label}\n${asked}`;
}
