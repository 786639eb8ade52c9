import type { FulfillmentRecord } from "../../state/fulfillment-records.ts";
import type { OrderRecord } from "../../state/order-records.ts";
import type { Shop } from "../../state/shop.ts";
import { orderAddressBody } from "./address-body.ts";
import { idNumber, optionalId } from "./json-number.ts";
import { lineBody } from "./line-body.ts";
import { shopTime } from "./shop-time.ts";

/** Body of `fulfillments/create` and `fulfillments/update`. */
export function fulfillmentEventBody(fulfillment: FulfillmentRecord, order: OrderRecord, shop: Shop) {
  return {
    ...fulfillmentBody(fulfillment, order, shop),
    email: order.email ?? "",
    destination: orderAddressBody(order.shippingAddress),
  };
}

/** A fulfillment as orders carry it; its lines say how many units went out. */
export function fulfillmentBody(fulfillment: FulfillmentRecord, order: OrderRecord, shop: Shop) {
  const { tracking } = fulfillment;
  return {
    id: idNumber(fulfillment.id),
    admin_graphql_api_id: `gid://shopify/Fulfillment/${fulfillment.id}`,
    created_at: shopTime(fulfillment.createdAt, shop.settings.timezone),
    location_id: optionalId(fulfillment.locationId),
    name: fulfillment.name.replace("-F", "."),
    order_id: idNumber(order.id),
    origin_address: originBody(fulfillment),
    receipt: {},
    service: "manual",
    shipment_status: null,
    status: fulfillment.status.toLowerCase(),
    tracking_company: tracking?.company ?? null,
    tracking_number: tracking?.numbers[0] ?? null,
    tracking_numbers: tracking?.numbers ?? [],
    tracking_url: tracking?.urls[0] ?? null,
    tracking_urls: tracking?.urls ?? [],
    updated_at: shopTime(fulfillment.updatedAt, shop.settings.timezone),
    line_items: fulfillment.lines.flatMap(({ lineId, quantity }) => {
      const line = order.lines.find(({ id }) => id === lineId);
      return line ? [{ ...lineBody(line, order, shop), quantity }] : [];
    }),
  };
}

function originBody({ originAddress: at }: FulfillmentRecord): Record<string, unknown> {
  if (!at) return {};
  return {
    address1: at.address1,
    address2: at.address2,
    city: at.city,
    country_code: at.countryCode,
    province_code: at.provinceCode,
    zip: at.zip,
  };
}
