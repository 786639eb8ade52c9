import type { Account } from "./account.ts";
import { contactTexts, normalisePhone, type ContactInput } from "./contact-input.ts";
import type { Contact, ContactFields } from "./records.ts";
import { invalid, unreadable } from "./refusal.ts";

/** A field of contacts, and the value that it must have. */
export interface Key {
  readonly field: string;
  readonly value: string;
}

const prefix = "match:";

/** The keys that a query names with `match:<field>=<value>`. */
export function readKeys(query: URLSearchParams): readonly Key[] {
  const keys: Key[] = [];
  for (const [name, value] of query) {
    if (!name.startsWith(prefix)) continue;
    if (value === "") throw unreadable(`${name} has no value`);
    keys.push({ field: name.slice(prefix.length), value });
  }
  return keys;
}

/** The contact that the keys name, or undefined. Which of several: as the switch says. */
export function matchContact(account: Account, keys: readonly Key[]): Contact | undefined {
  const found = keys.map((key) => new Set(contactsWith(account, key)));
  const any = [...new Set(found.flatMap((contacts) => [...contacts]))];
  const isAny = account.switches.severalKeys === "any";
  return choose(account, isAny ? any : any.filter((contact) => found.every((set) => set.has(contact))));
}

/** The contact that the server's own keys find for a write without `match:`. */
export function matchByOwnKeys(account: Account, { fields }: ContactInput): Contact | undefined {
  for (const field of account.switches.upsertKeys) {
    const value = fields[field];
    const found = value ? choose(account, contactsWith(account, { field, value })) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** All contacts whose field has the value. 422 for a field that contacts do not have. */
export function contactsWith(account: Account, { field, value }: Key): Contact[] {
  const { contacts, switches } = account;
  if (field === "_id") return [contacts.get(value)].filter((contact) => contact !== undefined);
  if (field === "phone") return contacts.find("phone", normalisePhone(account, value));
  if (field === "external_id" && switches.contactExternalId) return contacts.find("external_id", value);
  if (field === "email") {
    const found = contacts.find("email", value);
    return switches.emailCase === "exact" ? found.filter((contact) => contact.email === value) : found;
  }
  if (isText(field)) return contacts.values().filter((contact) => contact[field] === value);
  const key = customKey(account, field);
  if (key !== undefined) return contacts.find(`custom_fields.${key}`, value);
  throw invalid(`contacts have no field ${field}`);
}

/** Lays the keys' values under what a new contact is made of. */
export function fillFromKeys(account: Account, input: ContactInput, keys: readonly Key[]): ContactInput {
  if (!account.switches.matchFillsNew) return input;
  const custom: Record<string, string> = {};
  const plain: Record<string, string> = {};
  for (const { field, value } of keys) {
    const key = customKey(account, field);
    if (field === "phone") plain[field] = normalisePhone(account, value);
    else if (isText(field) || field === "external_id") plain[field] = value;
    else if (key !== undefined) custom[key] = value;
  }
  const fields: Partial<ContactFields> = {
    ...plain,
    ...input.fields,
    custom_fields: { ...custom, ...input.fields.custom_fields },
  };
  return { ...input, fields };
}

function choose({ switches }: Account, contacts: readonly Contact[]): Contact | undefined {
  if (contacts.length > 1 && switches.severalMatches === "refused")
    throw invalid(`${contacts.length} contacts match`);
  const sorted = contacts.toSorted((a, b) => (isOlder(a, b) ? -1 : 1));
  return switches.severalMatches === "newest" ? sorted.at(-1) : sorted[0];
}

function isOlder(left: Contact, right: Contact): boolean {
  if (left.created_at !== right.created_at) return left.created_at < right.created_at;
  return left._id < right._id;
}

function isText(field: string): field is (typeof contactTexts)[number] {
  return contactTexts.some((name) => name === field);
}

/** Custom fields go by their key, alone or after `custom_fields.`. */
function customKey({ customFields }: Account, field: string): string | undefined {
  const key = field.startsWith("custom_fields.") ? field.slice("custom_fields.".length) : field;
  return customFields.has(key) ? key : undefined;
}
