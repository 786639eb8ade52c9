import { gid } from "../../state/ids.ts";
import { plans } from "../../state/plans.ts";
import { isoTime } from "../views.ts";
import { typeFields } from "../type-fields.ts";
import type { Shop } from "../../state/shop.ts";

export interface ShopView {
  readonly __typename: "Shop";
  readonly shop: Shop;
}

export const shopFields = typeFields<ShopView>({
  id: ({ shop }) => gid("Shop", shop.settings.shopId),
  name: ({ shop }) => shop.settings.name,
  email: ({ shop }) => `owner@${shop.settings.domain}`,
  contactEmail: ({ shop }) => `hello@${shop.settings.domain}`,
  myshopifyDomain: ({ shop }) => shop.settings.domain,
  url: ({ shop }) => `https://${shop.settings.domain}`,
  primaryDomain: ({ shop }) => ({
    __typename: "Domain",
    id: gid("Domain", shop.settings.shopId),
    host: shop.settings.domain,
    url: `https://${shop.settings.domain}`,
    sslEnabled: true,
  }),
  currencyCode: ({ shop }) => shop.settings.currency,
  enabledPresentmentCurrencies: ({ shop }) => Object.keys(shop.settings.exchangeRates),
  taxesIncluded: ({ shop }) => shop.settings.taxesIncluded,
  taxShipping: () => true,
  ianaTimezone: ({ shop }) => shop.settings.timezone,
  orderNumberFormatPrefix: () => "#",
  orderNumberFormatSuffix: () => "",
  setupRequired: () => false,
  unitSystem: () => "METRIC_SYSTEM",
  weightUnit: () => "GRAMS",
  createdAt: () => isoTime(Date.UTC(2021, 2, 1)),
  plan: ({ shop }) => {
    const plan = plans[shop.data.plan];
    return {
      publicDisplayName: plan.publicDisplayName,
      displayName: plan.publicDisplayName,
      shopifyPlus: plan.plus,
      partnerDevelopment: plan.development,
    };
  },
});
