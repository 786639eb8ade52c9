/** What of an object is dumped: fields by name, and the shape of those that lead to other records. */
export interface DumpShape {
  readonly fields: readonly string[];
  readonly nested?: Readonly<Record<string, DumpShape>>;
}

const named = (...fields: string[]): DumpShape => ({ fields: ["id", ...fields] });

const address = named(
  ..."firstName lastName name company address1 address2 city province provinceCode country countryCodeV2 zip phone".split(
    " ",
  ),
);

const companyAddress = named(
  ..."companyName recipient firstName lastName address1 address2 city province zoneCode country countryCode zip phone".split(
    " ",
  ),
);

const location: DumpShape = {
  fields: ["id", "legacyResourceId", "name", "isActive", "fulfillsOnlineOrders", "isPrimary", "address"],
};

const line: DumpShape = {
  fields: [
    ..."id title name sku variantTitle vendor quantity currentQuantity refundableQuantity unfulfilledQuantity".split(
      " ",
    ),
    ..."originalUnitPriceSet originalTotalSet discountedUnitPriceSet discountedTotalSet totalDiscountSet".split(
      " ",
    ),
    ..."discountedUnitPriceAfterAllDiscountsSet priceAfterAllDiscountsBeforeTaxesSet discountAllocations".split(
      " ",
    ),
    ..."taxLines duties taxable requiresShipping isGiftCard customAttributes".split(" "),
  ],
  nested: { variant: named("sku", "title"), product: named("title") },
};

const shippingLine: DumpShape = {
  fields: [
    ..."id title code source carrierIdentifier custom isRemoved originalPriceSet discountedPriceSet".split(
      " ",
    ),
    ..."currentDiscountedPriceSet taxLines discountAllocations".split(" "),
  ],
};

const transaction: DumpShape = {
  fields: [
    ..."id kind status gateway formattedGateway manualPaymentGateway amountSet amountRoundingSet createdAt".split(
      " ",
    ),
    ..."processedAt test receiptJson authorizationExpiresAt".split(" "),
  ],
  nested: { parentTransaction: named() },
};

const refund: DumpShape = {
  fields: ["id", "legacyResourceId", "createdAt", "note", "totalRefundedSet", "duties"],
  nested: {
    refundLineItems: {
      fields: ["id", "quantity", "restockType", "restocked", "priceSet", "subtotalSet", "totalTaxSet"],
      nested: { lineItem: named("sku"), location: named("name") },
    },
    refundShippingLines: {
      fields: ["id", "subtotalAmountSet", "taxAmountSet"],
      nested: { shippingLine: named("title") },
    },
    orderAdjustments: { fields: ["id", "amountSet", "taxAmountSet", "reason"] },
    transactions: named("kind", "gateway", "amountSet"),
  },
};

const fulfillment: DumpShape = {
  fields: ["id", "legacyResourceId", "name", "status", "createdAt", "totalQuantity", "trackingInfo"],
  nested: {
    location: named("name"),
    fulfillmentLineItems: { fields: ["id", "quantity"], nested: { lineItem: named("sku") } },
  },
};

const fulfillmentOrder: DumpShape = {
  fields: ["id", "status", "requestStatus", "createdAt", "updatedAt", "fulfillAt", "supportedActions"],
  nested: {
    assignedLocation: { fields: ["name"], nested: { location: named("name") } },
    fulfillmentHolds: named("reason", "reasonNotes", "handle", "heldByRequestingApp"),
    lineItems: {
      fields: ["id", "totalQuantity", "remainingQuantity"],
      nested: { lineItem: named("sku") },
    },
  },
};

const person: DumpShape = named("firstName", "lastName", "displayName", "email", "phone");

