import type { Topic } from "./shop-event.ts";

/** Topics that the emulator sends, by the name that subscriptions use, with the scopes of which one is needed. */
const subscribable: Readonly<Record<string, { readonly topic: Topic; readonly scopes: readonly string[] }>> =
  {
    ORDERS_CREATE: { topic: "orders/create", scopes: ["read_orders"] },
    ORDERS_UPDATED: { topic: "orders/updated", scopes: ["read_orders"] },
    ORDERS_PAID: { topic: "orders/paid", scopes: ["read_orders"] },
    ORDERS_CANCELLED: { topic: "orders/cancelled", scopes: ["read_orders"] },
    ORDERS_FULFILLED: { topic: "orders/fulfilled", scopes: ["read_orders"] },
    ORDERS_PARTIALLY_FULFILLED: { topic: "orders/partially_fulfilled", scopes: ["read_orders"] },
    ORDERS_EDITED: { topic: "orders/edited", scopes: ["read_orders"] },
    ORDERS_DELETE: { topic: "orders/delete", scopes: ["read_orders"] },
    REFUNDS_CREATE: { topic: "refunds/create", scopes: ["read_orders"] },
    CUSTOMERS_CREATE: { topic: "customers/create", scopes: ["read_customers"] },
    CUSTOMERS_UPDATE: { topic: "customers/update", scopes: ["read_customers"] },
    CUSTOMERS_DELETE: { topic: "customers/delete", scopes: ["read_customers"] },
    CUSTOMERS_MERGE: { topic: "customers/merge", scopes: ["read_customer_merge"] },
    COMPANIES_CREATE: { topic: "companies/create", scopes: ["read_customers", "read_companies"] },
    COMPANIES_UPDATE: { topic: "companies/update", scopes: ["read_customers", "read_companies"] },
    COMPANIES_DELETE: { topic: "companies/delete", scopes: ["read_customers", "read_companies"] },
    COMPANY_LOCATIONS_CREATE: {
      topic: "company_locations/create",
      scopes: ["read_customers", "read_companies"],
    },
    COMPANY_LOCATIONS_UPDATE: {
      topic: "company_locations/update",
      scopes: ["read_customers", "read_companies"],
    },
    COMPANY_LOCATIONS_DELETE: {
      topic: "company_locations/delete",
      scopes: ["read_customers", "read_companies"],
    },
    COMPANY_CONTACTS_CREATE: {
      topic: "company_contacts/create",
      scopes: ["read_customers", "read_companies"],
    },
    PRODUCTS_CREATE: { topic: "products/create", scopes: ["read_products"] },
    PRODUCTS_UPDATE: { topic: "products/update", scopes: ["read_products"] },
    PRODUCTS_DELETE: { topic: "products/delete", scopes: ["read_products"] },
    APP_UNINSTALLED: { topic: "app/uninstalled", scopes: [] },
    APP_SCOPES_UPDATE: { topic: "app/scopes_update", scopes: [] },
  };

const names = new Map(Object.entries(subscribable).map(([name, { topic }]) => [topic, name]));

/** Scopes of which one is needed to subscribe; undefined when none is. */
export function topicScopes(enumName: string): readonly string[] | undefined {
  const scopes = subscribable[enumName]?.scopes;
  return scopes && scopes.length > 0 ? scopes : undefined;
}

/** Name of a topic in `WebhookSubscriptionTopic`; undefined for the privacy topics, which nobody subscribes to. */
export function enumNameOf(topic: Topic): string | undefined {
  return names.get(topic);
}
