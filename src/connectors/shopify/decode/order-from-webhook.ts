import type { Knowable } from "#domain/knowable.ts";
import type { Money } from "#domain/money.ts";
import type { DiscountApplication, FulfillmentStatus, Order, OrderTotals } from "#domain/order/order.ts";
import { addressFromWebhook } from "./address-from-webhook.ts";
import { customerInOrderBody } from "./customer-from-webhook.ts";
import { lineFromWebhook, readAttributes, shippingLineFromWebhook } from "./lines-from-webhook.ts";
import {
  isWhole,
  type LineBody,
  type MoneyField,
  type OrderBody,
  type ShippingLineBody,
} from "./order-body.ts";
import { readBodyId, readNumericId } from "./read-id.ts";
import { noMoney, readAmount, readMoneySet } from "./read-money.ts";
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

export interface DecodedOrder {
  readonly order: Order;
  /** False when the body lacks something that the record is made of, so that the order has to be read. */
  readonly complete: boolean;
}

/**
 * Body of a topic that carries an order, as the record that GraphQL gives for the same state. What needs care:
 *
 * - ids of lines, customer and refunds come from Shopify's own ids, since numbers above 2^53 are rounded in some bodies;
 * - `location_id` is told for draft orders too, where GraphQL tells none: it counts for the point of sale only;
 * - a tip is told in shop currency only: in another currency it is taken from its line, or else the order is incomplete;
 * - finer states of fulfilment are not told: sent, partly sent, or not.
 *
 * Throws `SyncError` of class `defect` when a field holds something else than Shopify promises.
 */
export function orderFromWebhook(id: string, body: OrderBody): DecodedOrder {
  const lines: readonly LineBody[] = readList(body.line_items, "line_items");
  const shippingLines: readonly ShippingLineBody[] = readList(body.shipping_lines, "shipping_lines");
  const currency = readPlainText(body.currency) ?? unreadable("currency", "a currency");
  const presentmentCurrency = readPlainText(body.presentment_currency) ?? currency;
  const sourceName = readPlainText(body.source_name);
  const createdAt = readTime(body.created_at, "created_at");
  const tip = readAmount(body.total_tip_received ?? "0", "total_tip_received");
  const tips = settleTips(
    lines.map(lineFromWebhook),
    tip === "0" ? noMoney : { shop: tip, presentment: tip },
  );
  const order: Order = {
    kind: "orders",
    id,
    name: readPlainText(body.name) ?? unreadable("name", "a name"),
    createdAt,
    processedAt: readOptionalTime(body.processed_at, "processed_at") ?? createdAt,
    updatedAt: readTime(body.updated_at, "updated_at"),
    cancelledAt: readOptionalTime(body.cancelled_at, "cancelled_at"),
    cancelReason: readUpperCase(body.cancel_reason),
    test: readFlag(body.test),
    sourceName,
    locationId: sourceName === "pos" ? readKnowableId(body.location_id) : null,
    tags: typeof body.tags === "string" ? sortTexts(body.tags.split(",")) : none,
    note: readText(body.note),
    poNumber: readText(body.po_number),
    attributes: readAttributes(body.note_attributes, "note_attributes"),
    currency,
    presentmentCurrency,
    taxesIncluded: readFlag(body.taxes_included),
    dutiesIncluded: readFlag(body.duties_included),
    taxExempt: readFlag(body.tax_exempt),
    financialStatus: readUpperCase(body.financial_status),
    fulfillmentStatus: readFulfillmentStatus(body.fulfillment_status),
    gateways: Array.isArray(body.payment_gateway_names) ? sortTexts(body.payment_gateway_names) : none,
    email: readText(body.email),
    phone: readText(body.phone),
    customer: isObject(body.customer) ? customerInOrderBody(body.customer) : readNothing(body.customer),
    // Where the customer is withheld, GraphQL cannot tell that there is no company; a record must not depend on the way.
    company: body.customer === undefined && body.company === null ? undefined : readCompany(body.company),
    billingAddress: addressFromWebhook(body.billing_address, "billing_address"),
    shippingAddress: addressFromWebhook(body.shipping_address, "shipping_address"),
    lines: tips.lines,
    shippingLines: shippingLines.map(shippingLineFromWebhook),
    discounts: readDiscounts(body.discount_applications),
    totals: readTotals(body, tips.tip),
    refunds: sortIds(
      readList(body.refunds, "refunds").map(
        (refund: Loose<"id" | "admin_graphql_api_id">) =>
          readBodyId(refund.admin_graphql_api_id, "Refund", refund.id) ??
          unreadable("refunds.id", "the id of a refund"),
      ),
    ),
  };
  const isTipTold = tip === "0" || currency === presentmentCurrency || tips.found;
  return { order, complete: isTipTold && isWhole(body, lines, shippingLines) };
}

function readTotals(body: OrderBody, tip: Money): OrderTotals {
  const read = (name: MoneyField): Money =>
    readMoneySet(body[name], name) ?? readPlainMoney(body, name) ?? noMoney;
  return {
    total: read("total_price_set"),
    subtotal: read("subtotal_price_set"),
    tax: read("total_tax_set"),
    discounts: read("total_discounts_set"),
    shipping: read("total_shipping_price_set"),
    tip,
    duties: read("original_total_duties_set"),
    fees: read("original_total_additional_fees_set"),
    cashRounding: read("total_cash_rounding_payment_adjustment_set"),
    currentTotal: read("current_total_price_set"),
    currentSubtotal: read("current_subtotal_price_set"),
    currentTax: read("current_total_tax_set"),
    currentDiscounts: read("current_total_discounts_set"),
    currentShipping: read("current_shipping_price_set"),
    currentDuties: read("current_total_duties_set"),
    currentFees: read("current_total_additional_fees_set"),
  };
}

/** Some sums also come as plain text in shop currency, which stands in where the pair is missing. */
function readPlainMoney(body: OrderBody, name: MoneyField): Money | null {
  const plain = name.slice(0, -"_set".length);
  const value: unknown = plain in body ? body[plain as keyof OrderBody] : undefined;
  if (value === undefined || value === null) return null;
  const sum = readAmount(value, plain);
  return { shop: sum, presentment: sum };
}

function readDiscounts(value: unknown): readonly DiscountApplication[] {
  return readList(value, "discount_applications").map((discount: Loose<"type" | "code" | "title">) => {
    const type = readPlainText(discount.type) ?? "manual";
    return type === "discount_code"
      ? { type: "code", title: readPlainText(discount.code) ?? "" }
      : { type, title: readPlainText(discount.title) ?? "" };
  });
}

function readFulfillmentStatus(value: unknown): FulfillmentStatus {
  if (value === "fulfilled") return "FULFILLED";
  return value === "partial" ? "PARTIALLY_FULFILLED" : "UNFULFILLED";
}

function readCompany(value: unknown): Order["company"] {
  if (!isObject(value)) return readNothing(value);
  const company: Loose<"id" | "location_id"> = value;
  const id = readNumericId(company.id);
  const locationId = readNumericId(company.location_id);
  return id === null || locationId === null
    ? unreadable("company", "a company and a location")
    : { id, locationId };
}

/** Tells an absent value from an empty one. */
function readNothing(value: unknown): null | undefined {
  return value === undefined ? undefined : null;
}

function readKnowableId(value: unknown): Knowable<string> {
  return value === undefined ? undefined : readNumericId(value);
}

function readUpperCase(value: unknown): string | null {
  return readPlainText(value)?.toUpperCase() ?? null;
}

const none: readonly never[] = [];
