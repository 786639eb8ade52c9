import type { Knowable } from "../knowable.ts";
import type { Money } from "../money.ts";
import type { TaxLine } from "../order/order.ts";

/** What becomes of goods that were refunded: back into stock after they were sent, never sent, or gone for good. */
export type RestockType = "RETURN" | "CANCEL" | "NO_RESTOCK" | "LEGACY_RESTOCK" | (string & {});

/** Goods of a refund. */
export interface RefundLine {
  /** Line of the order, numeric id; null when the shop does not name it any more. */
  readonly lineId: string | null;
  readonly title: string;
  readonly sku: string | null;
  readonly variantId: Knowable<string>;
  readonly giftCard: boolean;
  readonly quantity: number;
  readonly restock: RestockType;
  /** After discounts, for the whole quantity; contains tax when the order's `taxesIncluded` says so. */
  readonly subtotal: Money;
  readonly tax: Money;
  /** Taxes of the order's line, for their titles and rates. */
  readonly taxes: readonly TaxLine[];
}

/** Shipping of a refund; contains tax as goods do. */
export interface RefundShipping {
  readonly subtotal: Money;
  readonly tax: Money;
  readonly taxes: readonly TaxLine[];
}

/** Money and goods given back once, in the shop's words. Tells nobody's name: of a refund no personal word is read. */
export interface Refund {
  readonly kind: "refunds";
  /** Numeric id as text. */
  readonly id: string;
  readonly orderId: string;
  /** `#1001` */
  readonly orderName: string;
  /** The order was cancelled, then or since. */
  readonly orderCancelled: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly currency: string;
  readonly taxesIncluded: boolean;
  readonly lines: readonly RefundLine[];
  readonly shipping: readonly RefundShipping[];
  /** Duties given back. */
  readonly duties: readonly Money[];
  /** The money that was given back. What goods, shipping and duties do not explain of it was given, or kept back, besides them. */
  readonly total: Money;
}
