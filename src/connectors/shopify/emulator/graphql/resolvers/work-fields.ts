import { supportedActions } from "../../orders/work-states.ts";
import { appOfInstallation } from "../../state/app-identity.ts";
import type { FulfillmentHoldRecord, FulfillmentOrderRecord } from "../../state/fulfillment-records.ts";
import { gid } from "../../state/ids.ts";
import type { LineRecord, OrderRecord } from "../../state/order-records.ts";
import type { WorkLineView } from "../find-work.ts";
import type { GraphContext } from "../graph-context.ts";
import { paginateInOrder } from "../paginate.ts";
import { pageArguments, typeFields } from "../type-fields.ts";
import { isoTime, moneyBag } from "../views.ts";
import type { ShippingLineView } from "./line-fields.ts";

function orderOf({ id, orderId }: FulfillmentOrderRecord, { shop }: GraphContext): OrderRecord {
  const order = shop.data.orders.get(orderId);
  if (!order) throw new Error(`fulfillment order ${id} has lost its order`);
  return order;
}

/** A country that the shop does not know of its location: `CountryCode` has a value for it. */
const unknownCountry = "ZZ";

function assignedLocation({ locationId }: FulfillmentOrderRecord, { shop }: GraphContext) {
  const location = locationId === null ? undefined : shop.data.locations.get(locationId);
  return {
    __typename: "FulfillmentOrderAssignedLocation",
    name: location?.name ?? shop.settings.name,
    location: location ?? null,
    address1: location?.address1 ?? null,
    address2: location?.address2 ?? null,
    city: location?.city ?? null,
    countryCode: location?.countryCode ?? unknownCountry,
    phone: location?.phone ?? null,
    province: location?.province ?? null,
    zip: location?.zip ?? null,
  };
}

function destination(workOrder: FulfillmentOrderRecord, order: OrderRecord) {
  const to = order.shippingAddress;
  if (!to || workOrder.methodType !== "SHIPPING") return null;
  return {
    __typename: "FulfillmentOrderDestination",
    id: gid("FulfillmentOrderDestination", workOrder.id),
    firstName: to.firstName,
    lastName: to.lastName,
    company: to.company,
    address1: to.address1,
    address2: to.address2,
    city: to.city,
    province: to.province,
    countryCode: to.countryCode,
    zip: to.zip,
    phone: to.phone,
    email: order.email,
    location: null,
  };
}

function deliveryMethod({ id, methodType }: FulfillmentOrderRecord, order: OrderRecord) {
  const shipping =
    methodType === "SHIPPING" ? order.shippingLines.find((line) => !line.isRemoved) : undefined;
  return {
    __typename: "DeliveryMethod",
    id: gid("DeliveryMethod", id),
    methodType,
    presentedName: shipping?.title ?? null,
    serviceCode: shipping?.code ?? null,
    sourceReference: shipping?.carrierIdentifier ?? null,
    minDeliveryDateTime: null,
    maxDeliveryDateTime: null,
    additionalInformation: null,
    brandedPromise: null,
  };
}

