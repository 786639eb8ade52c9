import type { Exact } from "#domain/money.ts";
import type { OrderLine, TaxLine } from "#domain/order/order.ts";

/** What kind of money a booking is; it decides whether it becomes a product line or a charge line. */
export type BookingKind =
  "goods" | "gift-card" | "custom" | "shipping" | "tip" | "duties" | "fees" | "cash-rounding" | "rounding";

/** Something of the shop's order that has a price, in shop money, exactly. */
export interface Booking {
  readonly kind: BookingKind;
  /** For people: the title of the line, `Shipping: Standard`. */
  readonly label: string;
  readonly quantity: number;
  /** After every discount and without any tax, for the whole quantity. */
  readonly net: Exact;
  /** The shop's own tax, for the whole quantity. */
  readonly tax: Exact;
  /** The taxes that choose the tax code. */
  readonly taxes: readonly TaxLine[];
  /** Title and code of the shipping line, title of anything else. */
  readonly names: readonly string[];
  /** Where it came from, when it is a line of the order. */
  readonly line: OrderLine | null;
  /** The arithmetic in words. */
  readonly note: string;
}

/** All that is booked of an order, and the total that it has to come to. */
export interface Bookings {
  readonly items: readonly Booking[];
  readonly basis: Basis;
  /** The shop's total for this basis, and every step from it to `expected.total`. */
  readonly steps: readonly { readonly what: string; readonly amount: Exact }[];
  readonly expected: { readonly total: Exact; readonly tax: Exact };
}

/** `as-sold`: everything that was ever ordered; `current`: what is still part of the order. */
export type Basis = "as-sold" | "current";
