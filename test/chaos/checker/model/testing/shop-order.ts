import type { MoneyBag, ShopLine, ShopOrder, ShopShippingLine } from "../../../shop-shapes.ts";

export function money(amount: string, currencyCode = "AUD"): MoneyBag {
  const value = { amount, currencyCode };
  return { shopMoney: value, presentmentMoney: value };
}

/** A tax line; the rate is a fraction. */
export function tax(amount: string, rate = 0.1, title = "GST", channelLiable = false) {
  return { title, rate, priceSet: money(amount), channelLiable };
}

export function line(over: Partial<ShopLine> & { readonly price?: string } = {}): ShopLine {
  const { price = "10.00", ...rest } = over;
  return {
    id: "gid://shopify/LineItem/1",
    title: "Tea",
    variantTitle: null,
    sku: "TEA",
    quantity: 1,
    currentQuantity: rest.quantity ?? 1,
    originalUnitPriceSet: money(price),
    originalTotalSet: money(price),
    discountAllocations: [],
    taxLines: [],
    duties: [],
    taxable: true,
    requiresShipping: true,
    isGiftCard: false,
    customAttributes: [],
    variant: { id: "gid://shopify/ProductVariant/1", sku: "TEA" },
    product: { id: "gid://shopify/Product/1" },
    ...rest,
  };
}

export function shipping(
  over: Partial<ShopShippingLine> & { readonly price?: string } = {},
): ShopShippingLine {
  const { price = "5.00", ...rest } = over;
  return {
    id: "gid://shopify/ShippingLine/1",
    title: "Standard",
    code: "Standard",
    isRemoved: false,
    originalPriceSet: money(price),
    discountedPriceSet: money(price),
    currentDiscountedPriceSet: money(price),
    taxLines: [],
    discountAllocations: [],
    ...rest,
  };
}

/** What the shop states of an order: its sums are given and not worked out. */
export interface Stated {
  readonly lines: readonly ShopLine[];
  readonly shipping?: readonly ShopShippingLine[];
  readonly total: string;
  readonly tax?: string;
  readonly subtotal?: string;
  /** As it stands; default as sold. */
  readonly now?: { readonly total: string; readonly tax: string; readonly subtotal: string };
  readonly over?: Partial<ShopOrder>;
}

export function shopOrder({
  lines,
  shipping = [],
  total,
  tax = "0",
  subtotal = "0",
  now,
  over,
}: Stated): ShopOrder {
  return {
    id: "gid://shopify/Order/1",
    legacyResourceId: "1",
    name: "#1001",
    number: 1001,
    sourceName: "web",
    poNumber: null,
    createdAt: "2026-03-01T13:30:00Z",
    processedAt: "2026-03-01T13:30:00Z",
    updatedAt: "2026-03-01T13:30:00Z",
    cancelledAt: null,
    test: false,
    note: null,
    tags: [],
    customAttributes: [],
    email: "jane@customer.example",
    phone: null,
    taxExempt: false,
    displayFinancialStatus: "PAID",
    currencyCode: "AUD",
    presentmentCurrencyCode: "AUD",
    taxesIncluded: true,
    dutiesIncluded: false,
    originalTotalPriceSet: money(total),
    totalPriceSet: money(total),
    subtotalPriceSet: money(subtotal),
    totalTaxSet: money(tax),
    currentTotalPriceSet: money(now?.total ?? total),
    currentSubtotalPriceSet: money(now?.subtotal ?? subtotal),
    currentTotalTaxSet: money(now?.tax ?? tax),
    totalReceivedSet: money(total),
    totalRefundedSet: money("0"),
    totalTipReceivedSet: money("0"),
    originalTotalDutiesSet: null,
    currentTotalDutiesSet: null,
    totalCashRoundingAdjustment: null,
    customer: null,
    purchasingEntity: null,
    retailLocation: null,
    billingAddress: null,
    shippingAddress: null,
    lineItems: { nodes: lines },
    shippingLines: { nodes: shipping },
    refunds: [],
    ...over,
  };
}
