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

/**
 * How much of the order was sent, as far as both a webhook and GraphQL tell it. Finer states (on hold, scheduled, in
 * progress) belong to fulfilment orders.
 */
export type FulfillmentStatus = "UNFULFILLED" | "PARTIALLY_FULFILLED" | "FULFILLED";

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
  /** Null for a custom line and for a deleted product; unknown when products may not be read. */
  readonly productId: Knowable<string>;
  readonly variantId: Knowable<string>;
  /** Units sold, with those removed later. */
  readonly quantity: number;
  /** Units left after edits and refunds. */
  readonly currentQuantity: number;
  /** Before discounts; contains tax when the order's `taxesIncluded` says so. */
  readonly unitPrice: Money;
  /**
   * True for a tip that the shop lists as a line. It is part of `totals.tip`, not of `totals.subtotal`: count either the
   * line or the total.
   */
  readonly tip: boolean;
  /** Every discount on this line, order-level and code discounts too. */
  readonly discounts: readonly DiscountAllocation[];
  readonly taxes: readonly TaxLine[];
  readonly taxable: boolean;
  readonly requiresShipping: boolean;
  readonly giftCard: boolean;
  readonly attributes: readonly Attribute[];
  /** Sum of duties on this line, before tax on them. */
  readonly duties: Money;
  /** Taxes on the duties; part of `totals.tax`. */
  readonly dutyTaxes: readonly TaxLine[];
}

export interface ShippingLine {
  readonly id: string;
  readonly title: string;
  readonly code: string | null;
  /** As sold, before discounts. */
  readonly price: Money;
  /** After discounts, edits and refunds. */
  readonly currentPrice: Money;
  readonly discounts: readonly DiscountAllocation[];
  /** As sold. */
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
  /** Lines after discounts, as sold, without tips. */
  readonly subtotal: Money;
  /** Every tax: on lines, shipping and duties. */
  readonly tax: Money;
  /** On lines and on shipping. */
  readonly discounts: Money;
  /** As sold, as the shop states it; the lines of `shippingLines` say it exactly. */
  readonly shipping: Money;
  readonly tip: Money;
  /** Zero when the shop states none. Part of `total`, and of the line prices when `dutiesIncluded`. */
  readonly duties: Money;
  /** Fees besides goods, shipping, duties and tips, such as handling; zero when the shop states none. */
  readonly fees: Money;
  /** Rounding of cash payments, signed. */
  readonly cashRounding: Money;
  /** As the order stands after edits and refunds of lines. */
  readonly currentTotal: Money;
  readonly currentSubtotal: Money;
  readonly currentTax: Money;
  readonly currentDiscounts: Money;
  /** After discounts and refunds. */
  readonly currentShipping: Money;
  readonly currentDuties: Money;
  readonly currentFees: Money;
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
  /** `CUSTOMER`, `DECLINED`, `FRAUD`, `INVENTORY`, `OTHER`, `STAFF`; other texts may come and must survive. */
  readonly cancelReason: string | null;
  readonly test: boolean;
  /** `web`, `pos`, `shopify_draft_order`, an app's id … */
  readonly sourceName: string | null;
  /**
   * Where it was sold, numeric id; only for point-of-sale orders (`sourceName` `pos`), null for all others; unknown when
   * locations may not be read.
   */
  readonly locationId: Knowable<string>;
  /** Sorted. */
  readonly tags: readonly string[];
  readonly note: Knowable<string>;
  readonly poNumber: Knowable<string>;
  readonly attributes: readonly Attribute[];
  readonly currency: string;
  readonly presentmentCurrency: string;
  /** Prices of lines and shipping contain tax. */
  readonly taxesIncluded: boolean;
  /** Prices of lines contain duties. */
  readonly dutiesIncluded: boolean;
  readonly taxExempt: boolean;
  readonly financialStatus: FinancialStatus | null;
  readonly fulfillmentStatus: FulfillmentStatus;
  /**
   * Gateways used: `shopify_payments`, `gift_card`, `manual` … Sorted, each once. The amount paid by each is not part of
   * the record: bodies of webhooks do not carry it, and a payment does not change what was sold.
   */
  readonly gateways: readonly string[];
  readonly email: Knowable<string>;
  readonly phone: Knowable<string>;
  /**
   * Who bought: `null` for a guest, unknown when withheld. Carries what an order tells of its customer; tags are not among
   * it.
   */
  readonly customer: Knowable<Customer>;
  /** B2B: numeric ids. Null: not bought by a company; unknown when companies may not be read. */
  readonly company: Knowable<{ readonly id: string; readonly locationId: string }>;
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
