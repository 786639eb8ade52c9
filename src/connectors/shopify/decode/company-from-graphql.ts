import type { Address } from "#domain/address.ts";
import type { Customer } from "#domain/customer/customer.ts";
import { firstPresent, isPresent, type Knowable } from "#domain/knowable.ts";
import { readInside } from "./customer-from-graphql.ts";
import { readGid } from "./read-id.ts";
import { isObject, readText, readTime, type Loose } from "./read-values.ts";
import { unreadable } from "./unreadable.ts";

type LocationNode = Loose<
  | "id"
  | "updatedAt"
  | "externalId"
  | "note"
  | "phone"
  | "taxSettings"
  | "company"
  | "billingAddress"
  | "shippingAddress"
>;

type CompanyNode = Loose<"id" | "updatedAt" | "name" | "externalId" | "note" | "mainContact">;

type ContactNode = Loose<"firstName" | "lastName" | "defaultEmailAddress" | "defaultPhoneNumber">;

/**
 * A `CompanyLocation` node as a buyer, `company:<company>:<location>`. The location's own account code and note go before the
 * company's; person and e-mail are those of the company's main contact.
 */
export function companyFromGraphql(value: object): Customer {
  const node: LocationNode = value;
  const company: CompanyNode = isObject(node.company) ? node.company : unreadable("company", "a company");
  const contact = mainContact(company);
  const taxSettings: Loose<"taxExempt"> = isObject(node.taxSettings) ? node.taxSettings : {};
  const locationId = readGid(node.id, "CompanyLocation") ?? unreadable("id", "the id of a company location");
  const companyId = readGid(company.id, "Company") ?? unreadable("company.id", "the id of a company");
  const changes = [readTime(node.updatedAt, "updatedAt"), readTime(company.updatedAt, "company.updatedAt")];
  return {
    kind: "customers",
    id: `company:${companyId}:${locationId}`,
    origin: "company",
    updatedAt: changes.sort().at(-1) ?? null,
    firstName: readText(contact?.firstName),
    lastName: readText(contact?.lastName),
    companyName: readText(company.name),
    externalId: firstPresent(readText(node.externalId), readText(company.externalId)),
    email: contact === null ? null : readInside(contact?.defaultEmailAddress, "emailAddress"),
    phone: firstPresent(
      readText(node.phone),
      contact === null ? null : readInside(contact?.defaultPhoneNumber, "phoneNumber"),
    ),
    note: firstPresent(readText(node.note), readText(company.note)),
    tags: undefined,
    taxExempt: typeof taxSettings.taxExempt === "boolean" ? taxSettings.taxExempt : undefined,
    billingAddress: companyAddress(node.billingAddress, "billingAddress"),
    shippingAddress: companyAddress(node.shippingAddress, "shippingAddress"),
  };
}

/** Unknown when it was not asked for, null when the company has none. */
function mainContact(company: CompanyNode): Knowable<ContactNode> {
  const contact = company.mainContact;
  if (contact === undefined || contact === null) return contact;
  const person = isObject(contact) ? (contact as Loose<"customer">).customer : undefined;
  return isObject(person) ? person : null;
}

type CompanyAddressNode = Loose<
  | "companyName"
  | "firstName"
  | "lastName"
  | "recipient"
  | "address1"
  | "address2"
  | "city"
  | "province"
  | "zoneCode"
  | "zip"
  | "country"
  | "countryCode"
  | "phone"
>;

/** A `CompanyAddress`. Where only a recipient is named, it stands as the last name. */
function companyAddress(value: unknown, field: string): Knowable<Address> {
  if (value === undefined || value === null) return value;
  if (!isObject(value)) return unreadable(field, "an address");
  const node: CompanyAddressNode = value;
  const firstName = readText(node.firstName);
  const lastName = readText(node.lastName);
  const isNamed = isPresent(firstName) || isPresent(lastName);
  return {
    firstName,
    lastName: isNamed ? lastName : firstPresent(readText(node.recipient), lastName),
    company: readText(node.companyName),
    address1: readText(node.address1),
    address2: readText(node.address2),
    city: readText(node.city),
    province: readText(node.province),
    provinceCode: readText(node.zoneCode),
    zip: readText(node.zip),
    country: readText(node.country),
    countryCode: readText(node.countryCode),
    phone: readText(node.phone),
  };
}
