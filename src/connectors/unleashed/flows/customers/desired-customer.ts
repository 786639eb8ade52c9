import type { AddressType } from "../../schema.ts";
import type { CustomerSettings } from "../../settings/customer-settings.ts";

/** Name of a unit: a field, or fields that only make sense together, with one rule of ownership. */
export type UnitName = keyof CustomerSettings["fields"];

/** Values of a unit by Unleashed's field names. Null: known to be empty. */
export type UnitValue = Readonly<Record<string, string | boolean | null>> | null;

/** What is known, by unit. A unit that is not there is unknown and never changes anything. */
export type Units = Readonly<Partial<Record<UnitName, UnitValue>>>;

/** The addresses that are carried, each a unit of its own. */
export const addressTypes = {
  postalAddress: "Postal",
  physicalAddress: "Physical",
  shippingAddress: "Shipping",
} as const satisfies Partial<Record<UnitName, AddressType>>;

export type AddressUnit = keyof typeof addressTypes;

export function isAddressUnit(name: UnitName): name is AddressUnit {
  return name in addressTypes;
}

/** What one write sends beyond what the customer already had; what is compared after it was read back. */
export interface WrittenCustomer {
  readonly values: Readonly<Record<string, string | boolean | null>>;
  readonly addresses: readonly WrittenAddress[];
}

export interface WrittenAddress {
  readonly type: AddressType;
  /** Position among the addresses that the customer had; null: a further one. */
  readonly index: number | null;
  readonly parts: Readonly<Record<string, string | null>>;
}

/** What a customer of Unleashed should say by what the shop says. Kept as the agreement, so it is plain JSON. */
export interface DesiredCustomer {
  /** GUID that Waybill derives for the record; a new customer gets it. */
  readonly guid: string;
  /** CustomerCode of a new customer. */
  readonly code: string;
  /** CustomerName of a new customer. */
  readonly name: string;
  /** How people call it: `customer 207119551`. No personal data. */
  readonly label: string;
  /** By what else to look for it; null: by nothing. */
  readonly search: { readonly code: string | null; readonly email: string | null };
  /**
   * Currency that a customer who is there has to trade in, if any; null: a person took this one as it is. Absent from agreements of
   * versions that did not compare it.
   */
  readonly currency?: string | null;
  /** The record, for decisions about it. */
  readonly record?: string;
  readonly units: Units;
  /** Further fields of a new customer; never changed later. */
  readonly onCreate: Readonly<Record<string, unknown>>;
  /** Set by `plan`: what Unleashed is known to hold because the shop said it. */
  readonly held?: Units;
  /** Set by `plan` with a write. */
  readonly written?: WrittenCustomer;
}
