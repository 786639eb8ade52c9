import type { Address } from "#domain/address.ts";
import { firstPresent, isPresent, type Knowable } from "#domain/knowable.ts";
import type { CustomerSettings } from "../../settings/customer-settings.ts";
import type { UnitValue } from "./desired-customer.ts";

type Rules = CustomerSettings["addresses"];

/**
 * An address of the shop in Unleashed's words. Undefined when its place is not known in full (a plan hides streets and postcodes):
 * half an address would be laid over a whole one. Null when it is known to be empty. Pure.
 */
export function placeAddress(address: Knowable<Address>, rules: Rules): UnitValue | undefined {
  if (address === undefined || address === null) return address;
  const region =
    rules.region === "name"
      ? firstPresent(address.province, address.provinceCode)
      : firstPresent(address.provinceCode, address.province);
  const country =
    rules.country === "name"
      ? firstPresent(address.country, address.countryCode)
      : firstPresent(address.countryCode, address.country);
  const { address1, address2, city, zip } = address;
  if (
    address1 === undefined ||
    address2 === undefined ||
    city === undefined ||
    zip === undefined ||
    region === undefined ||
    country === undefined
  )
    return undefined;
  if (![address1, address2, city, zip].some((part) => isPresent(part))) return null;
  const name = addressName(address);
  return {
    // Only a label, which the account may fill by itself: without a name nothing is said of it.
    ...(isPresent(name) ? { AddressName: name } : {}),
    StreetAddress: tidy(address1),
    StreetAddress2: tidy(address2),
    ...(rules.cityGoesTo === "city" ? {} : { Suburb: tidy(city) }),
    ...(rules.cityGoesTo === "suburb" ? {} : { City: tidy(city) }),
    Region: tidy(region),
    Country: tidy(country),
    PostalCode: tidy(zip),
  };
}

function addressName(address: Address): Knowable<string> {
  if (isPresent(address.company)) return tidy(address.company);
  return fullName(address.firstName, address.lastName);
}

/** First and last name as one; undefined when either is withheld, null when both are empty. */
export function fullName(first: Knowable<string>, last: Knowable<string>): Knowable<string> {
  if (first === undefined || last === undefined) return undefined;
  return tidy(`${first ?? ""} ${last ?? ""}`);
}

/** Text with single spaces and none around it; null when nothing is left. */
export function tidy(text: string | null): string | null {
  if (text === null) return null;
  const tidied = text.replace(/\s+/g, " ").trim();
  return tidied === "" ? null : tidied;
}
