import type { Interpretation, PrivacyRequest, WebhookDelivery } from "#connectors/kit/source-system.ts";
import { sha256 } from "#connectors/kit/sha256.ts";
import type { Address } from "#domain/address.ts";
import { guestId } from "#domain/customer/buyer-of-order.ts";
import type { Customer } from "#domain/customer/customer.ts";
import type { Knowable } from "#domain/knowable.ts";
import type { Order } from "#domain/order/order.ts";
import type { AnnouncedRecord } from "#domain/source-record.ts";
import { SyncError } from "#domain/sync-error.ts";
import { customerFromWebhook, isWholeCustomerBody } from "./decode/customer-from-webhook.ts";
import { hasEssentials, type OrderBody } from "./decode/order-body.ts";
import { orderFromWebhook } from "./decode/order-from-webhook.ts";
import { parseBody } from "./decode/parse-body.ts";
import { readBodyId, readNumericId } from "./decode/read-id.ts";
import { isObject, type Loose } from "./decode/read-values.ts";
import { mergedCustomers, topics, type TopicMeaning } from "./topics.ts";

/**
 * What a delivery tells, from its body alone. Never throws: what cannot be read is `unreadable`, with the reason. A body
 * that names its record but lacks what makes one (subscriptions can trim bodies) tells only that the record changed.
 */
export function interpret(delivery: Pick<WebhookDelivery, "topic" | "body">): Interpretation {
  const meaning = topics.get(delivery.topic);
  if (meaning === undefined) return { says: "nothing", reason: notUsed(delivery.topic) };
  try {
    if (isSaidByTopic(meaning)) return { says: meaning.tells };
    const body = parseBody(delivery.body);
    return isObject(body) ? read(meaning, body, delivery.topic) : unlikeTopic(delivery.topic);
  } catch (error) {
    if (error instanceof SyncError) return { says: "unreadable", reason: error.reason };
    if (error instanceof SyntaxError) return { says: "unreadable", reason: notJson(delivery.topic) };
    return unlikeTopic(delivery.topic);
  }
}

/** The customer of an order, to be known beside it. */
export function alongsideOf(record: AnnouncedRecord): readonly AnnouncedRecord[] {
  return record.kind === "orders" && record.customer ? [record.customer] : [];
}

/** Whether protected fields of a record are unknown. An order's customer tells no default address when there is none. */
export function isWithheld(record: AnnouncedRecord): boolean {
  if (record.kind === "customers") return isCustomerWithheld(record) || record.billingAddress === undefined;
  return (
    record.email === undefined ||
    record.phone === undefined ||
    record.customer === undefined ||
    (record.customer !== null && isCustomerWithheld(record.customer)) ||
    isAddressWithheld(record.billingAddress) ||
    isAddressWithheld(record.shippingAddress)
  );
}

/** Topics that say everything by their name. */
type SaidByTopic = Extract<TopicMeaning, { tells: "uninstalled" | "scopes-changed" | "history-moved" }>;

function isSaidByTopic(meaning: TopicMeaning): meaning is SaidByTopic {
  return ["uninstalled", "scopes-changed", "history-moved"].includes(meaning.tells);
}

type Readable = Exclude<TopicMeaning, SaidByTopic>;

function read(meaning: Readable, body: object, topic: string): Interpretation {
  switch (meaning.tells) {
    case "order":
      return readOrder(body, topic);
    case "customer":
      return readCustomer(body, topic);
    case "changed":
    case "deleted": {
      const key = meaning.keyIn(body);
      return key === undefined ? unlikeTopic(topic) : { says: meaning.tells, key };
    }
    case "merged": {
      const merge = mergedCustomers(body);
      if (merge === undefined) return unlikeTopic(topic);
      return merge === null ? { says: "nothing", reason: mergeFailed } : { says: "merged", ...merge };
    }
    case "privacy":
      return readPrivacyRequest(meaning, body, topic);
  }
}

function readOrder(body: OrderBody, topic: string): Interpretation {
  const id = readBodyId(body.admin_graphql_api_id, "Order", body.id);
  if (id === null) return unlikeTopic(topic);
  if (!hasEssentials(body)) return { says: "changed", key: { kind: "orders", id } };
  const { order, complete } = orderFromWebhook(id, body);
  return told(order, complete);
}

function readCustomer(body: Loose<"id" | "admin_graphql_api_id">, topic: string): Interpretation {
  const id = readBodyId(body.admin_graphql_api_id, "Customer", body.id);
  if (id === null) return unlikeTopic(topic);
  if (!isWholeCustomerBody(body)) return { says: "changed", key: { kind: "customers", id } };
  return told(customerFromWebhook(body), true);
}

function told(record: Order | Customer, complete: boolean): Interpretation {
  return { says: "record", record, complete, withheld: isWithheld(record), alongside: alongsideOf(record) };
}

function readPrivacyRequest(
  { type, ordersIn }: Extract<TopicMeaning, { tells: "privacy" }>,
  body: object,
  topic: string,
): Interpretation {
  const request: Loose<"customer" | "shop_domain"> = body;
  if (request.shop_domain === undefined && request.customer === undefined) return unlikeTopic(topic);
  const customer: Loose<"id" | "email"> = isObject(request.customer) ? request.customer : {};
  const { email } = customer;
  const orders: unknown = ordersIn === null ? [] : (body as Record<string, unknown>)[ordersIn];
  const orderIds = Array.isArray(orders) ? orders.map(readNumericId).filter((id) => id !== null) : [];
  const told: PrivacyRequest = {
    type,
    customerId: readNumericId(customer.id),
    guestId: typeof email === "string" && email.trim() !== "" ? guestId(email, sha256) : null,
    orderIds,
  };
  return { says: "privacy", request: told };
}

function isCustomerWithheld(customer: Customer): boolean {
  return (
    customer.firstName === undefined ||
    customer.lastName === undefined ||
    customer.email === undefined ||
    customer.phone === undefined ||
    (customer.billingAddress !== undefined && isAddressWithheld(customer.billingAddress))
  );
}

function isAddressWithheld(address: Knowable<Address>): boolean {
  if (address === undefined) return true;
  return (
    address !== null &&
    (address.firstName === undefined ||
      address.lastName === undefined ||
      address.address1 === undefined ||
      address.phone === undefined)
  );
}

function unlikeTopic(topic: string): Interpretation {
  return {
    says: "unreadable",
    reason: {
      code: "UNLIKE_ITS_TOPIC",
      message:
        `The body is not what ${topic} promises: it names no record of that kind. Nothing was read from it; it is kept. ` +
        "Check which program sends to this address.",
    },
  };
}

function notJson(topic: string) {
  return {
    code: "NOT_JSON",
    message:
      `The body of this delivery of ${topic} is not JSON. Nothing was read from it; it is kept. ` +
      "Check that the subscription asks for JSON.",
  };
}

function notUsed(topic: string) {
  return { code: "TOPIC_NOT_USED", message: `Nothing that Waybill carries over depends on ${topic}.` };
}

const mergeFailed = {
  code: "MERGE_FAILED",
  message: "A merge of two customers failed in the shop, so nothing changed.",
};
