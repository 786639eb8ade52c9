import { statusPage } from "../../graphql/resolvers/order-fields.ts";
import { financialStatus, fulfillmentStatus } from "../../orders/statuses.ts";
import { totalsOf } from "../../orders/totals.ts";
import type { OrderTotals } from "../../orders/totals.ts";
import type { OrderRecord } from "../../state/order-records.ts";
import type { Shop } from "../../state/shop.ts";
import type { OrderEditFacts } from "../shop-event.ts";
import { orderAddressBody } from "./address-body.ts";
import { customerBody } from "./customer-body.ts";
import { discountApplicationBodies, discountCodeBodies } from "./discount-body.ts";
import { fulfillmentBody } from "./fulfillment-body.ts";
import { idNumber, optionalId } from "./json-number.ts";
import { orderLineBody, shippingLineBody } from "./line-body.ts";
import { moneySet, moneyText, optionalMoneySet } from "./money-body.ts";
import { refundBody } from "./payment-body.ts";
import { optionalShopTime, shopTime } from "./shop-time.ts";
import { taxLineBodies } from "./tax-line-body.ts";

/** Body of every `orders/*` topic that carries the whole order. */
export function orderBody(order: OrderRecord, shop: Shop): Record<string, unknown> {
  const { domain, shopId, timezone } = shop.settings;
  const totals = totalsOf(order);
  const customer = order.customerId === null ? undefined : shop.data.customers.get(order.customerId);
  return {
    id: idNumber(order.id),
    admin_graphql_api_id: `gid://shopify/Order/${order.id}`,
    app_id: order.appId === null ? null : Number(order.appId),
    browser_ip: null,
    buyer_accepts_marketing: customer?.emailMarketing === "SUBSCRIBED",
    cancel_reason: order.cancelReason?.toLowerCase() ?? null,
    cancelled_at: optionalShopTime(order.cancelledAt, timezone),
    cart_token: null,
    checkout_token: null,
    client_details: null,
    closed_at: optionalShopTime(order.closedAt, timezone),
    company: order.company
      ? { id: idNumber(order.company.companyId), location_id: idNumber(order.company.locationId) }
      : null,
    confirmation_number: order.confirmationNumber,
    confirmed: true,
    contact_email: order.email,
    created_at: shopTime(order.createdAt, timezone),
    currency: order.currency,
    ...currentSums(order, totals),
    customer_locale: order.customerLocale,
    device_id: null,
    discount_codes: discountCodeBodies(order),
    duties_included: order.dutiesIncluded,
    email: order.email ?? "",
    estimated_taxes: order.estimatedTaxes,
    financial_status: financialStatus(order, shop.clock.now()).toLowerCase(),
    fulfillment_status: fulfillmentWords[fulfillmentStatus(order)],
    landing_site: null,
    landing_site_ref: null,
    location_id: optionalId(order.retailLocationId),
    merchant_business_entity_id: Buffer.from(`1${shopId}`).toString("base64").replaceAll("=", ""),
    merchant_of_record_app_id: null,
    name: order.name,
    note: order.note,
    note_attributes: order.customAttributes.map(({ key, value }) => ({ name: key, value: value ?? "" })),
    number: order.number - 1000,
    order_number: order.number,
    order_status_url: statusPage(domain, shopId, order),
    original_total_additional_fees_set: null,
    original_total_duties_set: optionalMoneySet(order.originalDuties, order),
    payment_gateway_names: [...new Set(order.transactions.map(({ gateway }) => gateway))],
    phone: order.phone,
    po_number: order.poNumber,
    presentment_currency: order.presentmentCurrency,
    processed_at: shopTime(order.processedAt, timezone),
    reference: null,
    referring_site: null,
    source_identifier: order.sourceIdentifier,
    source_name: order.sourceName,
    source_url: null,
    ...originalSums(order, totals),
    tags: order.tags.join(", "),
    tax_exempt: order.taxExempt,
    tax_lines: taxLineBodies(totals.taxLines, order),
    taxes_included: order.taxesIncluded,
    test: order.test,
    token: order.token,
    total_weight: order.lines.reduce((sum, line) => sum + line.grams * line.quantity, 0),
    updated_at: shopTime(order.updatedAt, timezone),
    user_id: null,
    billing_address: orderAddressBody(order.billingAddress),
    customer: customer ? customerBody(customer, shop) : null,
    discount_applications: discountApplicationBodies(order),
    fulfillments: order.fulfillments.map((part) => fulfillmentBody(part, order, shop)),
    line_item_groups: [],
    line_items: order.lines.map((line) => orderLineBody(line, order, shop)),
    payment_terms: null,
    refunds: order.refunds.map((refund) => refundBody(refund, order, shop)),
    returns: [],
    shipping_address: orderAddressBody(order.shippingAddress),
    shipping_lines: order.shippingLines.map((line) => shippingLineBody(line, order)),
  };
}

