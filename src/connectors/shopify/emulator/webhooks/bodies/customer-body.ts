import { totalsOf } from "../../orders/totals.ts";
import { fixedText } from "../../state/money.ts";
import type { CustomerRecord } from "../../state/party-records.ts";
import type { Shop } from "../../state/shop.ts";
import { customerAddressBody } from "./address-body.ts";
import { idNumber } from "./json-number.ts";
import { shopTime } from "./shop-time.ts";

/**
 * A customer as orders carry it. Tags, spending, and consent have topics of their own. `default_address` is left out
 * when there is none.
 */
export function customerBody(customer: CustomerRecord, shop: Shop) {
  const { currency, timezone } = shop.settings;
  const address = customer.addresses.find(({ id }) => id === customer.defaultAddressId);
  return {
    id: idNumber(customer.id),
    created_at: shopTime(customer.createdAt, timezone),
    updated_at: shopTime(customer.updatedAt, timezone),
    first_name: customer.firstName,
    last_name: customer.lastName,
    state: customer.state.toLowerCase(),
    note: customer.note,
    verified_email: customer.verifiedEmail,
    multipass_identifier: null,
    tax_exempt: customer.taxExempt,
    email: customer.email,
    phone: customer.phone,
    currency,
    tax_exemptions: customer.taxExemptions,
    admin_graphql_api_id: `gid://shopify/Customer/${customer.id}`,
    ...(address ? { default_address: customerAddressBody(address, customer) } : {}),
  };
}

/** Body of `customers/create`, `update`, `enable`, and `disable`. */
export function wholeCustomerBody(customer: CustomerRecord, shop: Shop) {
  return {
    ...customerBody(customer, shop),
    addresses: customer.addresses.map((address) => customerAddressBody(address, customer)),
  };
}

export function deletedCustomerBody(customer: CustomerRecord) {
  return {
    id: idNumber(customer.id),
    tax_exemptions: customer.taxExemptions,
    admin_graphql_api_id: `gid://shopify/Customer/${customer.id}`,
  };
}

export function mergedCustomersBody(keptId: string, deletedId: string) {
  return {
    admin_graphql_api_customer_kept_id: `gid://shopify/Customer/${keptId}`,
    admin_graphql_api_customer_deleted_id: `gid://shopify/Customer/${deletedId}`,
    admin_graphql_api_job_id: null,
    status: "completed",
    errors: [],
  };
}

export function customerTagsBody(customer: CustomerRecord, tags: readonly string[], shop: Shop) {
  return {
    customerId: `gid://shopify/Customer/${customer.id}`,
    tags,
    occurredAt: new Date(shop.clock.now()).toISOString(),
  };
}

export function purchasingSummaryBody(customer: CustomerRecord, shop: Shop) {
  const orders = customer.orderIds.flatMap((id) => shop.data.orders.get(id) ?? []);
  const spent = orders.reduce((sum, order) => sum + totalsOf(order).net.shop, 0n);
  const last = orders.at(-1);
  return {
    customerId: `gid://shopify/Customer/${customer.id}`,
    numberOfOrders: orders.length,
    amountSpent: { amount: fixedText(spent, shop.settings.currency), currencyCode: shop.settings.currency },
    lastOrderId: last ? `gid://shopify/Order/${last.id}` : null,
    occurredAt: new Date(shop.clock.now()).toISOString(),
  };
}

export function emailConsentBody(customer: CustomerRecord, shop: Shop) {
  return {
    customer_id: idNumber(customer.id),
    email_address: customer.email,
    email_marketing_consent: {
      state: customer.emailMarketing.toLowerCase(),
      opt_in_level: customer.emailMarketing === "SUBSCRIBED" ? "single_opt_in" : null,
      consent_updated_at: shopTime(customer.updatedAt, shop.settings.timezone),
    },
  };
}

export function smsConsentBody(customer: CustomerRecord, shop: Shop) {
  return {
    id: idNumber(customer.id),
    phone: customer.phone,
    sms_marketing_consent: {
      state: customer.smsMarketing.toLowerCase(),
      opt_in_level: customer.smsMarketing === "SUBSCRIBED" ? "single_opt_in" : null,
      consent_updated_at: shopTime(customer.updatedAt, shop.settings.timezone),
      consent_collected_from: "other",
    },
  };
}
