import type {
  CompanyAddressRecord,
  CompanyContactRecord,
  CompanyLocationRecord,
  CompanyRecord,
} from "../../state/party-records.ts";
import type { Shop } from "../../state/shop.ts";
import { shopTime } from "./shop-time.ts";

/** Companies, their locations, and contacts carry no numeric id. */
export function companyBody(company: CompanyRecord, shop: Shop) {
  const { timezone } = shop.settings;
  return {
    name: company.name,
    note: company.note,
    external_id: company.externalId,
    main_contact_admin_graphql_api_id:
      company.mainContactId === null ? null : `gid://shopify/CompanyContact/${company.mainContactId}`,
    created_at: shopTime(company.createdAt, timezone),
    updated_at: shopTime(company.updatedAt, timezone),
    customer_since: shopTime(company.customerSince, timezone),
    admin_graphql_api_id: `gid://shopify/Company/${company.id}`,
  };
}

export function companyLocationBody(location: CompanyLocationRecord, company: CompanyRecord, shop: Shop) {
  const { timezone } = shop.settings;
  return {
    name: location.name,
    external_id: location.externalId,
    phone: location.phone,
    locale: location.locale,
    created_at: shopTime(location.createdAt, timezone),
    updated_at: shopTime(location.updatedAt, timezone),
    note: location.note,
    buyer_experience_configuration: null,
    admin_graphql_api_id: `gid://shopify/CompanyLocation/${location.id}`,
    tax_exemptions: location.taxExemptions,
    tax_settings: {
      tax_registration_id: location.taxRegistrationId,
      tax_exempt: location.taxExempt,
      tax_exemptions: location.taxExemptions,
    },
    company: companyBody(company, shop),
    billing_address: companyAddressBody(location.billingAddress, shop),
    shipping_address: companyAddressBody(location.shippingAddress, shop),
    tax_registration: location.taxRegistrationId === null ? null : { tax_id: location.taxRegistrationId },
  };
}

function companyAddressBody(address: CompanyAddressRecord | null, shop: Shop) {
  if (!address) return null;
  const { timezone } = shop.settings;
  return {
    address1: address.address1,
    city: address.city,
    province: address.province,
    country: address.country,
    zip: address.zip,
    recipient: address.recipient,
    first_name: address.firstName,
    last_name: address.lastName,
    address2: address.address2,
    phone: address.phone,
    zone_code: address.zoneCode,
    country_code: address.countryCode,
    created_at: shopTime(address.createdAt, timezone),
    updated_at: shopTime(address.updatedAt, timezone),
    admin_graphql_api_id: `gid://shopify/CompanyAddress/${address.id}`,
    company_admin_graphql_api_id: `gid://shopify/Company/${address.companyId}`,
  };
}

export function companyContactBody(contact: CompanyContactRecord, company: CompanyRecord, shop: Shop) {
  const { timezone } = shop.settings;
  return {
    customer_admin_graphql_api_id: `gid://shopify/Customer/${contact.customerId}`,
    title: contact.title,
    locale: contact.locale,
    created_at: shopTime(contact.createdAt, timezone),
    updated_at: shopTime(contact.updatedAt, timezone),
    admin_graphql_api_id: `gid://shopify/CompanyContact/${contact.id}`,
    company: companyBody(company, shop),
  };
}
