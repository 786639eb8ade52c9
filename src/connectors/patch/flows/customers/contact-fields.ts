import type { Customer } from "#domain/customer/customer.ts";
import { firstPresent, isPresent, type Knowable } from "#domain/knowable.ts";
import { normaliseEmail } from "#domain/customer/buyer-of-order.ts";
import type { ContactSettings } from "../../settings/contact-settings.ts";
import type { ContactFields, ContactSearch } from "./desired-contact.ts";
import { phoneDigits } from "./phone-digits.ts";

/** What the shop says of somebody, in Patch's fields. Pure. */
export function contactFields(source: Customer, settings: ContactSettings): ContactFields {
  return {
    first_name: source.firstName,
    last_name: source.lastName,
    email: source.email,
    phone: phoneOf(source, settings),
    postal_code: addressPart(source, "zip"),
  };
}

/** By what the person is looked for. Pure. */
export function contactSearch(source: Customer, fields: ContactFields): ContactSearch {
  return {
    customerId: source.origin === "customer" ? source.id : null,
    phone: fields.phone ?? null,
    email: isPresent(fields.email) ? normaliseEmail(fields.email) : null,
  };
}

/** The person's own number, else that of the address; as digits. A number that cannot be one counts as none. */
function phoneOf(source: Customer, { phoneFromAddress, defaultCountry }: ContactSettings): Knowable<string> {
  const own = source.phone;
  const text = phoneFromAddress ? firstPresent(own, addressPart(source, "phone")) : own;
  // That an address has none says nothing of a number that is withheld.
  if (!isPresent(text)) return own === undefined ? undefined : text;
  const country = addressPart(source, "countryCode");
  return phoneDigits(text, isPresent(country) ? country : defaultCountry);
}

function addressPart(source: Customer, part: "zip" | "phone" | "countryCode"): Knowable<string> {
  const { billingAddress: billing, shippingAddress: shipping } = source;
  return firstPresent(
    billing === null || billing === undefined ? billing : billing[part],
    shipping === null || shipping === undefined ? shipping : shipping[part],
  );
}
