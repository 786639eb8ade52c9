import type { Money } from "#domain/money.ts";
import type { DiscountApplication, FulfillmentStatus, Order, OrderTotals } from "#domain/order/order.ts";
import { addressFromGraphql } from "./address-from-graphql.ts";
import { readConnection } from "./connections.ts";
import { customerInOrderNode } from "./customer-from-graphql.ts";
import {
  lineFromGraphql,
  readCustomAttributes,
  readReference,
  shippingLineFromGraphql,
  type DiscountPlaces,
  type LineNode,
  type ShippingLineNode,
} from "./lines-from-graphql.ts";
import { readGid } from "./read-id.ts";
import { noMoney, readMoneyBag } from "./read-money.ts";
import {
  isObject,
  readFlag,
  readList,
  readOptionalTime,
  readPlainText,
  readText,
  readTime,
  sortTexts,
  type Loose,
} from "./read-values.ts";
import { settleTips } from "./settle-tips.ts";
import { sortIds } from "./sort-ids.ts";
import { unreadable } from "./unreadable.ts";

type TotalField =
  | "totalPriceSet"
  | "subtotalPriceSet"
  | "totalTaxSet"
  | "totalDiscountsSet"
  | "totalShippingPriceSet"
  | "totalTipReceivedSet"
  | "originalTotalDutiesSet"
  | "originalTotalAdditionalFeesSet"
  | "currentTotalPriceSet"
  | "currentSubtotalPriceSet"
  | "currentTotalTaxSet"
  | "currentTotalDiscountsSet"
  | "currentShippingPriceSet"
  | "currentTotalDutiesSet"
  | "currentTotalAdditionalFeesSet";

type OrderNode = Loose<
  | "id"
  | "name"
  | "createdAt"
  | "processedAt"
  | "updatedAt"
  | "cancelledAt"
  | "cancelReason"
  | "test"
  | "sourceName"
  | "tags"
  | "note"
  | "poNumber"
  | "customAttributes"
  | "currencyCode"
  | "presentmentCurrencyCode"
  | "taxesIncluded"
  | "dutiesIncluded"
  | "taxExempt"
  | "displayFinancialStatus"
  | "displayFulfillmentStatus"
  | "fulfillments"
  | "paymentGatewayNames"
  | "email"
  | "phone"
  | "customer"
  | "purchasingEntity"
  | "retailLocation"
  | "billingAddress"
  | "shippingAddress"
  | "lineItems"
  | "shippingLines"
  | "discountApplications"
  | "refunds"
  | "totalCashRoundingAdjustment"
  | TotalField
>;

/**
 * An `Order` node with all pages of its lists put together, as the record that a webhook's body gives for the same state.
 * Parts that were not asked for are unknown. An answer in which the shop refused a field it was asked for must not come
 * here: its null would pass for nothing. Throws `SyncError` of class `defect` when a field holds something else than Shopify
 * promises, or when pages are missing.
 */
export function orderFromGraphql(value: object): Order {
  const node: OrderNode = value;
  const sourceName = readPlainText(node.sourceName);
  const { discounts, places } = readDiscounts(node.discountApplications);
  const lines: readonly LineNode[] = readConnection(node.lineItems, "lineItems");
  const tips = settleTips(
    lines.map((line) => lineFromGraphql(line, places)),
    readMoneyBag(node.totalTipReceivedSet, "totalTipReceivedSet") ?? noMoney,
  );
  const shippingLines: readonly ShippingLineNode[] = readConnection(node.shippingLines, "shippingLines");
  return {
    kind: "orders",
    id: readGid(node.id, "Order") ?? unreadable("id", "the id of an order"),
    name: readPlainText(node.name) ?? unreadable("name", "a name"),
    createdAt: readTime(node.createdAt, "createdAt"),
    processedAt: readTime(node.processedAt, "processedAt"),
    updatedAt: readTime(node.updatedAt, "updatedAt"),
    cancelledAt: readOptionalTime(node.cancelledAt, "cancelledAt"),
    cancelReason: readPlainText(node.cancelReason),
    test: readFlag(node.test),
    sourceName,
    locationId:
      sourceName === "pos" ? readReference(node.retailLocation, "Location", "retailLocation") : null,
    tags: Array.isArray(node.tags) ? sortTexts(node.tags) : none,
    note: readText(node.note),
    poNumber: readText(node.poNumber),
    attributes: readCustomAttributes(node.customAttributes, "customAttributes"),
    currency: readPlainText(node.currencyCode) ?? unreadable("currencyCode", "a currency"),
    presentmentCurrency:
      readPlainText(node.presentmentCurrencyCode) ?? unreadable("presentmentCurrencyCode", "a currency"),
    taxesIncluded: readFlag(node.taxesIncluded),
    dutiesIncluded: readFlag(node.dutiesIncluded),
    taxExempt: readFlag(node.taxExempt),
    financialStatus: readPlainText(node.displayFinancialStatus),
    fulfillmentStatus: readFulfillmentStatus(node),
    gateways: Array.isArray(node.paymentGatewayNames) ? sortTexts(node.paymentGatewayNames) : none,
    email: readText(node.email),
    phone: readText(node.phone),
    customer: isObject(node.customer) ? customerInOrderNode(node.customer) : readNothing(node.customer),
    company: readCompany(node.purchasingEntity),
    billingAddress: addressFromGraphql(node.billingAddress, "billingAddress"),
    shippingAddress: addressFromGraphql(node.shippingAddress, "shippingAddress"),
    lines: tips.lines,
    shippingLines: shippingLines.map((line) => shippingLineFromGraphql(line, places)),
    discounts,
    totals: readTotals(node, tips.tip),
    refunds: sortIds(
      readList(node.refunds, "refunds").map(
        (refund: Loose<"id">) =>
          readGid(refund.id, "Refund") ?? unreadable("refunds.id", "the id of a refund"),
      ),
    ),
  };
}

