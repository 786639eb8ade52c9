import type { Address } from "../address.ts";
import type { Customer } from "../customer/customer.ts";
import type { Knowable } from "../knowable.ts";
import type { Amount, Money } from "../money.ts";

/** Shopify's `displayFinancialStatus`; other texts may come and must survive. */
export type FinancialStatus =
  | "AUTHORIZED"
  | "EXPIRED"
  | "PAID"
  | "PARTIALLY_PAID"
  | "PARTIALLY_REFUNDED"
  | "PENDING"
  | "REFUNDED"
  | "VOIDED"
  | (string & {});

/** One tax on a line, for the whole quantity sold. */
export interface TaxLine {
  readonly title: string;
  /** Fraction: `"0.1"` is ten percent. */
  readonly rate: Amount;
  readonly amount: Money;
  /** True when the marketplace remits this tax, so it is not the shop's. */
  readonly channelLiable: Knowable<boolean>;
}

export interface DiscountAllocation {
  /** Position in `Order.discounts`. */
  readonly application: number;
  /** For the whole quantity sold. */
  readonly amount: Money;
}

export interface DiscountApplication {
  readonly type: "code" | "automatic" | "manual" | "script" | (string & {});
  /** The code, or the title. */
  readonly title: string;
}

export interface OrderLine {
  /** Numeric id as text. */
  readonly id: string;
  readonly title: string;
  readonly variantTitle: string | null;
  readonly sku: string | null;
  /** Null for a custom line and for a deleted product. */
  readonly productId: string | null;
  readonly variantId: string | null;
  /** Units sold, with those removed later. */
  readonly quantity: number;
  /** Units left after edits and refunds. */
  readonly currentQuantity: number;
  /** Before discounts; contains tax when the order's `taxesIncluded` says so. */
  readonly unitPrice: Money;
  /** Every discount on this line, order-level and code discounts too. */
  readonly discounts: readonly DiscountAllocation[];
  readonly taxes: readonly TaxLine[];
  readonly taxable: boolean;
  readonly requiresShipping: boolean;
  readonly giftCard: boolean;
  readonly attributes: readonly Attribute[];
  /** Sum of duties on this line. */
  readonly duties: Money;
}

export interface ShippingLine {
  readonly id: string;
  readonly title: string;
  readonly code: string | null;
  readonly price: Money;
  readonly discounts: readonly DiscountAllocation[];
  readonly taxes: readonly TaxLine[];
  /** Taken off by an edit; still listed. */
  readonly removed: boolean;
}

export interface Attribute {
  readonly name: string;
  readonly value: string;
}

export interface OrderTotals {
  /** Everything, as sold. */
  readonly total: Money;
  /** Lines after discounts, as sold. */
  readonly subtotal: Money;
  readonly tax: Money;
  readonly discounts: Money;
  readonly shipping: Money;
  readonly tip: Money;
  readonly duties: Money;
  /** Rounding of cash payments, signed. */
  readonly cashRounding: Money;
  /** As the order stands after edits and refunds of lines. */
  readonly currentTotal: Money;
  readonly currentSubtotal: Money;
  readonly currentTax: Money;
  readonly currentDiscounts: Money;
  readonly currentDuties: Money;
}

/**
 * An order in the shop's words: the same record whether it was decoded from a webhook body or read by GraphQL.
 * Money carries shop and presentment currency; amounts contain tax when `taxesIncluded`.
 */
export interface Order {
  readonly kind: "orders";
  /** Numeric id as text. */
  readonly id: string;
  /** As people say it: `#1001`. */
  readonly name: string;
  /** All times ISO 8601 in UTC with milliseconds as `Date.toISOString` prints them. */
  readonly createdAt: string;
  readonly processedAt: string;
  readonly updatedAt: string;
  readonly cancelledAt: string | null;
  readonly cancelReason: string | null;
  readonly test: boolean;
  /** `web`, `pos`, `shopify_draft_order`, an app's id … */
  readonly sourceName: string | null;
  /** Point-of-sale location, numeric id. */
  readonly locationId: string | null;
  /** Sorted. */
  readonly tags: readonly string[];
  readonly note: Knowable<string>;
  readonly poNumber: Knowable<string>;
  readonly attributes: readonly Attribute[];
  readonly currency: string;
  readonly presentmentCurrency: string;
  readonly taxesIncluded: boolean;
  readonly taxExempt: boolean;
  readonly financialStatus: FinancialStatus | null;
  readonly fulfillmentStatus: string | null;
  /** Gateways used: `shopify_payments`, `gift_card`, `manual` … Sorted. */
  readonly gateways: readonly string[];
  readonly email: Knowable<string>;
  readonly phone: Knowable<string>;
  /** Who bought: `null` for a guest, unknown when withheld. Carries what the message said of the customer. */
  readonly customer: Knowable<Customer>;
  /** B2B: numeric ids. */
  readonly company: { readonly id: string; readonly locationId: string } | null;
  readonly billingAddress: Knowable<Address>;
  readonly shippingAddress: Knowable<Address>;
  /** In the shop's order; complete, however many pages it took. */
  readonly lines: readonly OrderLine[];
  readonly shippingLines: readonly ShippingLine[];
  readonly discounts: readonly DiscountApplication[];
  readonly totals: OrderTotals;
  /** Numeric ids of the refunds, ascending. */
  readonly refunds: readonly string[];
}
