import type { FulfillmentRecord, OrderRecord } from "../../state/order-records.ts";
import type { Shop } from "../../state/shop.ts";
import { orderAddressBody } from "./address-body.ts";
import { idNumber, optionalId } from "./json-number.ts";
import { lineBody } from "./line-body.ts";
import { shopTime } from "./shop-time.ts";

/** Body of `fulfillments/create`. */
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
    origin_address: {},
    receipt: {},
    service: "manual",
    shipment_status: null,
    status: "success",
    tracking_company: tracking?.company ?? null,
    tracking_number: tracking?.number ?? null,
    tracking_numbers: tracking?.number ? [tracking.number] : [],
    tracking_url: tracking?.url ?? null,
    tracking_urls: tracking?.url ? [tracking.url] : [],
    updated_at: shopTime(fulfillment.updatedAt, shop.settings.timezone),
    line_items: fulfillment.lines.flatMap(({ lineId, quantity }) => {
      const line = order.lines.find(({ id }) => id === lineId);
      return line ? [{ ...lineBody(line, order, shop), quantity }] : [];
    }),
  };
}
