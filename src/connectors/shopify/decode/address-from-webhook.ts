import type { Address } from "#domain/address.ts";
import type { Knowable } from "#domain/knowable.ts";
import { isObject, readText, type Loose } from "./read-values.ts";
import { unreadable } from "./unreadable.ts";

type AddressBody = Loose<
  | "first_name"
  | "last_name"
  | "company"
  | "address1"
  | "address2"
  | "city"
  | "province"
  | "province_code"
  | "zip"
  | "country"
  | "country_name"
  | "country_code"
  | "phone"
>;

/**
 * An address of an order or a customer. Where street lines are withheld, city and company count as unknown too: some bodies
 * still carry them, and GraphQL is not asked for them then. A customer's address may hold the country's code where an
 * order's holds its name; `country_name` says it plainly.
 */
export function addressFromWebhook(value: unknown, field: string): Knowable<Address> {
  if (value === undefined || value === null) return value;
  if (!isObject(value)) return unreadable(field, "an address");
  const body: AddressBody = value;
  const isOpen = body.address1 !== undefined;
  return {
    firstName: readText(body.first_name),
    lastName: readText(body.last_name),
    company: isOpen ? readText(body.company) : undefined,
    address1: readText(body.address1),
    address2: isOpen ? readText(body.address2) : undefined,
    city: isOpen ? readText(body.city) : undefined,
    province: readText(body.province),
    provinceCode: readText(body.province_code),
    zip: isOpen ? readText(body.zip) : undefined,
    country: readText(body.country_name ?? body.country),
    countryCode: readText(body.country_code),
    phone: readText(body.phone),
  };
}
