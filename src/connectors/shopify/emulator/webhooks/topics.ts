import type { Topic } from "./shop-event.ts";

interface SubscribableTopic {
  readonly topic: Topic;
  /** Scopes of which one is needed. Source: "WebhookSubscriptionTopic". */
  readonly scopes: readonly string[];
}

const orders = ["read_orders"];
const customers = ["read_customers"];
const companies = ["read_customers", "read_companies"];
const products = ["read_products"];
const work = [
  "read_merchant_managed_fulfillment_orders",
  "read_assigned_fulfillment_orders",
  "read_third_party_fulfillment_orders",
  "read_marketplace_fulfillment_orders",
];

/** Topics that the emulator sends, by the name that subscriptions use. */
const subscribable: Readonly<Record<string, SubscribableTopic>> = {
  ORDERS_CREATE: { topic: "orders/create", scopes: orders },
  ORDERS_UPDATED: { topic: "orders/updated", scopes: orders },
  ORDERS_PAID: { topic: "orders/paid", scopes: orders },
  ORDERS_CANCELLED: { topic: "orders/cancelled", scopes: orders },
  ORDERS_FULFILLED: { topic: "orders/fulfilled", scopes: orders },
  ORDERS_PARTIALLY_FULFILLED: { topic: "orders/partially_fulfilled", scopes: orders },
  ORDERS_EDITED: { topic: "orders/edited", scopes: orders },
  ORDERS_DELETE: { topic: "orders/delete", scopes: orders },
  ORDER_TRANSACTIONS_CREATE: { topic: "order_transactions/create", scopes: orders },
  REFUNDS_CREATE: { topic: "refunds/create", scopes: orders },
  FULFILLMENTS_CREATE: { topic: "fulfillments/create", scopes: ["read_fulfillments"] },
  FULFILLMENTS_UPDATE: { topic: "fulfillments/update", scopes: ["read_fulfillments"] },
  FULFILLMENT_ORDERS_ORDER_ROUTING_COMPLETE: {
    topic: "fulfillment_orders/order_routing_complete",
    scopes: work,
  },
  FULFILLMENT_ORDERS_PLACED_ON_HOLD: { topic: "fulfillment_orders/placed_on_hold", scopes: work },
  FULFILLMENT_ORDERS_HOLD_RELEASED: { topic: "fulfillment_orders/hold_released", scopes: work },
  FULFILLMENT_ORDERS_MOVED: { topic: "fulfillment_orders/moved", scopes: work },
  FULFILLMENT_ORDERS_SPLIT: { topic: "fulfillment_orders/split", scopes: work },
  FULFILLMENT_ORDERS_CANCELLED: { topic: "fulfillment_orders/cancelled", scopes: work },
  FULFILLMENT_ORDERS_PROGRESS_REPORTED: { topic: "fulfillment_orders/progress_reported", scopes: work },
  FULFILLMENT_ORDERS_MANUALLY_REPORTED_PROGRESS_STOPPED: {
    topic: "fulfillment_orders/manually_reported_progress_stopped",
    scopes: work,
  },
  FULFILLMENT_HOLDS_ADDED: { topic: "fulfillment_holds/added", scopes: work },
  FULFILLMENT_HOLDS_RELEASED: { topic: "fulfillment_holds/released", scopes: work },
  CUSTOMERS_CREATE: { topic: "customers/create", scopes: customers },
  CUSTOMERS_UPDATE: { topic: "customers/update", scopes: customers },
  CUSTOMERS_DELETE: { topic: "customers/delete", scopes: customers },
  CUSTOMERS_ENABLE: { topic: "customers/enable", scopes: customers },
  CUSTOMERS_DISABLE: { topic: "customers/disable", scopes: customers },
  CUSTOMERS_PURCHASING_SUMMARY: { topic: "customers/purchasing_summary", scopes: customers },
  CUSTOMERS_EMAIL_MARKETING_CONSENT_UPDATE: {
    topic: "customers_email_marketing_consent/update",
    scopes: customers,
  },
  CUSTOMERS_MARKETING_CONSENT_UPDATE: { topic: "customers_marketing_consent/update", scopes: customers },
  CUSTOMER_TAGS_ADDED: { topic: "customer.tags_added", scopes: customers },
  CUSTOMER_TAGS_REMOVED: { topic: "customer.tags_removed", scopes: customers },
  CUSTOMERS_MERGE: { topic: "customers/merge", scopes: ["read_customer_merge"] },
  COMPANIES_CREATE: { topic: "companies/create", scopes: companies },
  COMPANIES_UPDATE: { topic: "companies/update", scopes: companies },
  COMPANIES_DELETE: { topic: "companies/delete", scopes: companies },
  COMPANY_LOCATIONS_CREATE: { topic: "company_locations/create", scopes: companies },
  COMPANY_LOCATIONS_UPDATE: { topic: "company_locations/update", scopes: companies },
  COMPANY_LOCATIONS_DELETE: { topic: "company_locations/delete", scopes: companies },
  COMPANY_CONTACTS_CREATE: { topic: "company_contacts/create", scopes: companies },
  COMPANY_CONTACTS_UPDATE: { topic: "company_contacts/update", scopes: companies },
  COMPANY_CONTACTS_DELETE: { topic: "company_contacts/delete", scopes: companies },
  PRODUCTS_CREATE: { topic: "products/create", scopes: products },
  PRODUCTS_UPDATE: { topic: "products/update", scopes: products },
  PRODUCTS_DELETE: { topic: "products/delete", scopes: products },
  INVENTORY_LEVELS_UPDATE: { topic: "inventory_levels/update", scopes: ["read_inventory"] },
  SHOP_UPDATE: { topic: "shop/update", scopes: [] },
  APP_UNINSTALLED: { topic: "app/uninstalled", scopes: [] },
  APP_SCOPES_UPDATE: { topic: "app/scopes_update", scopes: [] },
  BULK_OPERATIONS_FINISH: { topic: "bulk_operations/finish", scopes: [] },
};

const names = new Map(Object.entries(subscribable).map(([name, { topic }]) => [topic, name]));

/** False for topics that Shopify has and the emulator never sends: subscribing to them has to be refused. */
export function isModelledTopic(enumName: string): boolean {
  return Object.hasOwn(subscribable, enumName);
}

/** Scopes of which one is needed to subscribe; undefined when none is. */
export function topicScopes(enumName: string): readonly string[] | undefined {
  const scopes = subscribable[enumName]?.scopes;
  return scopes && scopes.length > 0 ? scopes : undefined;
}

/** Name of a topic in `WebhookSubscriptionTopic`; undefined for the privacy topics, which nobody subscribes to. */
export function enumNameOf(topic: Topic): string | undefined {
  return names.get(topic);
}
