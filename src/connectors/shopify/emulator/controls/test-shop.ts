import { createEmulatorClock } from "#connectors/kit/emulator/clock.ts";
import type { EmulatorControl } from "#connectors/kit/emulator/emulator.ts";
import { seedShop } from "../seed/seed-shop.ts";
import { usualCatalogue } from "../seed/usual-catalogue.ts";
import { createShop } from "../state/shop.ts";
import type { Shop, ShopSettings } from "../state/shop.ts";
import { usualExchangeRates, usualTaxes } from "../state/taxes.ts";
import { createWebhookSender } from "../webhooks/create-webhook-sender.ts";
import type { ShopEvent } from "../webhooks/shop-event.ts";
import { createShopifyControls } from "./create-shopify-controls.ts";

export const testSecret = "secret-of-the-test-app";

const scopes = [
  "read_orders",
  "read_customers",
  "read_customer_merge",
  "read_products",
  "read_inventory",
  "read_fulfillments",
];

/** A seeded shop with its controls and its sender of webhooks. For tests. */
export function testShop(settings: Partial<ShopSettings> = {}) {
  const currency = settings.currency ?? "AUD";
  const clock = createEmulatorClock();
  const shop = createShop({
    clock,
    settings: {
      store: "acme",
      domain: "acme.myshopify.com",
      name: "Acme Outfitters",
      shopId: "548380009",
      seed: 11,
      currency,
      taxesIncluded: false,
      timezone: "Australia/Sydney",
      taxes: usualTaxes(currency),
      defaultVersion: "2026-07",
      strictHttps: false,
      exchangeRates: usualExchangeRates(currency),
      ...settings,
    },
    app: { clientId: "client", clientSecret: testSecret },
    plan: "plus",
    scopes,
  });
  seedShop(shop, usualCatalogue);
  const sender = createWebhookSender(shop);
  const controls = createShopifyControls(shop, sender);
  const control = (
    method: EmulatorControl["method"],
    path: string,
    body: unknown = {},
    parameters: Readonly<Record<string, string>> = {},
  ): Promise<unknown> => {
    const found = controls.find((entry) => entry.method === method && entry.path === path);
    if (!found) throw new Error(`no control ${method} ${path}`);
    return Promise.resolve(found.run(parameters, body));
  };
  return { shop, clock, sender, controls, control };
}

/** Subscribes an address to a topic, as `webhookSubscriptionCreate` does. */
export function subscribe(
  shop: Shop,
  topic: string,
  uri: string,
  facts: {
    readonly filter?: string;
    readonly includeFields?: readonly string[];
    readonly name?: string;
  } = {},
): string {
  const id = shop.ids.next("WebhookSubscription");
  const now = shop.clock.now();
  shop.installation.subscriptions.set(id, {
    __typename: "WebhookSubscription",
    id,
    createdAt: now,
    updatedAt: now,
    topic,
    uri,
    format: "JSON",
    filter: facts.filter ?? null,
    includeFields: facts.includeFields ?? [],
    metafieldNamespaces: [],
    name: facts.name ?? null,
    apiVersion: "2026-07",
  });
  return id;
}

/** Everything that is published from now on, besides being sent. */
export function listen(shop: Shop): ShopEvent[] {
  const heard: ShopEvent[] = [];
  const publish = shop.publish.bind(shop);
  shop.publish = (events) => {
    heard.push(...events);
    publish(events);
  };
  return heard;
}
