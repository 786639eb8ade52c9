import type { Verdict } from "#connectors/kit/flow.ts";
import { sha256 } from "#connectors/kit/sha256.ts";
import { buyerOf } from "#domain/customer/buyer-of-order.ts";
import type { Order } from "#domain/order/order.ts";
import type { PatchSettings } from "../../settings.ts";
import { acceptContact } from "../customers/accept-contact.ts";

/** Money came in once, whatever became of it. */
const paidOnce: readonly string[] = ["PAID", "PARTIALLY_PAID", "PARTIALLY_REFUNDED", "REFUNDED"];

/** Whether the settings want an event for an order. Pure. */
export function acceptOrder(order: Order, { contacts, orderEvents }: PatchSettings): Verdict {
  if (order.test && !orderEvents.testOrders)
    return refuse("TEST_ORDER", "It is a test order; the setting orderEvents.testOrders leaves those out.");
  if (orderEvents.from !== null && Date.parse(order.processedAt) < Date.parse(orderEvents.from))
    return refuse(
      "ORDER_BEFORE_START",
      `It was placed before ${orderEvents.from}; the setting orderEvents.from leaves it out.`,
    );
  if (orderEvents.orders === "paid" && !paidOnce.includes(order.financialStatus ?? ""))
    return refuse(
      "ORDER_NOT_PAID",
      "No money came in for it yet; the setting orderEvents.orders takes paid orders only. Waybill looks again when the shop announces a change.",
    );
  const { record } = buyerOf(order, sha256);
  // A company is asked for by its id; whether it can be reached shows then.
  if (record === null || record.origin === "customer") return { accepted: true };
  const person = acceptContact(record, contacts);
  return person.accepted
    ? person
    : refuse("ORDER_WITHOUT_CONTACT", `Nobody can be told of it: ${person.reason.message}`);
}

function refuse(code: string, message: string): Verdict {
  return { accepted: false, reason: { code, message } };
}
