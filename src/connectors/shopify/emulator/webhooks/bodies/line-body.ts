import { lineName } from "../../graphql/resolvers/line-fields.ts";
import {
  currentQuantity,
  currentShipping,
  discountedShipping,
  lineLevelDiscount,
} from "../../orders/line-sums.ts";
import { fulfillableQuantity, unfulfilledQuantity } from "../../orders/statuses.ts";
import type { LineRecord, OrderRecord, ShippingLineRecord } from "../../state/order-records.ts";
import type { Shop } from "../../state/shop.ts";
import { idNumber, optionalId } from "./json-number.ts";
import { moneySet, moneyText } from "./money-body.ts";
import { allocationBodies, taxLineBodies } from "./tax-line-body.ts";

/** A line as orders, fulfillments, and refunds all carry it; what orders alone say is `orderLineBody`'s. */
export function lineBody(line: LineRecord, order: OrderRecord, shop: Shop) {
  const { data } = shop;
  const product = line.productId === null ? undefined : data.products.get(line.productId);
  const variant = line.variantId === null ? undefined : data.variants.get(line.variantId);
  const discount = lineLevelDiscount(order, line);
  return {
    id: idNumber(line.id),
    admin_graphql_api_id: `gid://shopify/LineItem/${line.id}`,
    fulfillable_quantity: fulfillableQuantity(order, line),
    fulfillment_service: "manual",
    fulfillment_status: lineFulfillment(line),
    gift_card: line.isGiftCard,
    grams: line.grams,
    name: lineName(line),
    price: moneyText(line.unitPrice, order),
    price_set: moneySet(line.unitPrice, order),
    product_exists: product !== undefined,
    product_id: product ? idNumber(product.id) : null,
    properties: line.customAttributes.map(({ key, value }) => ({ name: key, value: value ?? "" })),
    quantity: line.quantity,
    requires_shipping: line.requiresShipping,
    sku: line.sku ?? "",
    taxable: line.taxable,
    title: line.title,
    total_discount: moneyText(discount, order),
    total_discount_set: moneySet(discount, order),
    variant_id: optionalId(variant?.id ?? null),
    variant_inventory_management: variant?.tracked ? "shopify" : null,
    variant_title: line.variantTitle,
    vendor: line.vendor,
    tax_lines: taxLineBodies(line.taxLines, order),
    duties: dutyBodies(line, order),
    discount_allocations: allocationBodies(line.allocations, order),
  };
}

export function orderLineBody(line: LineRecord, order: OrderRecord, shop: Shop) {
  return {
    ...lineBody(line, order, shop),
    attributed_staffs: [],
    current_quantity: currentQuantity(line),
    sales_line_item_group_id: null,
    ...(line.isTip ? { tip: { payment_gateway: gatewayOf(order), payment_method: null } } : {}),
  };
}

function gatewayOf(order: OrderRecord): string | null {
  return order.transactions[0]?.gateway ?? null;
}

function lineFulfillment(line: LineRecord): "fulfilled" | "partial" | null {
  if (line.fulfilled === 0) return null;
  return unfulfilledQuantity(line) === 0 ? "fulfilled" : "partial";
}

function dutyBodies(line: LineRecord, order: OrderRecord) {
  if (!line.duty || !line.dutyId) return [];
  return [
    {
      id: idNumber(line.dutyId),
      harmonized_system_code: null,
      country_code_of_origin: null,
      price_set: moneySet(line.duty, order),
      tax_lines: [],
      admin_graphql_api_id: `gid://shopify/Duty/${line.dutyId}`,
    },
  ];
}

export function shippingLineBody(line: ShippingLineRecord, order: OrderRecord) {
  const discounted = discountedShipping(line);
  return {
    id: idNumber(line.id),
    carrier_identifier: line.carrierIdentifier,
    code: line.code,
    current_discounted_price_set: moneySet(currentShipping(line), order),
    discounted_price: moneyText(discounted, order),
    discounted_price_set: moneySet(discounted, order),
    is_removed: line.isRemoved,
    phone: null,
    price: moneyText(line.price, order),
    price_set: moneySet(line.price, order),
    requested_fulfillment_service_id: null,
    source: line.source,
    title: line.title,
    tax_lines: taxLineBodies(line.taxLines, order),
    discount_allocations: allocationBodies(line.allocations, order),
  };
}
