import type { Verdict } from "#connectors/kit/flow.ts";
import type { Order } from "#domain/order/order.ts";
import type { Reason } from "#domain/reason.ts";
import type { OrderSettings } from "../../settings/order-settings.ts";

type AcceptSettings = OrderSettings["accept"];

/**
 * Whether a paid order is wanted in Unleashed. Only what was paid for is carried over (zero totals too), in whole or with a part
 * given back; what waits for money is looked at again whenever the shop announces a change.
 */
export function acceptOrder(order: Order, settings: OrderSettings): Verdict {
  const reason =
    refuseByState(order) ??
    (order.test && !settings.accept.testOrders ? testOrder : null) ??
    refuseByFilters(order, settings.accept);
  return reason === null ? accepted : { accepted: false, reason };
}

const accepted: Verdict = { accepted: true };

const testOrder: Reason = {
  code: "TEST_ORDER",
  message: "It is a test order; the setting orders.accept.testOrders leaves those out.",
};

function refuseByState(order: Order): Reason | null {
  if (order.cancelledAt !== null)
    return {
      code: "ORDER_CANCELLED",
      message: "The order was cancelled before it was carried over, so no sales order is made.",
    };
  const status = order.financialStatus;
  switch (status) {
    case "PAID":
    case "PARTIALLY_REFUNDED":
      return null;
    case "REFUNDED":
      return {
        code: "ORDER_REFUNDED",
        message: "All its money was given back before it was carried over, so no sales order is made.",
      };
    case "VOIDED":
      return {
        code: "ORDER_VOIDED",
        message: "Its payment was voided before it was carried over, so no sales order is made.",
      };
    case "PENDING":
    case "AUTHORIZED":
    case "PARTIALLY_PAID":
    case "EXPIRED":
    case null:
    default:
      return {
        code: "ORDER_NOT_PAID",
        message:
          `Only paid orders are carried over, and this one is ${statusInWords(status)}. ` +
          "Waybill looks again when the shop announces a change.",
        detail: { financialStatus: status },
      };
  }
}

function statusInWords(status: string | null): string {
  switch (status) {
    case "PENDING":
      return "waiting for payment";
    case "AUTHORIZED":
      return "authorised, but the money was not captured yet";
    case "PARTIALLY_PAID":
      return "only partly paid";
    case "EXPIRED":
      return "authorised, but the authorisation has expired";
    case null:
      return "without a payment status";
    default:
      return `in the payment status ${status}`;
  }
}

function refuseByFilters(order: Order, accept: AcceptSettings): Reason | null {
  const from = accept.from === null ? null : Date.parse(accept.from);
  if (from !== null && Date.parse(order.processedAt) < from)
    return {
      code: "ORDER_BEFORE_START",
      message: `It was placed before ${accept.from}; the setting orders.accept.from leaves it out.`,
    };
  return (
    refuseByList("tags", "TAG", order.tags, accept.tags) ??
    refuseByList("sources", "SOURCE", [order.sourceName ?? "none"], accept.sources) ??
    refuseByList("locations", "LOCATION", [order.locationId ?? "none"], accept.locations)
  );
}

function refuseByList(
  setting: "tags" | "sources" | "locations",
  word: string,
  has: readonly string[],
  lists: { readonly in: readonly string[]; readonly out: readonly string[] },
): Reason | null {
  if (lists.in.length === 0 && lists.out.length === 0) return null;
  const names = new Set(has.map((name) => name.trim().toLowerCase()));
  const isListed = (name: string): boolean => names.has(name.toLowerCase());
  const excluded = lists.out.find(isListed);
  const singular = setting.slice(0, -1);
  if (excluded !== undefined)
    return {
      code: `ORDER_${word}_EXCLUDED`,
      message: `Its ${singular} ${JSON.stringify(excluded)} is left out by the setting orders.accept.${setting}.out.`,
    };
  if (lists.in.length === 0 || lists.in.some(isListed)) return null;
  return {
    code: `ORDER_${word}_NOT_INCLUDED`,
    message: `It has no ${singular} of the setting orders.accept.${setting}.in, so it is left out.`,
    detail: { wanted: lists.in },
  };
}
