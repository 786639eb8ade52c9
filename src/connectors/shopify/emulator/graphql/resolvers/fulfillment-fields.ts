import { workOf } from "../../orders/fulfillment-work.ts";
import type { FulfillmentRecord, TrackingRecord } from "../../state/fulfillment-records.ts";
import { gid } from "../../state/ids.ts";
import type { OrderRecord } from "../../state/order-records.ts";
import { seesWork } from "../find-work.ts";
import type { GraphContext } from "../graph-context.ts";
import { paginateInOrder } from "../paginate.ts";
import { pageArguments, typeFields } from "../type-fields.ts";
import { isoTime } from "../views.ts";

function orderOf({ id, orderId }: FulfillmentRecord, { shop }: GraphContext): OrderRecord {
  const order = shop.data.orders.get(orderId);
  if (!order) throw new Error(`fulfillment ${id} has lost its order`);
  return order;
}

/** One entry for each number or link; a carrier alone makes one too. */
export function trackingInfo(tracking: TrackingRecord | null) {
  if (!tracking) return [];
  const { company, numbers, urls } = tracking;
  const count = Math.max(numbers.length, urls.length, Number(company !== null));
  return Array.from({ length: count }, (_, place) => ({
    company,
    number: numbers[place] ?? null,
    url: urls[place] ?? null,
  }));
}

export const fulfillmentFields = typeFields<FulfillmentRecord>({
  id: (part) => gid("Fulfillment", part.id),
  legacyResourceId: (part) => part.id,
  name: (part) => part.name,
  createdAt: (part) => isoTime(part.createdAt),
  updatedAt: (part) => isoTime(part.updatedAt),
  status: (part) => part.status,
  // The parcel's own way is not modelled: no carrier tells of it.
  displayStatus: (part) => (part.status === "CANCELLED" ? "CANCELED" : "FULFILLED"),
  inTransitAt: () => null,
  deliveredAt: () => null,
  estimatedDeliveryAt: () => null,
  order: (part, _args, context) => orderOf(part, context),
  location: (part, _args, { shop }) =>
    part.locationId ? (shop.data.locations.get(part.locationId) ?? null) : null,
  originAddress: (part) => part.originAddress,
  requiresShipping: (part, _args, context) => {
    const sent = new Set(part.lines.map(({ lineId }) => lineId));
    return orderOf(part, context).lines.some((line) => line.requiresShipping && sent.has(line.id));
  },
  totalQuantity: (part) => part.lines.reduce((sum, line) => sum + line.quantity, 0),
  trackingInfo: {
    args: ["first"],
    resolve: (part, args) => {
      const all = trackingInfo(part.tracking);
      return typeof args["first"] === "number" ? all.slice(0, args["first"]) : all;
    },
  },
  fulfillmentOrders: {
    args: pageArguments,
    resolve: (part, args, context) => {
      const ids = new Set(part.parts.map(({ fulfillmentOrderId }) => fulfillmentOrderId));
      const all = seesWork(context) ? workOf(orderOf(part, context)).orders : [];
      return paginateInOrder(
        all.filter(({ id }) => ids.has(id)),
        args,
        ({ id }) => id,
      );
    },
  },
  fulfillmentLineItems: {
    args: pageArguments,
    resolve: (part, args, context) => {
      const order = orderOf(part, context);
      const views = part.lines.map((line) => ({
        id: gid("FulfillmentLineItem", `${part.id}${line.lineId.slice(-6)}`),
        quantity: line.quantity,
        lineItem: order.lines.find((candidate) => candidate.id === line.lineId) ?? null,
      }));
      return paginateInOrder(views, args, (view) => view.id);
    },
  },
});