function readTotals(node: OrderNode, tip: Money): OrderTotals {
  const read = (name: TotalField): Money => readMoneyBag(node[name], name) ?? noMoney;
  const rounding = node.totalCashRoundingAdjustment;
  return {
    total: read("totalPriceSet"),
    subtotal: read("subtotalPriceSet"),
    tax: read("totalTaxSet"),
    discounts: read("totalDiscountsSet"),
    shipping: read("totalShippingPriceSet"),
    tip,
    duties: read("originalTotalDutiesSet"),
    fees: read("originalTotalAdditionalFeesSet"),
    cashRounding: isObject(rounding)
      ? (readMoneyBag((rounding as Loose<"paymentSet">).paymentSet, "totalCashRoundingAdjustment") ?? noMoney)
      : noMoney,
    currentTotal: read("currentTotalPriceSet"),
    currentSubtotal: read("currentSubtotalPriceSet"),
    currentTax: read("currentTotalTaxSet"),
    currentDiscounts: read("currentTotalDiscountsSet"),
    currentShipping: read("currentShippingPriceSet"),
    currentDuties: read("currentTotalDutiesSet"),
    currentFees: read("currentTotalAdditionalFeesSet"),
  };
}

const discountTypes: Readonly<Record<string, string>> = {
  DiscountCodeApplication: "code",
  AutomaticDiscountApplication: "automatic",
  ManualDiscountApplication: "manual",
  ScriptDiscountApplication: "script",
};

/** Discounts in the order of Shopify's index, which is their order in a webhook's body. */
function readDiscounts(value: unknown): {
  readonly discounts: readonly DiscountApplication[];
  readonly places: DiscountPlaces;
} {
  const nodes: readonly Loose<"__typename" | "index" | "code" | "title">[] = readConnection(
    value,
    "discountApplications",
  );
  const sorted = nodes
    .map((node) => ({ node, index: typeof node.index === "number" ? node.index : 0 }))
    .sort((left, right) => left.index - right.index);
  return {
    discounts: sorted.map(({ node }) => ({
      type: discountTypes[readPlainText(node.__typename) ?? ""] ?? "manual",
      title: readPlainText(node.code ?? node.title) ?? "",
    })),
    places: new Map(sorted.map(({ index }, place) => [index, place])),
  };
}

/** As coarse as a webhook tells it; finer states with something sent already count as partly sent. */
function readFulfillmentStatus(node: OrderNode): FulfillmentStatus {
  const status = node.displayFulfillmentStatus;
  if (status === "FULFILLED" || status === "PARTIALLY_FULFILLED") return status;
  const fulfillments: readonly Loose<"status">[] = readList(node.fulfillments, "fulfillments");
  const isSomeSent = fulfillments.some((fulfillment) => fulfillment.status === "SUCCESS");
  return isSomeSent && status !== "UNFULFILLED" && status !== "RESTOCKED"
    ? "PARTIALLY_FULFILLED"
    : "UNFULFILLED";
}

function readCompany(value: unknown): Order["company"] {
  if (!isObject(value)) return readNothing(value);
  const entity: Loose<"__typename" | "company" | "location"> = value;
  if (entity.company === undefined && entity.location === undefined) return null;
  const id = readReference(entity.company, "Company", "purchasingEntity.company");
  const locationId = readReference(entity.location, "CompanyLocation", "purchasingEntity.location");
  return typeof id === "string" && typeof locationId === "string"
    ? { id, locationId }
    : unreadable("purchasingEntity", "a company and a location");
}

/** Tells an absent value from an empty one. */
function readNothing(value: unknown): null | undefined {
  return value === undefined ? undefined : null;
}

const none: readonly never[] = [];
