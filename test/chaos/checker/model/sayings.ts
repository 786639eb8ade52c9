import type {
  ShopAddress,
  ShopCompany,
  ShopCompanyAddress,
  ShopCustomer,
  ShopOrder,
  ShopPerson,
} from "../../shop-shapes.ts";
import { firstFilled, filled, tidy, wholeName } from "./texts.ts";

/** Fields that only make sense together; null where nothing is said. */
export type Said = Readonly<Record<string, string | null>> | null;

/** Parts of a customer that are carried, each as one. */
export const units = ["name", "contact", "email", "phone", "notes", "postal", "shipping"] as const;
export type Unit = (typeof units)[number];

/** What the shop says of a buyer at one moment, in the account's words. */
export type Saying = Readonly<Record<Unit, Said>> & {
  /** Account code of a company. */
  readonly code: string | null;
  /** Letters of a new customer's code come from it. */
  readonly codeName: string;
};

interface Person {
  readonly company: string | null;
  readonly code: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly note: string | null;
  readonly billing: ShopAddress | null;
  readonly shipping: ShopAddress | null;
}

export function customerSays(customer: ShopCustomer): Saying {
  const { firstName, lastName, email, phone, note, defaultAddress } = customer;
  return sayingOf({
    company: null,
    code: null,
    firstName,
    lastName,
    email,
    phone,
    note,
    billing: defaultAddress,
    shipping: defaultAddress,
  });
}

/** A guest is who the addresses of the order name. */
export function guestSays({ billingAddress, shippingAddress, email, phone }: ShopOrder): Saying {
  return sayingOf({
    company: null,
    code: null,
    firstName: firstFilled(billingAddress?.firstName, shippingAddress?.firstName),
    lastName: firstFilled(billingAddress?.lastName, shippingAddress?.lastName),
    email,
    phone,
    note: null,
    billing: billingAddress,
    shipping: shippingAddress,
  });
}

/** A company at one of its locations, with its main contact. */
export function companySays(
  company: ShopCompany,
  location: ShopCompany["locations"]["nodes"][number],
  contact: ShopPerson | null,
): Saying {
  return sayingOf({
    company: company.name,
    code: firstFilled(location.externalId, company.externalId),
    firstName: contact?.firstName ?? null,
    lastName: contact?.lastName ?? null,
    email: contact?.email ?? null,
    phone: firstFilled(location.phone, contact?.phone),
    note: firstFilled(location.note, company.note),
    billing: mailAddress(location.billingAddress),
    shipping: mailAddress(location.shippingAddress),
  });
}

function mailAddress(address: ShopCompanyAddress | null): ShopAddress | null {
  if (address === null) return null;
  const isNamed = firstFilled(address.firstName, address.lastName) !== null;
  return {
    ...address,
    lastName: isNamed ? address.lastName : firstFilled(address.recipient, address.lastName),
    name: null,
    company: address.companyName,
    provinceCode: address.zoneCode,
    countryCodeV2: address.countryCode,
  };
}

function sayingOf(person: Person): Saying {
  const { firstName, lastName, billing, shipping } = person;
  const name = firstFilled(
    tidy(person.company),
    wholeName(firstName, lastName),
    wholeName(billing?.firstName, billing?.lastName),
    wholeName(shipping?.firstName, shipping?.lastName),
  );
  const first = tidy(firstName);
  const last = tidy(lastName);
  const isPerson = tidy(person.company) === null && last !== null;
  return {
    name: single("CustomerName", name),
    contact: first === null && last === null ? null : { ContactFirstName: first, ContactLastName: last },
    email: single("Email", tidy(person.email)),
    phone: single("PhoneNumber", tidy(firstFilled(person.phone, billing?.phone, shipping?.phone))),
    notes: single("Notes", filled(person.note)),
    postal: addressSaid(billing),
    shipping: addressSaid(shipping),
    code: filled(person.code),
    codeName: isPerson ? `${last} ${first ?? ""}` : (name ?? tidy(person.email)?.split("@")[0] ?? ""),
  };
}

function single(field: string, value: string | null): Said {
  return value === null ? null : { [field]: value };
}

function addressSaid(address: ShopAddress | null): Said {
  if (address === null) return null;
  const { address1, address2, city, zip } = address;
  if (firstFilled(address1, address2, city, zip) === null) return null;
  return {
    AddressName: tidy(address.company) ?? wholeName(address.firstName, address.lastName),
    StreetAddress: tidy(address1),
    StreetAddress2: tidy(address2),
    City: tidy(city),
    Region: tidy(firstFilled(address.province, address.provinceCode)),
    Country: tidy(firstFilled(address.country, address.countryCodeV2)),
    PostalCode: tidy(zip),
  };
}
