/**
 * The few shapes of the emulated shop that are looked at, as `GET /_control/shopify/<store>/dump` shows them: every object in the
 * shape of its GraphQL type, connections as `{ nodes }`. Nothing here comes from the engine.
 */

export interface Nodes<T> {
  readonly nodes: readonly T[];
}

export interface Amount {
  readonly amount: string;
  readonly currencyCode: string;
}

/** Money as the shop books it and as the buyer saw it. */
export interface MoneyBag {
  readonly shopMoney: Amount;
  readonly presentmentMoney: Amount;
}

export interface ShopTax {
  readonly title: string;
  /** A fraction; null where the shop did not say. */
  readonly rate: number | null;
  readonly priceSet: MoneyBag;
  readonly channelLiable: boolean | null;
}

export interface ShopDiscount {
  readonly allocatedAmountSet: MoneyBag;
}

export interface ShopAttribute {
  readonly key: string;
  readonly value: string | null;
}

export interface ShopAddress {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly name: string | null;
  readonly company: string | null;
  readonly address1: string | null;
  readonly address2: string | null;
  readonly city: string | null;
  readonly province: string | null;
  readonly provinceCode: string | null;
  readonly country: string | null;
  readonly countryCodeV2: string | null;
  readonly zip: string | null;
  readonly phone: string | null;
}

export interface ShopLine {
  readonly id: string;
  readonly title: string;
  readonly variantTitle: string | null;
  readonly sku: string | null;
  readonly quantity: number;
  readonly currentQuantity: number;
  readonly originalUnitPriceSet: MoneyBag;
  readonly originalTotalSet: MoneyBag;
  readonly discountAllocations: readonly ShopDiscount[];
  readonly taxLines: readonly ShopTax[];
  readonly duties: readonly { readonly price: MoneyBag; readonly taxLines: readonly ShopTax[] }[];
  readonly taxable: boolean;
  readonly requiresShipping: boolean;
  readonly isGiftCard: boolean;
  readonly customAttributes: readonly ShopAttribute[];
  readonly variant: { readonly id: string; readonly sku: string | null } | null;
  readonly product: { readonly id: string } | null;
}

export interface ShopShippingLine {
  readonly id: string;
  readonly title: string;
  readonly code: string | null;
  readonly isRemoved: boolean;
  readonly originalPriceSet: MoneyBag;
  readonly discountedPriceSet: MoneyBag;
  readonly currentDiscountedPriceSet: MoneyBag;
  readonly taxLines: readonly ShopTax[];
  readonly discountAllocations: readonly ShopDiscount[];
}

export interface ShopPerson {
  readonly id: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly displayName: string;
  readonly email: string | null;
  readonly phone: string | null;
}

/** Who bought for a company: `PurchasingCompany` of an order. */
export interface ShopPurchasingCompany {
  readonly company: { readonly id: string; readonly name: string; readonly externalId: string | null } | null;
  readonly location: {
    readonly id: string;
    readonly name: string;
    readonly externalId: string | null;
  } | null;
}

/** An order, as far as it is looked at. */
export interface ShopOrder {
  /** `gid://shopify/Order/…` */
  readonly id: string;
  readonly legacyResourceId: string;
  /** `#1001` */
  readonly name: string;
  readonly number: number;
  readonly sourceName: string | null;
  readonly poNumber: string | null;
  readonly createdAt: string;
  readonly processedAt: string;
  readonly updatedAt: string;
  readonly cancelledAt: string | null;
  readonly test: boolean;
  readonly note: string | null;
  readonly tags: readonly string[];
  readonly customAttributes: readonly ShopAttribute[];
  readonly email: string | null;
  readonly phone: string | null;
  readonly taxExempt: boolean;
  readonly displayFinancialStatus: string | null;
  readonly currencyCode: string;
  readonly presentmentCurrencyCode: string;
  readonly taxesIncluded: boolean;
  readonly dutiesIncluded: boolean;
  readonly originalTotalPriceSet: MoneyBag;
  readonly totalPriceSet: MoneyBag;
  readonly subtotalPriceSet: MoneyBag | null;
  readonly totalTaxSet: MoneyBag | null;
  readonly currentTotalPriceSet: MoneyBag;
  readonly currentSubtotalPriceSet: MoneyBag;
  readonly currentTotalTaxSet: MoneyBag;
  readonly totalReceivedSet: MoneyBag;
  readonly totalRefundedSet: MoneyBag;
  readonly totalTipReceivedSet: MoneyBag;
  readonly originalTotalDutiesSet: MoneyBag | null;
  readonly currentTotalDutiesSet: MoneyBag | null;
  readonly totalCashRoundingAdjustment: {
    readonly paymentSet: MoneyBag;
    readonly refundSet: MoneyBag;
  } | null;
  readonly customer: ShopPerson | null;
  readonly purchasingEntity: ShopPurchasingCompany | null;
  readonly retailLocation: { readonly legacyResourceId: string; readonly name: string } | null;
  readonly billingAddress: ShopAddress | null;
  readonly shippingAddress: ShopAddress | null;
  readonly lineItems: Nodes<ShopLine>;
  readonly shippingLines: Nodes<ShopShippingLine>;
  readonly refunds: readonly ShopRefund[];
}

export interface ShopRefund {
  /** `gid://shopify/Refund/…` */
  readonly id: string;
  /** The money that was given back. */
  readonly totalRefundedSet: MoneyBag;
  readonly refundLineItems: Nodes<{ readonly subtotalSet: MoneyBag; readonly totalTaxSet: MoneyBag }>;
  readonly refundShippingLines: Nodes<{
    readonly subtotalAmountSet: MoneyBag;
    readonly taxAmountSet: MoneyBag;
  }>;
}

export interface ShopCustomer extends ShopPerson {
  readonly legacyResourceId: string;
  readonly note: string | null;
  readonly taxExempt: boolean;
  readonly tags: readonly string[];
  readonly defaultEmailAddress: { readonly marketingState: string } | null;
  readonly defaultAddress: ShopAddress | null;
}

export interface ShopProduct {
  readonly id: string;
  readonly title: string;
  readonly variants: Nodes<{ readonly id: string; readonly sku: string | null; readonly title: string }>;
}

export interface ShopCompanyAddress {
  readonly companyName: string | null;
  readonly recipient: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly address1: string | null;
  readonly address2: string | null;
  readonly city: string | null;
  readonly province: string | null;
  readonly zoneCode: string | null;
  readonly country: string | null;
  readonly countryCode: string | null;
  readonly zip: string | null;
  readonly phone: string | null;
}

export interface ShopCompany {
  readonly id: string;
  readonly name: string;
  readonly externalId: string | null;
  readonly note: string | null;
  readonly contacts: Nodes<{
    readonly id: string;
    readonly isMainContact: boolean;
    readonly customer: ShopPerson | null;
  }>;
  readonly locations: Nodes<{
    readonly id: string;
    readonly name: string;
    readonly externalId: string | null;
    readonly phone: string | null;
    readonly note: string | null;
    readonly billingAddress: ShopCompanyAddress | null;
    readonly shippingAddress: ShopCompanyAddress | null;
  }>;
}
