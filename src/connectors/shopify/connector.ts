import type { SourceConnector } from "#connectors/kit/source-system.ts";
import { secretNames, shopifyCredentials, type ShopifyCredentials } from "./credentials.ts";
import { interpret } from "./interpret.ts";
import { locate } from "./locate.ts";
import { shopifySettings, type ShopifySettings } from "./settings.ts";
import { openShopifySystem } from "./system/open-shopify-system.ts";
import { verifySignature } from "./verify-signature.ts";

/** Shopify as the source of orders and buyers. */
export const shopifyConnector: SourceConnector<ShopifySettings, ShopifyCredentials> = {
  name: "shopify",
  title: "Shopify",
  settings: shopifySettings,
  credentials: shopifyCredentials,
  secrets: secretNames,
  lacking: {
    silentDeletes:
      "No list of Shopify's Admin API tells of deleted orders or customers. One whose announcement got lost is noticed when it is next read.",
  },
  open: openShopifySystem,
  locate,
  interpret,
  verify: verifySignature,
};
