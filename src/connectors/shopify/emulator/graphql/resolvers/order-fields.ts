import { add, atLeastNothing, isZero, nothing } from "../../state/money.ts";
import type { Money } from "../../state/money.ts";
import { gid } from "../../state/ids.ts";
import type { OrderRecord } from "../../state/order-records.ts";
import { appNames } from "../../orders/place-order.ts";
import { allocated, currentQuantity } from "../../orders/line-sums.ts";
import { openAuthorizations, totalsOf } from "../../orders/totals.ts";
import type { OrderTotals } from "../../orders/totals.ts";
import { displayFulfillmentStatus, financialStatus, unfulfilledQuantity } from "../../orders/statuses.ts";
import type { GraphContext } from "../graph-context.ts";
import { paginateInOrder } from "../paginate.ts";
import { pageArguments, typeFields } from "../type-fields.ts";
import type { Arguments } from "../type-fields.ts";
import { count, isoTime, moneyBag, moneyV2, optionalTime } from "../views.ts";
import { discountView } from "./discount-views.ts";
import { noMetafields } from "./no-metafields.ts";
import type { ShippingLineView } from "./line-fields.ts";
import { workPage } from "./work-lists.ts";
import { taxLineView } from "./tax-line-view.ts";

const bag = (order: OrderRecord, amount: Money) => moneyBag(amount, order);
const sumField = (pick: (totals: OrderTotals) => Money) => (order: OrderRecord) =>
  bag(order, pick(totalsOf(order)));
const optionalSumField = (pick: (totals: OrderTotals) => Money | null) => (order: OrderRecord) => {
  const amount = pick(totalsOf(order));
  return amount === null ? null : bag(order, amount);
};
const shopAmount = (pick: (totals: OrderTotals) => Money) => (order: OrderRecord) =>
  moneyV2(pick(totalsOf(order)).shop, order.currency).amount;

function cartDiscount(order: OrderRecord): Money {
  const amounts = order.lines
    .filter((line) => !line.isTip)
    .map((line) =>
      allocated(
        line.allocations.filter(({ discount }) => order.discounts[discount]?.allocationMethod === "ACROSS"),
      ),
    );
  return amounts.length === 0 ? nothing : add(...amounts);
}

function units(order: OrderRecord, of: (line: OrderRecord["lines"][number]) => number): number {
  return order.lines.filter((line) => !line.isTip).reduce((sum, line) => sum + of(line), 0);
}

function buyerOf(order: OrderRecord, { shop }: GraphContext) {
  if (!order.company) return order.customerId ? (shop.data.customers.get(order.customerId) ?? null) : null;
  const company = shop.data.companies.get(order.company.companyId);
  const location = shop.data.companyLocations.get(order.company.locationId);
  const contact = order.company.contactId
    ? shop.data.companyContacts.get(order.company.contactId)
    : undefined;
  return company && location
    ? { __typename: "PurchasingCompany", company, location, contact: contact ?? null }
    : null;
}

function limited<Item>(items: readonly Item[], args: Arguments): readonly Item[] {
  return typeof args["first"] === "number" ? items.slice(0, args["first"]) : items;
}

function shippingViews(order: OrderRecord): ShippingLineView[] {
  return order.shippingLines.map((line) => ({ __typename: "ShippingLine", line, order }));
}

