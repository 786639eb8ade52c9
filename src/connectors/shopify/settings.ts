import { z } from "zod";

/** Versions of Shopify's Admin API that Waybill is built and tested against. */
export const apiVersions = ["2026-07", "2026-10"] as const;

export type ApiVersion = (typeof apiVersions)[number];

const shopDomain = /^[a-z0-9][a-z0-9-]*\.(myshopify\.com|myshopify\.io|shop\.dev)$/;
const anyDomain = /^[a-z0-9][a-z0-9.-]*(:\d+)?$/;

/** Settings of a store, as `stores[]` of the configuration file has them (its `name` and `auth` aside). */
export const shopifySettings = z
  .strictObject({
    domain: z
      .string()
      .trim()
      .toLowerCase()
      .describe(
        "The shop's own domain at Shopify, such as acme.myshopify.com. Webhooks name it, so a domain of your own does not do.",
      ),
    apiVersion: z
      .enum(apiVersions)
      .default("2026-10")
      .describe("Version of Shopify's Admin API to speak. Default 2026-10."),
    baseUrl: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe("Where the shop's API is found instead of https://<domain>: for emulators and tests."),
  })
  .superRefine(({ domain, baseUrl }, context) => {
    if ((baseUrl === undefined ? shopDomain : anyDomain).test(domain)) return;
    context.addIssue({
      code: "custom",
      path: ["domain"],
      message:
        "is not a shop's domain at Shopify; it looks like acme.myshopify.com, without https:// or a path",
    });
  });

export type ShopifySettings = z.infer<typeof shopifySettings>;

/** Where a shop's API is, without a slash at the end. */
export function shopAddress(settings: ShopifySettings): string {
  return (settings.baseUrl ?? `https://${settings.domain}`).replace(/\/+$/, "");
}