export const orderShape: DumpShape = {
  fields: [
    ..."id legacyResourceId name number confirmationNumber sourceName sourceIdentifier poNumber createdAt".split(
      " ",
    ),
    ..."processedAt updatedAt cancelledAt cancelReason closed closedAt test edited note tags customAttributes".split(
      " ",
    ),
    ..."app email phone customerLocale taxExempt displayFinancialStatus displayFulfillmentStatus returnStatus".split(
      " ",
    ),
    ..."currencyCode presentmentCurrencyCode taxesIncluded estimatedTaxes dutiesIncluded".split(" "),
    ..."originalTotalPriceSet totalPriceSet subtotalPriceSet totalTaxSet totalDiscountsSet".split(" "),
    ..."totalShippingPriceSet currentTotalPriceSet currentSubtotalPriceSet currentTotalTaxSet".split(" "),
    ..."currentTotalDiscountsSet currentShippingPriceSet currentTotalDutiesSet originalTotalDutiesSet".split(
      " ",
    ),
    ..."netPaymentSet totalReceivedSet totalOutstandingSet totalCapturableSet totalRefundedSet".split(" "),
    ..."totalRefundedShippingSet refundDiscrepancySet totalTipReceivedSet totalCashRoundingAdjustment".split(
      " ",
    ),
    ..."taxLines currentTaxLines discountCodes discountApplications paymentGatewayNames".split(" "),
  ],
  nested: {
    customer: person,
    purchasingEntity: {
      fields: ["__typename"],
      nested: {
        company: named("name", "externalId"),
        location: named("name", "externalId"),
        contact: named("title"),
      },
    },
    retailLocation: named("legacyResourceId", "name"),
    billingAddress: address,
    shippingAddress: address,
    lineItems: line,
    shippingLines: shippingLine,
    transactions: transaction,
    refunds: refund,
    fulfillments: fulfillment,
    fulfillmentOrders: fulfillmentOrder,
  },
};

export const customerShape: DumpShape = {
  fields: [
    ..."id legacyResourceId createdAt updatedAt firstName lastName displayName email phone".split(" "),
    ..."defaultEmailAddress defaultPhoneNumber note tags state taxExempt taxExemptions locale".split(" "),
    ..."verifiedEmail numberOfOrders amountSpent".split(" "),
  ],
  nested: { defaultAddress: address, addresses: address, companyContactProfiles: named("title") },
};

const contact: DumpShape = {
  fields: ["id", "title", "locale", "isMainContact", "createdAt", "updatedAt"],
  nested: { customer: person },
};

export const companyLocationShape: DumpShape = {
  fields: ["id", "name", "externalId", "phone", "note", "locale", "currency", "taxSettings", "updatedAt"],
  nested: { company: named("name"), billingAddress: companyAddress, shippingAddress: companyAddress },
};

export const companyShape: DumpShape = {
  fields: ["id", "name", "externalId", "note", "createdAt", "updatedAt", "customerSince"],
  nested: {
    mainContact: named("title"),
    contacts: contact,
    locations: {
      ...companyLocationShape,
      nested: { billingAddress: companyAddress, shippingAddress: companyAddress },
    },
  },
};

export const productShape: DumpShape = {
  fields: [
    ..."id legacyResourceId title handle descriptionHtml vendor productType tags status isGiftCard".split(
      " ",
    ),
    ..."createdAt updatedAt totalInventory".split(" "),
  ],
  nested: {
    variants: {
      fields: [
        ..."id legacyResourceId title displayName sku barcode price compareAtPrice taxable".split(" "),
        ..."inventoryPolicy inventoryQuantity position selectedOptions updatedAt".split(" "),
      ],
      nested: { inventoryItem: named("sku", "tracked", "requiresShipping") },
    },
  },
};

export const locationShape: DumpShape = location;

export const subscriptionShape: DumpShape = {
  fields: ["id", "topic", "uri", "format", "filter", "includeFields", "name", "apiVersion", "createdAt"],
};

export const shopShape: DumpShape = {
  fields: ["id", "name", "myshopifyDomain", "currencyCode", "taxesIncluded", "ianaTimezone", "plan"],
};
