import type { AskedParts } from "./asked-parts.ts";
import { address, customer, discountAllocations, money, pageInfo, select, taxLines } from "./selections.ts";

/** Rows of an order's own lists: what a first answer holds, and what a follow-up page holds. */
export interface PartSizes {
  readonly lines: number;
  readonly shippingLines: number;
  readonly discounts: number;
}

/** Large pages are nearly free, nesting multiplies: these cover all but a few orders in one call. */
export const firstParts: PartSizes = { lines: 50, shippingLines: 10, discounts: 20 };

export const furtherParts: PartSizes = { lines: 250, shippingLines: 50, discounts: 100 };

function lineItem(parts: AskedParts): string {
  return select(
    "{ id title variantTitle sku quantity currentQuantity taxable requiresShipping isGiftCard",
    parts.products && "product { id } variant { id }",
    `customAttributes { key value } originalUnitPriceSet ${money}`,
    `${discountAllocations} ${taxLines} duties { price ${money} ${taxLines} } }`,
  );
}

const shippingLine =
  `{ id title code isRemoved originalPriceSet ${money} currentDiscountedPriceSet ${money}` +
  ` ${discountAllocations} ${taxLines} }`;

const discountApplication =
  "{ __typename index" +
  " ... on DiscountCodeApplication { code }" +
  " ... on AutomaticDiscountApplication { title }" +
  " ... on ManualDiscountApplication { title }" +
  " ... on ScriptDiscountApplication { title } }";

export function lineItems(parts: AskedParts, rows: number, after = ""): string {
  return `lineItems(first: ${rows}${after}) { nodes ${lineItem(parts)} ${pageInfo} }`;
}

export function shippingLines(rows: number, after = ""): string {
  return `shippingLines(first: ${rows}${after}, includeRemovals: true) { nodes ${shippingLine} ${pageInfo} }`;
}

export function discountApplications(rows: number, after = ""): string {
  return `discountApplications(first: ${rows}${after}) { nodes ${discountApplication} ${pageInfo} }`;
}

/** An order's own lists with their first rows. */
function firstRows(parts: AskedParts): string {
  return select(
    lineItems(parts, firstParts.lines),
    shippingLines(firstParts.shippingLines),
    discountApplications(firstParts.discounts),
  );
}

/** An order's own lists as a bulk query asks for them: whole, and by `edges` only. */
export function wholeLists(parts: AskedParts): string {
  return select(
    `lineItems { edges { node ${lineItem(parts)} } }`,
    `shippingLines(includeRemovals: true) { edges { node ${shippingLine} } }`,
    `discountApplications { edges { node ${discountApplication} } }`,
  );
}

const totals = [
  "totalPriceSet",
  "subtotalPriceSet",
  "totalTaxSet",
  "totalDiscountsSet",
  "totalShippingPriceSet",
  "totalTipReceivedSet",
  "originalTotalDutiesSet",
  "originalTotalAdditionalFeesSet",
  "currentTotalPriceSet",
  "currentSubtotalPriceSet",
  "currentTotalTaxSet",
  "currentTotalDiscountsSet",
  "currentShippingPriceSet",
  "currentTotalDutiesSet",
  "currentTotalAdditionalFeesSet",
];

/** Everything that the domain's order needs, as one selection on `Order`. `lists`: the order's own lists, first rows by default. */
export function orderFields(parts: AskedParts, lists: string = firstRows(parts)): string {
  return select(
    "id name createdAt processedAt updatedAt cancelledAt cancelReason test sourceName tags note poNumber",
    "currencyCode presentmentCurrencyCode taxesIncluded dutiesIncluded taxExempt paymentGatewayNames",
    "displayFinancialStatus displayFulfillmentStatus fulfillments { status } refunds { id }",
    "customAttributes { key value }",
    parts.email && "email",
    parts.phone && "phone",
    parts.customer && `customer ${customer(parts)}`,
    // The company of one order stands where the customer of another does: it is refused with the customers.
    parts.companies &&
      parts.customer &&
      "purchasingEntity { __typename ... on PurchasingCompany { company { id } location { id } } }",
    parts.locations && "retailLocation { id }",
    parts.places && `billingAddress ${address(parts)} shippingAddress ${address(parts)}`,
    lists,
    ...totals.map((field) => `${field} ${money}`),
    `totalCashRoundingAdjustment { paymentSet ${money} }`,
  );
}
