import { shopifyConnector } from "#connectors/shopify/connector.ts";
import { createShopifyEmulator } from "#connectors/shopify/emulator/create-shopify-emulator.ts";
import { usualCatalogue } from "#connectors/shopify/emulator/seed/usual-catalogue.ts";
import type { SourceSubject } from "../source-subject.ts";
import { answers } from "./shopify/answers.ts";
import { credentials, deliveries, domain } from "./shopify/deliveries.ts";
import { shop } from "./shopify/shop.ts";
import { withSmallPages } from "./shopify/small-pages.ts";

/** Shopify and its emulated store. */
export const shopifySubject: SourceSubject = {
  role: "source",
  connector: shopifyConnector,
  emulator: ({ clock }) =>
    withSmallPages(
      createShopifyEmulator({
        clock,
        store: "acme",
        domain,
        name: "Acme",
        currency: "AUD",
        taxesIncluded: true,
        timezone: "Australia/Sydney",
        taxes: [{ title: "GST", rate: "0.1", channelLiable: false }],
        plan: "plus",
        seed: 7,
        catalogue: usualCatalogue,
        clientId: credentials.clientId,
        clientSecret: credentials.clientSecret,
      }),
    ),
  settings: { domain },
  credentials,
  deliveries,
  operations: {
    read: { orders: "query OrdersById", customers: "query CustomersById" },
    changed: { orders: "query OrderIdsChanged", customers: "query CustomersChanged" },
    rows: "query OrderPages",
    history: "GET /bulk-operation-outputs/{file}",
    signIn: "POST /admin/oauth/access_token",
    subscribe: "mutation CreateSubscription",
  },
  shop,
  answers,
};