export const orderFields = typeFields<OrderRecord>({
  id: (order) => gid("Order", order.id),
  legacyResourceId: (order) => order.id,
  name: (order) => order.name,
  number: (order) => order.number,
  confirmationNumber: (order) => order.confirmationNumber,
  confirmed: () => true,
  sourceIdentifier: (order) => order.sourceIdentifier,
  sourceName: (order) => order.sourceName,
  registeredSourceUrl: () => null,
  poNumber: (order) => order.poNumber,
  createdAt: (order) => isoTime(order.createdAt),
  processedAt: (order) => isoTime(order.processedAt),
  updatedAt: (order) => isoTime(order.updatedAt),
  cancelledAt: (order) => optionalTime(order.cancelledAt),
  cancelReason: (order) => order.cancelReason,
  cancellation: (order) => (order.cancelledAt === null ? null : { staffNote: order.cancelStaffNote }),
  closed: (order) => order.closedAt !== null,
  closedAt: (order) => optionalTime(order.closedAt),
  test: (order) => order.test,
  edited: (order) => order.edited,
  note: (order) => order.note,
  tags: (order) => order.tags,
  customAttributes: (order) => order.customAttributes,
  app: (order) =>
    order.appId ? { id: gid("App", order.appId), name: appNames[order.appId] ?? order.sourceName } : null,
  merchantOfRecordApp: () => null,
  retailLocation: (order, _args, { shop }) =>
    order.retailLocationId ? (shop.data.locations.get(order.retailLocationId) ?? null) : null,
  physicalLocation: (order, _args, { shop }) =>
    order.retailLocationId ? (shop.data.locations.get(order.retailLocationId) ?? null) : null,
  customer: (order, _args, { shop }) =>
    order.customerId ? (shop.data.customers.get(order.customerId) ?? null) : null,
  email: (order) => order.email,
  phone: (order) => order.phone,
  billingAddress: (order) => order.billingAddress,
  shippingAddress: (order) => order.shippingAddress,
  displayAddress: (order) => order.shippingAddress ?? order.billingAddress,
  customerLocale: (order) => order.customerLocale,
  customerAcceptsMarketing: (order, _args, { shop }) =>
    (order.customerId ? shop.data.customers.get(order.customerId) : undefined)?.emailMarketing ===
    "SUBSCRIBED",
  purchasingEntity: (order, _args, context) => buyerOf(order, context),
  taxExempt: (order) => order.taxExempt,
  displayFinancialStatus: (order, _args, { now }) => financialStatus(order, now),
  displayFulfillmentStatus: (order) => displayFulfillmentStatus(order),
  returnStatus: () => "NO_RETURN",
  returns: { args: pageArguments, resolve: (_order, args) => paginateInOrder([], args, () => "") },
  currencyCode: (order) => order.currency,
  presentmentCurrencyCode: (order) => order.presentmentCurrency,
  taxesIncluded: (order) => order.taxesIncluded,
  estimatedTaxes: (order) => order.estimatedTaxes,
  dutiesIncluded: (order) => order.dutiesIncluded,
  additionalFees: () => [],
  originalTotalAdditionalFeesSet: () => null,
  currentTotalAdditionalFeesSet: () => null,
  originalTotalPriceSet: (order) => bag(order, order.originalTotal),
  originalTotalDutiesSet: (order) => (order.originalDuties ? bag(order, order.originalDuties) : null),
  totalPriceSet: sumField((totals) => totals.total),
  subtotalPriceSet: sumField((totals) => totals.subtotal),
  totalTaxSet: sumField((totals) => totals.tax),
  totalDiscountsSet: sumField((totals) => totals.discounts),
  totalShippingPriceSet: sumField((totals) => totals.shipping),
  cartDiscountAmountSet: (order) => bag(order, cartDiscount(order)),
  currentTotalPriceSet: sumField((totals) => totals.currentTotal),
  currentSubtotalPriceSet: sumField((totals) => totals.currentSubtotal),
  currentTotalTaxSet: sumField((totals) => totals.currentTax),
  currentTotalDiscountsSet: sumField((totals) => totals.currentDiscounts),
  currentShippingPriceSet: sumField((totals) => totals.currentShipping),
  currentTotalDutiesSet: optionalSumField((totals) => totals.currentDuties),
  netPaymentSet: sumField((totals) => totals.net),
  totalReceivedSet: sumField((totals) => totals.received),
  totalOutstandingSet: sumField((totals) => totals.outstanding),
  totalCapturableSet: sumField((totals) => totals.capturable),
  totalRefundedSet: sumField((totals) => totals.refunded),
  totalRefundedShippingSet: sumField((totals) => totals.refundedShipping),
  refundDiscrepancySet: sumField((totals) => totals.refundDiscrepancy),
  totalTipReceived: (order) => moneyV2(order.tip.shop, order.currency),
  totalTipReceivedSet: (order) => bag(order, order.tip),
  totalCashRoundingAdjustment: (order) => ({
    paymentSet: bag(order, order.cashRounding.payment),
    refundSet: bag(order, order.cashRounding.refund),
  }),
  totalPrice: shopAmount((totals) => totals.total),
  subtotalPrice: shopAmount((totals) => totals.subtotal),
  totalTax: shopAmount((totals) => totals.tax),
  totalDiscounts: shopAmount((totals) => totals.discounts),
  totalReceived: shopAmount((totals) => totals.received),
  totalRefunded: shopAmount((totals) => totals.refunded),
  totalShippingPrice: shopAmount((totals) => totals.shipping),
  netPayment: shopAmount((totals) => totals.net),
  taxLines: (order) => totalsOf(order).taxLines.map((tax) => taxLineView(tax, order)),
  currentTaxLines: (order) => totalsOf(order).currentTaxLines.map((tax) => taxLineView(tax, order)),
  subtotalLineItemsQuantity: (order) => units(order, (line) => line.quantity),
  currentSubtotalLineItemsQuantity: (order) => units(order, currentQuantity),
  totalWeight: (order) => String(units(order, (line) => line.grams * line.quantity)),
  currentTotalWeight: (order) => String(units(order, (line) => line.grams * currentQuantity(line))),
  discountCode: (order) => order.discounts.find(({ kind }) => kind === "code")?.title ?? null,
  discountCodes: (order) => order.discounts.filter(({ kind }) => kind === "code").map(({ title }) => title),
  discountApplications: {
    args: pageArguments,
    resolve: (order, args) =>
      paginateInOrder(
        order.discounts.map((discount) => discountView(discount, order)),
        args,
        ({ index }) => String(index),
      ),
  },
  lineItems: {
    args: pageArguments,
    resolve: (order, args) => paginateInOrder(order.lines, args, (line) => line.id),
  },
  shippingLine: (order) => shippingViews(order).find(({ line }) => !line.isRemoved) ?? null,
  shippingLines: {
    args: [...pageArguments, "includeRemovals"],
    resolve: (order, args) =>
      paginateInOrder(
        shippingViews(order).filter(({ line }) => args["includeRemovals"] === true || !line.isRemoved),
        args,
        ({ line }) => line.id,
      ),
  },
  transactions: {
    args: ["first", "capturable"],
    resolve: (order, args) => {
      const open = new Set(openAuthorizations(order).map(({ id }) => id));
      const wanted = args["capturable"];
      return limited(
        typeof wanted === "boolean"
          ? order.transactions.filter((transaction) => open.has(transaction.id) === wanted)
          : order.transactions,
        args,
      );
    },
  },
  transactionsCount: (order) => count(order.transactions.length, undefined),
  refunds: { args: ["first"], resolve: (order, args) => limited(order.refunds, args) },
  fulfillments: { args: ["first"], resolve: (order, args) => limited(order.fulfillments, args) },
  fulfillmentOrders: {
    args: [...pageArguments, "displayable", "query"],
    resolve: (order, args, context, path) => workPage(order, args, context, path),
  },
  fulfillmentsCount: (order) => count(order.fulfillments.length, undefined),
  paymentGatewayNames: (order) => [...new Set(order.transactions.map((transaction) => transaction.gateway))],
  paymentTerms: () => null,
  canNotifyCustomer: (order) => order.email !== null || order.phone !== null,
  merchantEditable: (order) => order.cancelledAt === null,
  merchantEditableErrors: (order) =>
    order.cancelledAt === null ? [] : ["The order is canceled and cannot be edited."],
  canMarkAsPaid: (order) => order.cancelledAt === null && totalsOf(order).outstanding.shop > 0n,
  capturable: (order) => !isZero(totalsOf(order).capturable),
  fullyPaid: (order) => totalsOf(order).outstanding.shop <= 0n,
  unpaid: (order) => isZero(totalsOf(order).received),
  refundable: (order) => !isZero(atLeastNothing(totalsOf(order).net)),
  restockable: (order) => order.lines.some((line) => currentQuantity(line) > 0),
  fulfillable: (order) => order.lines.some((line) => unfulfilledQuantity(line) > 0),
  requiresShipping: (order) => order.lines.some((line) => line.requiresShipping),
  billingAddressMatchesShippingAddress: (order) =>
    JSON.stringify({ ...order.billingAddress, id: "" }) ===
    JSON.stringify({ ...order.shippingAddress, id: "" }),
  statusPageUrl: (order, _args, { shop }) => statusPage(shop.settings.domain, shop.settings.shopId, order),
  ...noMetafields,
});

export function statusPage(domain: string, shopId: string, order: OrderRecord): string {
  return `https://${domain}/${shopId}/orders/${order.token}/authenticate?key=${order.token.slice(0, 16)}`;
}
