import type { AddressRecord, CompanyAddressRecord } from "../state/party-records.ts";
import type { Shop } from "../state/shop.ts";
import type { AddressSpec } from "./catalogue.ts";

const countryNames = new Intl.DisplayNames(["en"], { type: "region" });

/** English name of a country; null when there is no such code. */
export function countryName(code: string | null | undefined): string | null {
  if (!code || !/^[A-Z]{2}$/.test(code)) return null;
  const name = countryNames.of(code);
  return name === undefined || name === code ? null : name;
}

export function addressRecord(shop: Shop, spec: AddressSpec, large = false): AddressRecord {
  return {
    __typename: "MailingAddress",
    id: shop.ids.next("MailingAddress", { large }),
    firstName: spec.firstName ?? null,
    lastName: spec.lastName ?? null,
    company: spec.company ?? null,
    address1: spec.address1 ?? null,
    address2: spec.address2 ?? null,
    city: spec.city ?? null,
    province: spec.province ?? null,
    provinceCode: spec.provinceCode ?? null,
    country: spec.country ?? countryName(spec.countryCode),
    countryCode: spec.countryCode ?? null,
    zip: spec.zip ?? null,
    phone: spec.phone ?? null,
  };
}

export function companyAddressRecord(
  shop: Shop,
  spec: AddressSpec,
  company: { readonly id: string; readonly name: string },
  createdAt = shop.clock.now(),
): CompanyAddressRecord {
  const recipient = [spec.firstName, spec.lastName].filter(Boolean).join(" ") || company.name;
  return {
    __typename: "CompanyAddress",
    id: shop.ids.next("CompanyAddress"),
    companyId: company.id,
    createdAt,
    updatedAt: createdAt,
    companyName: company.name,
    recipient,
    firstName: spec.firstName ?? null,
    lastName: spec.lastName ?? null,
    address1: spec.address1 ?? "",
    address2: spec.address2 ?? null,
    city: spec.city ?? null,
    province: spec.province ?? null,
    zoneCode: spec.provinceCode ?? null,
    country: spec.country ?? countryName(spec.countryCode),
    countryCode: spec.countryCode ?? "",
    zip: spec.zip ?? null,
    phone: spec.phone ?? null,
  };
}

/** A company location's address as orders carry it. */
export function mailingAddressOf(shop: Shop, address: CompanyAddressRecord): AddressRecord {
  return {
    __typename: "MailingAddress",
    id: shop.ids.next("MailingAddress"),
    firstName: address.firstName,
    lastName: address.lastName,
    company: address.companyName,
    address1: address.address1,
    address2: address.address2,
    city: address.city,
    province: address.province,
    provinceCode: address.zoneCode,
    country: address.country,
    countryCode: address.countryCode,
    zip: address.zip,
    phone: address.phone,
  };
}
