import { plans } from "../../state/plans.ts";
import type { Shop } from "../../state/shop.ts";
import { idNumber } from "./json-number.ts";
import { shopTime } from "./shop-time.ts";

/** Body of `app/uninstalled` and `shop/update`. */
export function shopBody(shop: Shop) {
  const { settings, data } = shop;
  const [home] = data.locations.values();
  const plan = plans[data.plan];
  return {
    id: idNumber(settings.shopId),
    name: settings.name,
    email: `owner@${settings.domain}`,
    domain: settings.domain,
    province: home?.province ?? null,
    country: home?.countryCode ?? null,
    address1: home?.address1 ?? null,
    zip: home?.zip ?? null,
    city: home?.city ?? null,
    source: null,
    phone: home?.phone ?? null,
    latitude: null,
    longitude: null,
    primary_locale: "en",
    address2: home?.address2 ?? null,
    created_at: shopTime(Date.UTC(2021, 2, 1), settings.timezone),
    updated_at: shopTime(shop.clock.now(), settings.timezone),
    country_code: home?.countryCode ?? null,
    country_name: home?.country ?? null,
    currency: settings.currency,
    customer_email: `hello@${settings.domain}`,
    timezone: settings.timezone,
    iana_timezone: settings.timezone,
    shop_owner: `${settings.name} Owner`,
    money_format: "{{amount}}",
    money_with_currency_format: `{{amount}} ${settings.currency}`,
    weight_unit: "g",
    province_code: home?.provinceCode ?? null,
    taxes_included: settings.taxesIncluded,
    auto_configure_tax_inclusivity: null,
    tax_shipping: true,
    county_taxes: null,
    plan_display_name: plan.publicDisplayName,
    plan_name: plan.handle,
    has_discounts: true,
    has_gift_cards: true,
    myshopify_domain: settings.domain,
    google_apps_domain: null,
    google_apps_login_enabled: null,
    money_in_emails_format: "{{amount}}",
    money_with_currency_in_emails_format: `{{amount}} ${settings.currency}`,
    eligible_for_payments: true,
    requires_extra_payments_agreement: false,
    password_enabled: false,
    has_storefront: true,
    finances: true,
    primary_location_id: home ? idNumber(home.id) : null,
    checkout_api_supported: true,
    multi_location_enabled: true,
    setup_required: false,
    pre_launch_enabled: false,
    enabled_presentment_currencies: Object.keys(settings.exchangeRates),
    marketing_sms_consent_enabled_at_checkout: false,
    transactional_sms_disabled: false,
  };
}

export function scopesUpdateBody(previous: readonly string[], current: readonly string[], shop: Shop) {
  return {
    id: 1,
    shop_id: `gid://shopify/Shop/${shop.settings.shopId}`,
    previous,
    current,
    updated_at: new Date(shop.clock.now()).toISOString(),
  };
}

/** What every privacy topic begins with. */
export function privacyBody(shop: Shop) {
  return { shop_id: idNumber(shop.settings.shopId), shop_domain: shop.settings.domain };
}

export function privacyCustomerBody(customer: {
  readonly id: string;
  readonly email: string | null;
  readonly phone: string | null;
}) {
  return { id: idNumber(customer.id), email: customer.email, phone: customer.phone };
}
