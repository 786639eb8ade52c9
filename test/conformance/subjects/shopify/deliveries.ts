import { createHmac } from "node:crypto";
import type { DeliveryProbe } from "../../source-subject.ts";

export const domain = "acme.myshopify.com";

/** Credentials of an app that signs in by its id and secret, an hour after its secret was rotated. */
export const credentials = {
  clientId: "conformance-client-id",
  clientSecret: "conformance-client-secret",
  previousClientSecret: "conformance-former-secret",
};

/** Webhooks of Shopify. Source: "Verify webhook deliveries". */
export const deliveries: DeliveryProbe = {
  read: (headers, body) => ({
    topic: headers["x-shopify-topic"] ?? "unknown",
    apiVersion: headers["x-shopify-api-version"] ?? null,
    triggeredAt: headers["x-shopify-triggered-at"] ?? null,
    body: body.toString("utf8"),
  }),
  headers: ({ topic, body, secret, id, at }) => ({
    "x-shopify-topic": topic,
    "x-shopify-shop-domain": domain,
    "x-shopify-webhook-id": id,
    ...(at === null ? {} : { "x-shopify-triggered-at": at }),
    "x-shopify-hmac-sha256": createHmac("sha256", secret).update(body).digest("base64"),
  }),
  signature: "x-shopify-hmac-sha256",
  secrets: [credentials.clientSecret, credentials.previousClientSecret],
  topics: {
    order: "orders/updated",
    customer: "customers/update",
    deleted: "orders/delete",
    merged: "customers/merge",
    privacy: "customers/redact",
    uninstalled: "app/uninstalled",
  },
};