export const workFields = typeFields<FulfillmentOrderRecord>({
  id: (workOrder) => gid("FulfillmentOrder", workOrder.id),
  status: (workOrder) => workOrder.status,
  // Requests go to fulfillment services; the emulated shop has none.
  requestStatus: () => "UNSUBMITTED",
  merchantRequests: {
    args: [...pageArguments, "kind"],
    resolve: (_workOrder, args) => paginateInOrder([], args, () => ""),
  },
  supportedActions: (workOrder) =>
    supportedActions(workOrder).map((action) => ({ action, externalUrl: null })),
  createdAt: (workOrder) => isoTime(workOrder.createdAt),
  updatedAt: (workOrder) => isoTime(workOrder.updatedAt),
  fulfillAt: (workOrder) => isoTime(workOrder.fulfillAt),
  fulfillBy: () => null,
  assignedLocation: (workOrder, _args, context) => assignedLocation(workOrder, context),
  destination: (workOrder, _args, context) => destination(workOrder, orderOf(workOrder, context)),
  deliveryMethod: (workOrder, _args, context) => deliveryMethod(workOrder, orderOf(workOrder, context)),
  internationalDuties: () => null,
  fulfillmentHolds: (workOrder) => workOrder.holds,
  fulfillments: {
    args: pageArguments,
    resolve: (workOrder, args, context) =>
      paginateInOrder(
        orderOf(workOrder, context).fulfillments.filter(({ parts }) =>
          parts.some((part) => part.fulfillmentOrderId === workOrder.id),
        ),
        args,
        ({ id }) => id,
      ),
  },
  lineItems: {
    args: pageArguments,
    resolve: (workOrder, args, context) => {
      const order = orderOf(workOrder, context);
      const views = workOrder.lines.map((line): WorkLineView => ({
        __typename: "FulfillmentOrderLineItem",
        order,
        workOrder,
        line,
      }));
      return paginateInOrder(views, args, ({ line }) => line.id);
    },
  },
  remainingLineItemsWeight: (workOrder, _args, context) => {
    const order = orderOf(workOrder, context);
    const grams = workOrder.lines.reduce(
      (sum, { lineId, remaining }) =>
        sum + remaining * (order.lines.find(({ id }) => id === lineId)?.grams ?? 0),
      0,
    );
    return { unit: "GRAMS", value: grams };
  },
  order: (workOrder, _args, context) => orderOf(workOrder, context),
  orderId: (workOrder) => gid("Order", workOrder.orderId),
  orderName: (workOrder, _args, context) => orderOf(workOrder, context).name,
  orderProcessedAt: (workOrder, _args, context) => isoTime(orderOf(workOrder, context).processedAt),
});

function soldLine({ order, line }: WorkLineView): LineRecord {
  const sold = order.lines.find(({ id }) => id === line.lineId);
  if (!sold) throw new Error(`line ${line.id} of a fulfillment order has lost its line item`);
  return sold;
}

export const workLineFields = typeFields<WorkLineView>({
  id: ({ line }) => gid("FulfillmentOrderLineItem", line.id),
  totalQuantity: ({ line }) => line.total,
  remainingQuantity: ({ line }) => line.remaining,
  lineItem: (view) => soldLine(view),
  sku: (view) => soldLine(view).sku,
  productTitle: (view) => soldLine(view).title,
  variantTitle: (view) => soldLine(view).variantTitle,
  vendor: (view) => soldLine(view).vendor,
  variant: (view, _args, { shop }) => shop.data.variants.get(soldLine(view).variantId ?? "") ?? null,
  inventoryItemId: (view, _args, { shop }) => {
    const variant = shop.data.variants.get(soldLine(view).variantId ?? "");
    return variant ? gid("InventoryItem", variant.inventoryItemId) : null;
  },
  originalUnitPriceSet: (view) => moneyBag(soldLine(view).unitPrice, view.order),
  requiresShipping: (view) => soldLine(view).requiresShipping,
  weight: (view) => ({ unit: "GRAMS", value: soldLine(view).grams }),
  image: () => null,
  warnings: () => [],
  shippingLine: ({ order }): ShippingLineView | null => {
    const line = order.shippingLines.find(({ isRemoved }) => !isRemoved);
    return line ? { __typename: "ShippingLine", line, order } : null;
  },
});

const reasonTexts: Readonly<Record<FulfillmentHoldRecord["reason"], string>> = {
  AWAITING_PAYMENT: "Awaiting payment",
  AWAITING_RETURN_ITEMS: "Awaiting return items",
  HIGH_RISK_OF_FRAUD: "High risk of fraud",
  INCORRECT_ADDRESS: "Incorrect address",
  INVENTORY_OUT_OF_STOCK: "Inventory out of stock",
  ONLINE_STORE_POST_PURCHASE_CROSS_SELL: "Online store post purchase cross sell",
  OTHER: "Other",
  UNKNOWN_DELIVERY_DATE: "Unknown delivery date",
};

export const holdFields = typeFields<FulfillmentHoldRecord>({
  id: (hold) => gid("FulfillmentHold", hold.id),
  reason: (hold) => hold.reason,
  reasonNotes: (hold) => hold.reasonNotes,
  displayReason: (hold) => reasonTexts[hold.reason],
  handle: (hold) => hold.handle,
  heldByRequestingApp: (hold) => hold.isFromApp,
  heldByApp: (hold, _args, { shop }) => (hold.isFromApp ? appOfInstallation(shop) : null),
});
