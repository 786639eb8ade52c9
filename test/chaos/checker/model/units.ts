import type { AccountAddress, AccountCustomer } from "../../account-shapes.ts";
import type { Said, Unit } from "./sayings.ts";
import { filled, tidy } from "./texts.ts";

const fields: Readonly<Record<Exclude<Unit, "postal" | "shipping">, readonly (keyof AccountCustomer)[]>> = {
  name: ["CustomerName"],
  contact: ["ContactFirstName", "ContactLastName"],
  email: ["Email"],
  phone: ["PhoneNumber"],
  notes: ["Notes"],
};

const addressFields = [
  "AddressName",
  "StreetAddress",
  "StreetAddress2",
  "City",
  "Region",
  "Country",
  "PostalCode",
] as const;

/** What a customer of the account holds of a part; null: nothing. Of several addresses of one kind the first. */
export function heldBy(customer: AccountCustomer, unit: Unit): Said {
  if (unit === "postal" || unit === "shipping") {
    const [address] = addressesOf(customer, unit);
    return address === undefined ? null : blankToNull(pick(address, addressFields));
  }
  return blankToNull(pick(customer, fields[unit]));
}

export function addressesOf(
  { Addresses }: AccountCustomer,
  unit: "postal" | "shipping",
): readonly AccountAddress[] {
  const type = unit === "postal" ? "Postal" : "Shipping";
  return Addresses.filter(({ AddressType }) => AddressType === type);
}

function pick<T extends object>(
  from: T,
  names: readonly (keyof T & string)[],
): Readonly<Record<string, string | null>> {
  return Object.fromEntries(
    names.map((name) => {
      const value = from[name];
      return [name, typeof value === "string" ? filled(value) : null];
    }),
  );
}

function blankToNull(values: Readonly<Record<string, string | null>>): Said {
  return Object.values(values).every((value) => value === null) ? null : values;
}

/** Whether the account holds just what is said. Without a name for an address nothing is said of its name. */
export function holds(held: Said, said: Said): boolean {
  if (held === null || said === null) return held === said;
  return Object.entries(said).every(
    ([field, value]) =>
      (field === "AddressName" && value === null) ||
      plain(field, value) === plain(field, held[field] ?? null),
  );
}

/** Letter case of e-mails and the amount of space do not count. */
function plain(field: string, value: string | null): string | null {
  const text = tidy(value);
  return field === "Email" ? (text?.toLowerCase() ?? null) : text;
}