const fulfillmentWords = {
  UNFULFILLED: null,
  PARTIALLY_FULFILLED: "partial",
  FULFILLED: "fulfilled",
} as const;

/** The order as it is after edits, refunds, and cancelling. */
function currentSums(order: OrderRecord, totals: OrderTotals) {
  return {
    current_shipping_price_set: moneySet(totals.currentShipping, order),
    current_subtotal_price: moneyText(totals.currentSubtotal, order),
    current_subtotal_price_set: moneySet(totals.currentSubtotal, order),
    current_total_additional_fees_set: null,
    current_total_discounts: moneyText(totals.currentDiscounts, order),
    current_total_discounts_set: moneySet(totals.currentDiscounts, order),
    current_total_duties_set: optionalMoneySet(totals.currentDuties, order),
    current_total_price: moneyText(totals.currentTotal, order),
    current_total_price_set: moneySet(totals.currentTotal, order),
    current_total_tax: moneyText(totals.currentTax, order),
    current_total_tax_set: moneySet(totals.currentTax, order),
  };
}

/** The order as it was sold. */
function originalSums(order: OrderRecord, totals: OrderTotals) {
  return {
    subtotal_price: moneyText(totals.subtotal, order),
    subtotal_price_set: moneySet(totals.subtotal, order),
    total_cash_rounding_payment_adjustment_set: moneySet(order.cashRounding.payment, order),
    total_cash_rounding_refund_adjustment_set: moneySet(order.cashRounding.refund, order),
    total_discounts: moneyText(totals.discounts, order),
    total_discounts_set: moneySet(totals.discounts, order),
    total_line_items_price: moneyText(totals.lineItems, order),
    total_line_items_price_set: moneySet(totals.lineItems, order),
    total_outstanding: moneyText(totals.outstanding, order),
    total_price: moneyText(totals.total, order),
    total_price_set: moneySet(totals.total, order),
    total_shipping_price_set: moneySet(totals.shipping, order),
    total_tax: moneyText(totals.tax, order),
    total_tax_set: moneySet(totals.tax, order),
    total_tip_received: moneyText(order.tip, order),
  };
}

export function orderEditBody(edit: OrderEditFacts, shop: Shop) {
  const at = shopTime(edit.at, shop.settings.timezone);
  const counted = (parts: OrderEditFacts["additions"]) =>
    parts.map(({ lineId, delta }) => ({ id: idNumber(lineId), delta }));
  return {
    order_edit: {
      id: idNumber(edit.id),
      app_id: null,
      created_at: at,
      committed_at: at,
      notify_customer: edit.notifyCustomer,
      order_id: idNumber(edit.orderId),
      staff_note: edit.staffNote,
      user_id: null,
      line_items: { additions: counted(edit.additions), removals: counted(edit.removals) },
      discounts: { line_item: { additions: [], removals: [] } },
      shipping_lines: { additions: [], removals: [] },
    },
  };
}
