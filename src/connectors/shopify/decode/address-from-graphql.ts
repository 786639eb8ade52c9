import type { Address } from "#domain/address.ts";
import type { Knowable } from "#domain/knowable.ts";
import { isObject, readText, type Loose } from "./read-values.ts";
import { unreadable } from "./unreadable.ts";

type AddressNode = Loose<
  | "firstName"
  | "lastName"
  | "company"
  | "address1"
  | "address2"
  | "city"
  | "province"
  | "provinceCode"
  | "zip"
  | "country"
  | "countryCodeV2"
  | "phone"
>;

/** A `MailingAddress`. Fields that were not asked for are unknown. */
export function addressFromGraphql(value: unknown, field: string): Knowable<Address> {
  if (value === undefined || value === null) return value;
  if (!isObject(value)) return unreadable(field, "an address");
  const node: AddressNode = value;
  return {
    firstName: readText(node.firstName),
    lastName: readText(node.lastName),
    company: readText(node.company),
    address1: readText(node.address1),
    address2: readText(node.address2),
    city: readText(node.city),
    province: readText(node.province),
    provinceCode: readText(node.provinceCode),
    zip: readText(node.zip),
    country: readText(node.country),
    countryCode: readText(node.countryCodeV2),
    phone: readText(node.phone),
  };
}
