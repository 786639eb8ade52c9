import type { AddressRecord } from "../../state/party-records.ts";
import type { Shop } from "../../state/shop.ts";
import { filledText } from "./input.ts";
import type { Input } from "./input.ts";

const countryNames = new Intl.DisplayNames(["en"], { type: "region" });

/** A new address from `MailingAddressInput`. */
export function addressFromInput(shop: Shop, input: Input): AddressRecord {
  const countryCode = filledText(input["countryCode"]);
  return {
    __typename: "MailingAddress",
    id: shop.ids.next("MailingAddress"),
    firstName: filledText(input["firstName"]),
    lastName: filledText(input["lastName"]),
    company: filledText(input["company"]),
    address1: filledText(input["address1"]),
    address2: filledText(input["address2"]),
    city: filledText(input["city"]),
    province: filledText(input["province"]),
    provinceCode: filledText(input["provinceCode"]),
    country: countryCode ? (countryNames.of(countryCode) ?? countryCode) : filledText(input["country"]),
    countryCode,
    zip: filledText(input["zip"]),
    phone: filledText(input["phone"]),
  };
}
