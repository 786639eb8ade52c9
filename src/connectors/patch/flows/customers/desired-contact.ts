import type { Consent } from "#domain/customer/customer.ts";
import type { Knowable } from "#domain/knowable.ts";
import type { ContactBody } from "../../schema.ts";

/** Fields that the shop has a say in. Unknown: withheld or not to be told; null: the shop knows that there is none. */
export interface ContactFields {
  readonly first_name: Knowable<string>;
  readonly last_name: Knowable<string>;
  readonly email: Knowable<string>;
  /** Digits with the country code. */
  readonly phone: Knowable<string>;
  readonly postal_code: Knowable<string>;
}

/** What the shop says of consent, by the flag of the contact. */
export interface ContactConsent {
  readonly email_on: Knowable<Consent>;
  readonly sms_on: Knowable<Consent>;
}

export type ConsentFlag = keyof ContactConsent;

export type FieldName = keyof ContactFields;

/** By what a contact is looked for. */
export interface ContactSearch {
  /** Of the shop; null for guests. */
  readonly customerId: string | null;
  readonly phone: string | null;
  /** Lower case. */
  readonly email: string | null;
}

/** What Patch should know of somebody who buys. Kept as what was agreed. */
export interface DesiredContact {
  /** `contact of customer 207119551`; no personal words. */
  readonly label: string;
  readonly search: ContactSearch;
  readonly fields: ContactFields;
  /** Absent in what was agreed before consent was carried. */
  readonly consent?: ContactConsent;
  /** Flags of a contact of ours that are off only because the shop had not told yet. */
  readonly open?: readonly ConsentFlag[];
  /** Custom fields by their keys. */
  readonly custom: Readonly<Record<string, string>>;
  /** Nobody over there is to hear of the write. Not part of what is compared. */
  readonly silent: boolean;
  /** What the planned write sends; absent while nothing is planned. */
  readonly written?: ContactBody;
}
