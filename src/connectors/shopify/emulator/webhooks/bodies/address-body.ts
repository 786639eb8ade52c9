import { fullName } from "../../graphql/resolvers/party-fields.ts";
import type { AddressRecord, CustomerRecord } from "../../state/party-records.ts";
import { idNumber } from "./json-number.ts";

/** `billing_address` and `shipping_address` of an order. */
export function orderAddressBody(address: AddressRecord | null) {
  if (!address) return null;
  return {
    first_name: address.firstName,
    address1: address.address1,
    phone: address.phone,
    city: address.city,
    zip: address.zip,
    province: address.province,
    country: address.country,
    last_name: address.lastName,
    address2: address.address2,
    company: address.company,
    latitude: null,
    longitude: null,
    name: fullName(address) ?? "",
    country_code: address.countryCode,
    province_code: address.provinceCode,
  };
}

/** An address in a customer's own list. */
export function customerAddressBody(address: AddressRecord, customer: CustomerRecord) {
  return {
    id: idNumber(address.id),
    customer_id: idNumber(customer.id),
    first_name: address.firstName,
    last_name: address.lastName,
    company: address.company,
    address1: address.address1,
    address2: address.address2,
    city: address.city,
    province: address.province,
    country: address.country,
    zip: address.zip,
    phone: address.phone,
    name: fullName(address) ?? "",
    province_code: address.provinceCode,
    country_code: address.countryCode,
    country_name: address.country,
    default: address.id === customer.defaultAddressId,
  };
}
