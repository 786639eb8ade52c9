import type { EmulatorControl } from "#connectors/kit/emulator/emulator.ts";
import type { Shop } from "../state/shop.ts";
import type { WebhookSender } from "../webhooks/create-webhook-sender.ts";
import { bulkControls } from "./bulk-controls.ts";
import { shopControls } from "./shop-controls.ts";
import { companyControls } from "./company-controls.ts";
import { customerControls } from "./customer-controls.ts";
import { fulfilmentControls } from "./fulfilment-controls.ts";
import { installationControls } from "./installation-controls.ts";
import { orderControls } from "./order-controls.ts";
import { productControls } from "./product-controls.ts";
import { webhookControls } from "./webhook-controls.ts";

/** The controls below `/_control/shopify/<store>`: buyers and staff at work, and what goes wrong around the app. */
export function createShopifyControls(shop: Shop, webhooks: WebhookSender): EmulatorControl[] {
  return [
    ...orderControls(shop),
    ...fulfilmentControls(shop),
    ...customerControls(shop),
    ...companyControls(shop),
    ...productControls(shop),
    ...shopControls(shop),
    ...installationControls(shop),
    ...webhookControls(shop, webhooks),
    ...bulkControls(shop),
  ];
}
