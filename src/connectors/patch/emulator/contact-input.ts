import type { CustomFieldValue } from "../schema.ts";
import type { Account } from "./account.ts";
import { isObject, readFields } from "./read-fields.ts";
import type { ContactFields } from "./records.ts";
import { invalid } from "./refusal.ts";
import { takesSilence } from "./silence.ts";

/** What a contact write says, understood. What it leaves out is absent. */
export interface ContactInput {
  readonly fields: Partial<ContactFields>;
  /** Points that the write sets, where the account lets it. */
  readonly points: number | null;
}

export const contactTexts = [
  "first_name",
  "last_name",
  "email",
  "phone",
  "birthday",
  "gender",
  "date_of_birth",
  "postal_code",
] as const;

const taken = {
  ...(Object.fromEntries(contactTexts.map((name) => [name, "text"])) as Record<
    (typeof contactTexts)[number],
    "text"
  >),
  sms_on: "flag",
  email_on: "flag",
  tags: "texts",
  custom_fields: "object",
} as const;

/** Reads the body of a contact write, or refuses it. */
export function readContact(account: Account, body: Readonly<Record<string, unknown>>): ContactInput {
  const { switches } = account;
  const own: Readonly<Record<string, "flag" | "whole" | "key">> = {
    ...(takesSilence(switches, "contacts") && switches.silencePlace === "body"
      ? { skip_triggers: "flag" }
      : {}),
    ...(switches.contactExternalId ? { external_id: "key" } : {}),
    ...(switches.pointsPlace === "contact" ? { [switches.pointsField]: "whole" } : {}),
  };
  const read = readFields(body, { ...taken, ...own }, switches);
  const given = read as Readonly<Record<string, unknown>>;
  const { tags, custom_fields: custom, email, phone, ...plain } = read;
  const texts = Object.fromEntries(Object.entries(plain).filter(([name]) => Object.hasOwn(taken, name)));
  if (email && switches.checkEmail && !email.includes("@")) throw invalid("email is not an e-mail address");
  const isTagged = tags !== undefined && switches.tagsInContact !== "ignored";
  const named = custom?.[switches.pointsField];
  return {
    fields: {
      ...(texts as Partial<ContactFields>),
      ...(email === undefined ? {} : { email }),
      ...(phone === undefined ? {} : { phone: phone === null ? null : normalisePhone(account, phone) }),
      ...(switches.contactExternalId && given["external_id"] !== undefined
        ? { external_id: given["external_id"] as string }
        : {}),
      ...(isTagged ? { tags: [...new Set(tags)] } : {}),
      ...(custom === undefined ? {} : { custom_fields: readCustomFields(account, custom) }),
    },
    points: readPoints(account, switches.pointsPlace === "contact" ? given[switches.pointsField] : named),
  };
}

/** A phone number as the account keeps it: digits only. Refused with 422 where there is nothing to keep, or as the switch says. */
export function normalisePhone({ switches }: Pick<Account, "switches">, phone: string): string {
  const digits = phone.replaceAll(/\D/g, "");
  if (digits === "" || (switches.phones === "digitsOnly" && digits !== phone))
    throw invalid("phone must be digits with the country code");
  return digits;
}

function readCustomFields(
  { switches, customFields }: Account,
  given: Readonly<Record<string, unknown>>,
): Record<string, CustomFieldValue> {
  const read: Record<string, CustomFieldValue> = {};
  for (const [key, value] of Object.entries(given)) {
    if (switches.pointsPlace === "customFields" && key === switches.pointsField) continue;
    if (!customFields.has(key)) {
      if (switches.unknownCustomFields === "refused") throw invalid(`the account has no custom field ${key}`);
      continue;
    }
    if (isObject(value) || Array.isArray(value)) throw invalid(`custom field ${key} must be a plain value`);
    read[key] = value as CustomFieldValue;
  }
  return read;
}

function readPoints({ switches }: Account, value: unknown): number | null {
  if (value === undefined || value === null || switches.pointsInContactWrite === "ignored") return null;
  if (switches.pointsInContactWrite === "refused") throw invalid(`${switches.pointsField} cannot be written`);
  if (!Number.isSafeInteger(value)) throw invalid(`${switches.pointsField} must be a whole number`);
  return value as number;
}
