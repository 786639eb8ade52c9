import type { Customer } from "#domain/customer/customer.ts";
import { firstPresent, isPresent, type Knowable } from "#domain/knowable.ts";
import type { CustomerSettings } from "../../settings/customer-settings.ts";
import type { UnitName, Units, UnitValue } from "./desired-customer.ts";
import { fullName, placeAddress, tidy } from "./place-address.ts";

/** What the shop says of a buyer, in Unleashed's words, unit by unit. What it withholds is left out. Pure. */
export function customerUnits(source: Customer, settings: CustomerSettings): Units {
  const units: Partial<Record<UnitName, UnitValue>> = {};
  const add = (name: UnitName, value: UnitValue | undefined): void => {
    if (value !== undefined) units[name] = value;
  };
  const single = (field: string, value: Knowable<string>): UnitValue | undefined =>
    value === undefined || value === null ? value : { [field]: value };

  add("name", single("CustomerName", knownName(source)));
  add("contact", contact(source));
  add("email", single("Email", tidied(source.email)));
  add("phone", single("PhoneNumber", tidied(phoneOf(source))));
  add("notes", single("Notes", noteText(source.note)));
  add("tax", tax(source, settings));
  const { addresses } = settings;
  for (const name of ["postal", "physical", "shipping"] as const) {
    const from = addresses[name];
    if (from === "none") continue;
    const address = from === "billing" ? source.billingAddress : source.shippingAddress;
    add(`${name}Address`, placeAddress(address, addresses));
  }
  return units;
}

/** Name of the buyer: the company, the person, or whom the addresses name. Undefined when withheld, null when there is none. */
function knownName(source: Customer): Knowable<string> {
  return firstPresent(
    tidied(source.companyName),
    fullName(source.firstName, source.lastName),
    nameOn(source.billingAddress),
    nameOn(source.shippingAddress),
  );
}

function nameOn(address: Customer["billingAddress"]): Knowable<string> {
  return address === undefined || address === null ? address : fullName(address.firstName, address.lastName);
}

/** A name to make a customer by, when the shop gives none: the e-mail, else its id in the shop. */
export function nameForNew(source: Customer): string {
  const name = firstPresent(knownName(source), tidied(source.email));
  return isPresent(name) ? name : `Shopify customer ${source.id}`;
}

function contact(source: Customer): UnitValue | undefined {
  const { firstName, lastName } = source;
  if (firstName === undefined || lastName === undefined) return undefined;
  const [first, last] = [tidy(firstName), tidy(lastName)];
  return first === null && last === null ? null : { ContactFirstName: first, ContactLastName: last };
}

function phoneOf(source: Customer): Knowable<string> {
  return firstPresent(source.phone, source.billingAddress?.phone, source.shippingAddress?.phone);
}

function tax(source: Customer, { taxCodes }: CustomerSettings): UnitValue | undefined {
  if (source.taxExempt === undefined || source.taxExempt === null) return undefined;
  const code = source.taxExempt ? taxCodes.exempt : taxCodes.taxable;
  return code === null ? undefined : { Taxable: !source.taxExempt, TaxCode: code };
}

function tidied(text: Knowable<string>): Knowable<string> {
  return text === undefined ? undefined : tidy(text);
}

/** A note keeps its lines. */
function noteText(note: Knowable<string>): Knowable<string> {
  if (note === undefined || note === null) return note;
  const text = note.replace(/\r\n?/g, "\n").trim();
  return text === "" ? null : text;
}
