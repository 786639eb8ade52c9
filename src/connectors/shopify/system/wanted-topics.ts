import type { WebhookSubscriptionTopic } from "../generated/admin-2026-10.ts";

/** A topic that Waybill subscribes to. */
export interface WantedTopic {
  readonly topic: WebhookSubscriptionTopic;
  /** As deliveries name it. */
  readonly name: string;
  /** Scopes of which one is needed; empty: none. Source: descriptions of `WebhookSubscriptionTopic` in Shopify's schema. */
  readonly scopes: readonly string[];
  /** True: a shop that does not have what it is about may refuse it without harm. */
  readonly optional?: boolean;
}

const ofOrders = (topic: WebhookSubscriptionTopic, name: string): WantedTopic => ({
  topic,
  name,
  scopes: ["read_orders"],
});
const ofCustomers = (topic: WebhookSubscriptionTopic, name: string): WantedTopic => ({
  topic,
  name,
  scopes: ["read_customers"],
});
const ofCompanies = (topic: WebhookSubscriptionTopic, name: string): WantedTopic => ({
  topic,
  name,
  scopes: ["read_customers", "read_companies"],
  optional: true,
});

/**
 * Everything that says that an order or a customer may have changed. The privacy topics are not here: they are declared with
 * the app in the Dev Dashboard, and no API subscribes to them.
 */
export const wantedTopics: readonly WantedTopic[] = [
  ofOrders("ORDERS_CREATE", "orders/create"),
  ofOrders("ORDERS_UPDATED", "orders/updated"),
  ofOrders("ORDERS_PAID", "orders/paid"),
  ofOrders("ORDERS_CANCELLED", "orders/cancelled"),
  ofOrders("ORDERS_EDITED", "orders/edited"),
  ofOrders("ORDERS_FULFILLED", "orders/fulfilled"),
  ofOrders("ORDERS_PARTIALLY_FULFILLED", "orders/partially_fulfilled"),
  ofOrders("ORDERS_DELETE", "orders/delete"),
  ofOrders("REFUNDS_CREATE", "refunds/create"),
  ofCustomers("CUSTOMERS_CREATE", "customers/create"),
  ofCustomers("CUSTOMERS_UPDATE", "customers/update"),
  ofCustomers("CUSTOMERS_DELETE", "customers/delete"),
  ofCustomers("CUSTOMERS_EMAIL_MARKETING_CONSENT_UPDATE", "customers_email_marketing_consent/update"),
  { topic: "CUSTOMERS_MERGE", name: "customers/merge", scopes: ["read_customer_merge"] },
  ofCompanies("COMPANY_LOCATIONS_CREATE", "company_locations/create"),
  ofCompanies("COMPANY_LOCATIONS_UPDATE", "company_locations/update"),
  ofCompanies("COMPANY_LOCATIONS_DELETE", "company_locations/delete"),
  { topic: "APP_UNINSTALLED", name: "app/uninstalled", scopes: [] },
  { topic: "APP_SCOPES_UPDATE", name: "app/scopes_update", scopes: [] },
  { topic: "BULK_OPERATIONS_FINISH", name: "bulk_operations/finish", scopes: [] },
];
