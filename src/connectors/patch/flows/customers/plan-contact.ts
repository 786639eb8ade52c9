import { isPresent } from "#domain/knowable.ts";
import { normaliseEmail } from "#domain/customer/buyer-of-order.ts";
import type { FieldChange } from "#domain/plan/field-change.ts";
import type { Plan } from "#domain/plan/plan.ts";
import type { ContactBody, WireContact } from "../../schema.ts";
import type { ContactSettings, Ownership } from "../../settings/contact-settings.ts";
import { textOf } from "../../wire-shape.ts";
import { consentOfHeld, consentOfNew } from "./contact-consent.ts";
import type { DesiredContact, FieldName } from "./desired-contact.ts";
import { askAboutTakenEmail, type HeldContact } from "./taken-email.ts";

/** Which setting a field belongs to; first and last name are one. */
const settingOf = {
  first_name: "name",
  last_name: "name",
  email: "email",
  phone: "phone",
  postal_code: "postalCode",
} as const satisfies Record<FieldName, keyof ContactSettings["fields"]>;

export const fieldNames = Object.keys(settingOf) as FieldName[];

/**
 * Three sides: what the shop says, what Patch holds, what was agreed. Blanks and unknown values of the shop wipe nothing; what
 * somebody entered in Patch stays, as the ownership of the field says. Consent goes its own way, and a change of nothing else is no
 * news to the person: it is silent. Pure.
 */
export function planContact(
  desired: DesiredContact,
  current: { readonly externalId: string; readonly snapshot: WireContact } | null,
  agreed: DesiredContact | null,
  settings: ContactSettings,
): Plan<DesiredContact> {
  if (current === null) {
    const consent = consentOfNew(desired, settings);
    const written = { ...newBody(desired), ...consent.written };
    return {
      action: "create",
      desired: { ...desired, open: consent.open, written },
      fields: changesOf(written, null),
    };
  }
  const { externalId, snapshot } = current;
  const consent = consentOfHeld(desired, snapshot, agreed, settings);
  const told = changedBody(desired, snapshot, agreed, settings);
  if (told["email"] !== undefined && (snapshot as HeldContact).emailTaken === true)
    return { action: "attention", attention: askAboutTakenEmail(desired) };
  const changed = { ...told, ...consent.written };
  const settled = { ...desired, open: consent.open };
  if (Object.keys(changed).length > 0) {
    const written = settings.update === "whole" ? wholeBody(snapshot, changed) : changed;
    const silent = desired.silent || Object.keys(told).length === 0;
    return {
      action: "update",
      externalId,
      desired: { ...settled, silent, written },
      fields: changesOf(changed, snapshot),
    };
  }
  return {
    action: "none",
    externalId,
    desired: settled,
    ...(agreed === null
      ? { adopt: { code: "CONTACT_ADOPTED", message: "The contact was there already and says the same." } }
      : {}),
  };
}

function newBody({ fields, custom }: DesiredContact): ContactBody {
  const known = fieldNames.flatMap((name) =>
    isPresent(fields[name]) ? [[name, fields[name]] as const] : [],
  );
  return {
    ...Object.fromEntries(known),
    ...(Object.keys(custom).length > 0 ? { custom_fields: custom } : {}),
  };
}

function changedBody(
  { fields, custom }: DesiredContact,
  snapshot: WireContact,
  agreed: DesiredContact | null,
  settings: ContactSettings,
): ContactBody {
  const changed = fieldNames.flatMap((name) => {
    const wanted = fields[name];
    if (!isPresent(wanted) || isSameValue(name, wanted, snapshot[name])) return [];
    const rule = settings.fields[settingOf[name]];
    return mayWrite(rule, name, textOf(snapshot[name]), agreed) ? [[name, wanted] as const] : [];
  });
  const keys = Object.entries(custom).filter(
    ([key, value]) => textOf(snapshot.custom_fields?.[key]) !== value && mayWriteKey(key, snapshot, agreed),
  );
  return {
    ...Object.fromEntries(changed),
    ...(keys.length === 0
      ? {}
      : { custom_fields: { ...snapshot.custom_fields, ...Object.fromEntries(keys) } }),
  };
}

function mayWrite(
  rule: Ownership,
  name: FieldName,
  held: string | null,
  agreed: DesiredContact | null,
): boolean {
  switch (rule) {
    case "source-wins":
      return true;
    case "follow": {
      const before = agreed?.fields[name];
      return held === null || (isPresent(before) && isSameValue(name, before, held));
    }
    case "fill-empty":
      return held === null;
    case "never":
      return false;
  }
}

/** A custom field of ours follows the shop; of a contact that was met for the first time only an empty one is filled. */
function mayWriteKey(key: string, snapshot: WireContact, agreed: DesiredContact | null): boolean {
  return agreed !== null || textOf(snapshot.custom_fields?.[key]) === null;
}

/** The same value, however Patch spells it. */
export function isSameValue(name: FieldName, wanted: string, held: unknown): boolean {
  const text = textOf(held);
  if (text === null) return false;
  if (name === "email") return normaliseEmail(text) === normaliseEmail(wanted);
  if (name === "phone") return text.replaceAll(/\D/g, "") === wanted;
  return text === wanted.trim();
}

/** For accounts that blank what an update leaves out. */
function wholeBody(snapshot: WireContact, changed: ContactBody): ContactBody {
  const kept = [
    "first_name",
    "last_name",
    "email",
    "phone",
    "sms_on",
    "email_on",
    "birthday",
    "gender",
  ] as const;
  const rest = ["date_of_birth", "postal_code", "tags", "custom_fields"] as const;
  const held = [...kept, ...rest].flatMap((name) =>
    snapshot[name] === undefined ? [] : [[name, snapshot[name]] as const],
  );
  return { ...Object.fromEntries(held), ...changed };
}

function changesOf(body: ContactBody, snapshot: WireContact | null): readonly FieldChange[] {
  return Object.entries(body).map(([path, to]) => ({
    path,
    from: snapshot?.[path] ?? null,
    to,
    why: reasons[path] ?? "the shop's value",
  }));
}

const reasons: Readonly<Record<string, string>> = {
  custom_fields: "kept by Waybill to find the contact again",
  email_on: "what the shop's customer agreed to be sent",
  sms_on: "what the shop's customer agreed to be sent",
};
