import type { FulfillmentRecord, FulfillmentWork } from "./fulfillment-records.ts";
import type { AddressRecord } from "./party-records.ts";
import type { Money } from "./money.ts";

/** Times are milliseconds since 1970 UTC; ids are the digits of the numeric id. */
export interface OrderRecord {
  readonly __typename: "Order";
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly confirmationNumber: string;
  readonly token: string;
  readonly createdAt: number;
  readonly processedAt: number;
  updatedAt: number;
  /** Bumped by every change; derived sums are kept for one revision. */
  revision: number;
  cancelledAt: number | null;
  cancelReason: CancelReason | null;
  cancelStaffNote: string | null;
  closedAt: number | null;
  readonly currency: string;
  readonly presentmentCurrency: string;
  readonly taxesIncluded: boolean;
  readonly taxExempt: boolean;
  readonly estimatedTaxes: boolean;
  readonly dutiesIncluded: boolean;
  readonly test: boolean;
  edited: boolean;
  note: string | null;
  poNumber: string | null;
  tags: string[];
  customAttributes: readonly CustomAttribute[];
  readonly sourceName: string;
  readonly sourceIdentifier: string | null;
  readonly appId: string | null;
  readonly retailLocationId: string | null;
  email: string | null;
  phone: string | null;
  customerId: string | null;
  readonly company: {
    readonly companyId: string;
    readonly locationId: string;
    readonly contactId: string | null;
  } | null;
  billingAddress: AddressRecord | null;
  shippingAddress: AddressRecord | null;
  readonly customerLocale: string | null;
  readonly lines: LineRecord[];
  readonly discounts: readonly DiscountRecord[];
  readonly shippingLines: ShippingLineRecord[];
  readonly transactions: TransactionRecord[];
  readonly refunds: RefundRecord[];
  readonly fulfillments: FulfillmentRecord[];
  /** Null until something changes it: then it follows from the lines. Read it by `workOf`. */
  work: FulfillmentWork | null;
  readonly tip: Money;
  readonly cashRounding: { readonly payment: Money; refund: Money };
  readonly originalTotal: Money;
  readonly originalDuties: Money | null;
}

export type CancelReason = "CUSTOMER" | "DECLINED" | "FRAUD" | "INVENTORY" | "OTHER" | "STAFF";

export interface CustomAttribute {
  readonly key: string;
  readonly value: string | null;
}

export interface LineRecord {
  readonly __typename: "LineItem";
  readonly id: string;
  readonly orderId: string;
  readonly title: string;
  readonly variantTitle: string | null;
  readonly sku: string | null;
  readonly vendor: string | null;
  readonly variantId: string | null;
  readonly productId: string | null;
  readonly grams: number;
  readonly taxable: boolean;
  readonly requiresShipping: boolean;
  readonly isGiftCard: boolean;
  readonly isTip: boolean;
  readonly customAttributes: readonly CustomAttribute[];
  readonly unitPrice: Money;
  /** Units ever ordered, with those that were taken off again. */
  quantity: number;
  /** Taken off by an edit. */
  removed: number;
  /** Taken off by refunds and by cancelling. */
  refunded: number;
  fulfilled: number;
  /** Of the refunded units those that had left the shop before. */
  returned: number;
  /** Where the units were to be sent from when they were ordered; null: the shop has no location. */
  readonly locationId: string | null;
  allocations: readonly AllocationRecord[];
  taxLines: readonly TaxLineRecord[];
  readonly duty: Money | null;
  readonly dutyId: string | null;
}

export interface AllocationRecord {
  readonly amount: Money;
  /** Index in the order's discounts. */
  readonly discount: number;
}

export interface TaxLineRecord {
  readonly title: string;
  /** Decimal text, `"0.1"`. */
  readonly rate: string;
  readonly price: Money;
  readonly channelLiable: boolean;
}

export interface DiscountRecord {
  readonly index: number;
  readonly kind: "code" | "automatic" | "manual";
  /** The code, or the title of an automatic or manual discount. */
  readonly title: string;
  readonly description: string | null;
  readonly allocationMethod: "ACROSS" | "EACH" | "ONE";
  readonly targetSelection: "ALL" | "ENTITLED" | "EXPLICIT";
  readonly targetType: "LINE_ITEM" | "SHIPPING_LINE";
  readonly value: { readonly percentage: string } | { readonly amount: Money };
}

export interface ShippingLineRecord {
  readonly __typename: "ShippingLine";
  readonly id: string;
  readonly title: string;
  readonly code: string | null;
  readonly source: string | null;
  readonly carrierIdentifier: string | null;
  readonly price: Money;
  readonly allocations: readonly AllocationRecord[];
  readonly taxLines: readonly TaxLineRecord[];
  isRemoved: boolean;
  refunded: Money;
}

export interface TransactionRecord {
  readonly __typename: "OrderTransaction";
  readonly id: string;
  readonly orderId: string;
  readonly kind: "AUTHORIZATION" | "CAPTURE" | "CHANGE" | "REFUND" | "SALE" | "VOID";
  readonly status: "SUCCESS" | "PENDING" | "FAILURE";
  readonly gateway: string;
  readonly amount: Money;
  readonly rounding: Money | null;
  readonly createdAt: number;
  readonly parentId: string | null;
  readonly test: boolean;
  readonly expiresAt: number | null;
  readonly giftCardId: string | null;
}

export interface RefundRecord {
  readonly __typename: "Refund";
  readonly id: string;
  readonly orderId: string;
  readonly createdAt: number;
  readonly note: string | null;
  readonly restock: boolean;
  readonly lines: readonly RefundLineRecord[];
  readonly shipping: readonly RefundShippingRecord[];
  readonly adjustments: readonly AdjustmentRecord[];
  readonly duties: readonly { readonly dutyId: string; readonly amount: Money }[];
  readonly transactionIds: readonly string[];
}

export interface RefundLineRecord {
  readonly __typename: "RefundLineItem";
  readonly id: string;
  readonly lineId: string;
  readonly orderId: string;
  readonly quantity: number;
  readonly restockType: "CANCEL" | "RETURN" | "NO_RESTOCK";
  readonly locationId: string | null;
  readonly subtotal: Money;
  readonly tax: Money;
}

export interface RefundShippingRecord {
  readonly __typename: "RefundShippingLine";
  readonly id: string;
  readonly shippingLineId: string;
  readonly orderId: string;
  readonly subtotal: Money;
  readonly tax: Money;
}

export interface AdjustmentRecord {
  readonly __typename: "OrderAdjustment";
  readonly id: string;
  readonly orderId: string;
  readonly refundId: string;
  readonly amount: Money;
  readonly reason: "REFUND_DISCREPANCY";
}
