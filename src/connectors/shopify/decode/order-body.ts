import type { Loose } from "./read-values.ts";

/** Fields without which a body is not an order but at most a hint that one changed. */
const essential = ["name", "created_at", "updated_at", "currency", "line_items"] as const;

/** The other fields that make an order whole. A body that lacks one was trimmed or belongs to an older version. */
const needed = [
  "processed_at",
  "cancelled_at",
  "cancel_reason",
  "test",
  "source_name",
  "location_id",
  "tags",
  "note",
  "po_number",
  "note_attributes",
  "presentment_currency",
  "taxes_included",
  "duties_included",
  "tax_exempt",
  "financial_status",
  "fulfillment_status",
  "payment_gateway_names",
  "company",
  "billing_address",
  "shipping_address",
  "shipping_lines",
  "discount_applications",
  "refunds",
  "total_price_set",
  "subtotal_price_set",
  "total_tax_set",
  "total_discounts_set",
  "total_shipping_price_set",
  "total_tip_received",
  "total_cash_rounding_payment_adjustment_set",
  "original_total_duties_set",
  "original_total_additional_fees_set",
  "current_total_price_set",
  "current_subtotal_price_set",
  "current_total_tax_set",
  "current_total_discounts_set",
  "current_shipping_price_set",
  "current_total_duties_set",
  "current_total_additional_fees_set",
] as const;

const neededOfLine = [
  "title",
  "variant_title",
  "sku",
  "product_id",
  "variant_id",
  "quantity",
  "current_quantity",
  "price_set",
  "taxable",
  "requires_shipping",
  "gift_card",
  "properties",
  "discount_allocations",
  "tax_lines",
  "duties",
] as const;

const neededOfShippingLine = [
  "title",
  "code",
  "price_set",
  "current_discounted_price_set",
  "is_removed",
  "discount_allocations",
  "tax_lines",
] as const;

/** Body of the topics that carry an order. Protected fields may be absent. */
export type OrderBody = Loose<
  | "id"
  | "admin_graphql_api_id"
  | "email"
  | "phone"
  | "customer"
  | (typeof essential)[number]
  | (typeof needed)[number]
>;

/** Sums of an order in both currencies. */
export type MoneyField = Extract<(typeof needed)[number], `${string}_set`>;

export type LineBody = Loose<
  "id" | "admin_graphql_api_id" | "product_exists" | "price" | (typeof neededOfLine)[number]
>;

export type ShippingLineBody = Loose<
  "id" | "price" | "discounted_price_set" | (typeof neededOfShippingLine)[number]
>;

/** Lists of a message may be cut at Shopify's page size: from this many rows on, the order is read to be sure. */
export const listLimit = 250;

export function hasEssentials(body: OrderBody): boolean {
  return essential.every((name) => body[name] !== undefined && body[name] !== null);
}

/** Whether nothing is missing in the body itself, its lines and its shipping lines, protected fields aside. */
export function isWhole(
  body: OrderBody,
  lines: readonly LineBody[],
  shippingLines: readonly ShippingLineBody[],
): boolean {
  return (
    lines.length < listLimit &&
    shippingLines.length < listLimit &&
    carriesAll(body, needed) &&
    lines.every((line) => carriesAll(line, neededOfLine)) &&
    shippingLines.every((line) => carriesAll(line, neededOfShippingLine))
  );
}

function carriesAll(value: object, names: readonly string[]): boolean {
  for (const name of names) if (!(name in value)) return false;
  return true;
}
