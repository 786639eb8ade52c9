import type { WireAddress, WireCustomer } from "../../schema.ts";
import { addressTypes, type AddressUnit, type UnitName, type UnitValue } from "./desired-customer.ts";

type Value = string | boolean | null | undefined;

/**
 * Two values as Unleashed may give one back for the other: surrounding and repeated space, kinds of line ends and the letter case
 * of e-mails do not count; blank is empty.
 */
export function isSameValue(field: string, left: unknown, right: unknown): boolean {
  return left === right || normal(field, left) === normal(field, right);
}

function normal(field: string, value: unknown): string | boolean {
  if (typeof value === "boolean") return value;
  if (typeof value !== "string") return "";
  const text = value.replace(/\s+/g, " ").trim();
  return field === "Email" ? text.toLowerCase() : text;
}

/** Whether `held` says the same in every field that `wanted` names. */
export function isSameUnit(wanted: NonNullable<UnitValue>, held: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(wanted).every(([field, value]) => isSameValue(field, value, held[field]));
}

/** Whether two readings of the shop say the same of a unit. */
export function isSameReading(left: UnitValue, right: UnitValue): boolean {
  const fields = new Set([...Object.keys(left ?? {}), ...Object.keys(right ?? {})]);
  return [...fields].every((field) => isSameValue(field, left?.[field], right?.[field]));
}

export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === "string" && value.trim() === "");
}

/** What a customer of Unleashed holds in the fields of a unit that is no address. */
export function fieldsOf(
  customer: WireCustomer,
  wanted: NonNullable<UnitValue>,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.keys(wanted).map((field) => [field, customer[field] as Value]));
}

const placeParts = ["StreetAddress", "StreetAddress2", "Suburb", "City", "PostalCode"] as const;

export function isEmptyAddress(address: WireAddress): boolean {
  return placeParts.every((part) => isBlank(address[part]));
}

/** The addresses of the unit's type, with their positions among all. */
export function addressesOf(
  customer: WireCustomer,
  unit: AddressUnit,
): readonly { readonly address: WireAddress; readonly index: number }[] {
  const type = addressTypes[unit];
  return (customer.Addresses ?? [])
    .map((address, index) => ({ address, index }))
    .filter(({ address }) => address.AddressType === type);
}

const words: Readonly<Record<UnitName, string>> = {
  name: "the customer's name in the shop",
  contact: "the customer's first and last name in the shop",
  email: "the customer's e-mail in the shop",
  phone: "the customer's phone number in the shop",
  notes: "the customer's note in the shop",
  postalAddress: "the customer's address in the shop",
  physicalAddress: "the customer's address in the shop",
  shippingAddress: "the customer's address in the shop",
  tax: "whether the customer is tax-exempt in the shop",
};

/** Plain words for where the value of a unit comes from. */
export function unitSource(unit: UnitName): string {
  return words[unit];
}
