import type { WireContact } from "../schema.ts";
import type { Account } from "./account.ts";
import type { ContactInput } from "./contact-input.ts";
import { movePoints } from "./move-points.ts";
import { recordEvent } from "./record-event.ts";
import type { Cause, Contact, ContactFields } from "./records.ts";
import { invalid } from "./refusal.ts";

/** How a contact is written. */
export interface Manner {
  readonly silent: boolean;
  readonly cause: Cause;
}

const blank: Omit<ContactFields, "sms_on" | "email_on"> = {
  first_name: null,
  last_name: null,
  email: null,
  phone: null,
  birthday: null,
  gender: null,
  date_of_birth: null,
  postal_code: null,
  external_id: null,
  tags: [],
  custom_fields: {},
};

/** Makes a contact. Its event carries the time of the write, whatever the contact stands for. */
export function createContact(account: Account, input: ContactInput, manner: Manner): Contact {
  const now = account.now();
  const consent = account.switches.consentOfNew;
  const contact: Contact = {
    _id: account.newId(),
    ...blank,
    sms_on: consent,
    email_on: consent,
    ...input.fields,
    points: 0,
    created_at: now,
    updated_at: now,
  };
  refuseUnreachable(account, contact);
  account.contacts.put(contact);
  announce(account, "contact.created", contact, manner);
  return setPoints(account, contact, input.points);
}

/** Changes a contact. What says nothing new leaves it as it is, and makes no event. `replaces`: what is left out is blanked. */
export function changeContact(
  account: Account,
  before: Contact,
  input: ContactInput,
  manner: Manner,
  replaces = false,
): Contact {
  const { customFieldsOnUpdate, tagsInContact } = account.switches;
  const { tags, custom_fields: custom, ...plain } = input.fields;
  const start: Contact = replaces ? { ...before, ...blank, sms_on: false, email_on: false } : before;
  const keptFields = customFieldsOnUpdate === "merged" ? start.custom_fields : {};
  const keptTags = tagsInContact === "added" ? start.tags : [];
  const after: Contact = {
    ...start,
    ...plain,
    ...(tags === undefined ? {} : { tags: [...new Set([...keptTags, ...tags])] }),
    ...(custom === undefined ? {} : { custom_fields: { ...keptFields, ...custom } }),
  };
  if (isSame(before, after)) return setPoints(account, before, input.points);
  refuseUnreachable(account, after);
  const changed = { ...after, updated_at: account.now() };
  account.contacts.put(changed);
  announce(account, "contact.updated", changed, manner);
  return setPoints(account, changed, input.points);
}

/** A contact as the API answers it. */
export function showContact({ switches }: Pick<Account, "switches">, contact: Contact): WireContact {
  const { points, external_id, custom_fields, created_at, updated_at, ...fields } = contact;
  const own = { [switches.pointsField]: points };
  const inCustomFields = switches.pointsPlace === "customFields";
  return {
    ...fields,
    ...(switches.contactExternalId ? { external_id } : {}),
    custom_fields: inCustomFields ? { ...custom_fields, ...own } : custom_fields,
    ...(inCustomFields ? {} : own),
    created_at,
    updated_at,
  };
}

function setPoints(account: Account, contact: Contact, points: number | null): Contact {
  if (points === null || points === contact.points) return contact;
  return movePoints(account, contact, points - contact.points, "written");
}

function announce(account: Account, event: string, contact: Contact, manner: Manner): void {
  if (account.switches.contactEvents && manner.cause !== "seed")
    recordEvent(account, { event, contact, data: {}, ...manner });
}

function refuseUnreachable({ switches }: Account, { phone, email }: Contact): void {
  if (switches.needsPhoneOrEmail && phone === null && email === null)
    throw invalid("a contact needs a phone number or an e-mail address");
}

function isSame(left: Contact, right: Contact): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
