const money = (amount: string) => ({ shopMoney: { amount }, presentmentMoney: { amount } });
const noAddress = null;

/** A line as GraphQL tells it. */
export function lineNode(id: number): object {
  return {
    id: `gid://shopify/LineItem/${id}`,
    title: `Thing ${id}`,
    variantTitle: null,
    sku: `SKU-${id}`,
    quantity: 1,
    currentQuantity: 1,
    taxable: true,
    requiresShipping: true,
    isGiftCard: false,
    product: null,
    variant: null,
    customAttributes: [],
    originalUnitPriceSet: money("1.0"),
    discountAllocations: [],
    taxLines: [],
    duties: [],
  };
}

export interface NodeOptions {
  readonly updatedAt?: string;
  readonly lines?: readonly object[];
  /** Cursor of the next page of lines. */
  readonly more?: string | null;
  /** Parts that were asked for and are shown; left out of the node otherwise. */
  readonly customer?: object | null;
  readonly email?: string | null;
}

/** An order as GraphQL tells it: one line for 1.00, a guest, everything else plain. */
export function orderNode(id: string, options: NodeOptions = {}): object {
  const { updatedAt = "2026-03-01T10:00:00Z", lines = [lineNode(1)], more = null, ...shown } = options;
  const total = money(`${lines.length}.0`);
  const nothing = money("0.0");
  const page = { hasNextPage: false, endCursor: null };
  return {
    id: `gid://shopify/Order/${id}`,
    name: `#${id}`,
    createdAt: "2026-03-01T09:00:00Z",
    processedAt: "2026-03-01T09:00:00Z",
    updatedAt,
    cancelledAt: null,
    cancelReason: null,
    test: false,
    sourceName: "web",
    tags: [],
    note: null,
    poNumber: null,
    currencyCode: "AUD",
    presentmentCurrencyCode: "AUD",
    taxesIncluded: false,
    dutiesIncluded: false,
    taxExempt: false,
    paymentGatewayNames: ["manual"],
    displayFinancialStatus: "PAID",
    displayFulfillmentStatus: "UNFULFILLED",
    fulfillments: [],
    refunds: [],
    customAttributes: [],
    phone: null,
    purchasingEntity: null,
    retailLocation: null,
    billingAddress: noAddress,
    shippingAddress: noAddress,
    lineItems: { nodes: lines, pageInfo: { hasNextPage: more !== null, endCursor: more } },
    shippingLines: { nodes: [], pageInfo: page },
    discountApplications: { nodes: [], pageInfo: page },
    ...shown,
    totalPriceSet: total,
    subtotalPriceSet: total,
    totalTaxSet: nothing,
    totalDiscountsSet: nothing,
    totalShippingPriceSet: nothing,
    totalTipReceivedSet: nothing,
    originalTotalDutiesSet: null,
    originalTotalAdditionalFeesSet: null,
    currentTotalPriceSet: total,
    currentSubtotalPriceSet: total,
    currentTotalTaxSet: nothing,
    currentTotalDiscountsSet: nothing,
    currentShippingPriceSet: nothing,
    currentTotalDutiesSet: null,
    currentTotalAdditionalFeesSet: null,
    totalCashRoundingAdjustment: { paymentSet: nothing },
  };
}

/** A customer as GraphQL tells it. */
export function customerNode(id: string, updatedAt = "2026-03-01T10:00:00Z"): object {
  return {
    id: `gid://shopify/Customer/${id}`,
    updatedAt,
    note: null,
    taxExempt: false,
    firstName: "Ann",
    lastName: "Blake",
    defaultEmailAddress: { emailAddress: "ann@example.com" },
    defaultPhoneNumber: null,
    defaultAddress: null,
  };
}
