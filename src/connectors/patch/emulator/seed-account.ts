import { z } from "zod";
import type { Account } from "./account.ts";
import { readContact } from "./contact-input.ts";
import { movePoints } from "./move-points.ts";
import type { Automation, Contact } from "./records.ts";
import { createTag } from "./plain-resources.ts";
import { createContact } from "./save-contact.ts";

/** A contact to seed: fields by their API names, and points. It makes no event; another one may have the same e-mail or phone. */
export const seedContact = z
  .looseObject({ points: z.int().optional() })
  .describe("fields of a contact, by their API names");

export const seedAutomation = z.strictObject({
  name: z.string().min(1),
  event: z.string().min(1),
  channel: z.enum(["sms", "email"]),
  active: z.boolean().optional(),
});

export const seedField = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9_]*$/i),
  name: z.string().min(1).optional(),
});

/** What an emulated account is filled with. */
export interface PatchCatalogue {
  readonly customFields?: readonly z.input<typeof seedField>[];
  readonly automations?: readonly z.input<typeof seedAutomation>[];
  readonly tags?: readonly string[];
  readonly contacts?: readonly z.input<typeof seedContact>[];
}

/** An account of a shop: it thanks, welcomes and informs, and keeps the shop's ids of people. It has no contacts. */
export const usualAccount: PatchCatalogue = {
  customFields: [
    { key: "shopify_customer_id", name: "Shopify Customer ID" },
    { key: "customer_since", name: "Customer since" },
  ],
  automations: [
    { name: "Thank you for your order", event: "order.finished", channel: "sms" },
    { name: "Your order has changed", event: "order.updated", channel: "email" },
    { name: "Welcome", event: "contact.created", channel: "email" },
    { name: "We have changed your details", event: "contact.updated", channel: "email" },
  ],
  tags: ["shopify"],
};

/** Fills an account. What is named again is replaced; contacts are added. */
export function seedAccount(account: Account, catalogue: PatchCatalogue): void {
  for (const { key, name } of catalogue.customFields ?? []) putField(account, { key, name });
  for (const automation of catalogue.automations ?? []) putAutomation(account, automation);
  for (const name of catalogue.tags ?? []) createTag(account, { name });
  for (const contact of catalogue.contacts ?? []) putContact(account, contact);
}

export function putField(account: Account, { key, name }: z.infer<typeof seedField>) {
  const field = { key, name: name ?? key };
  account.customFields.set(key, field);
  return field;
}

export function putAutomation(account: Account, given: z.infer<typeof seedAutomation>): Automation {
  const before = account.automations.get(given.name);
  const automation = { _id: before?._id ?? account.newId(), ...given, active: given.active ?? true };
  account.automations.set(given.name, automation);
  return automation;
}

export function putContact(
  account: Account,
  { points = 0, ...fields }: z.infer<typeof seedContact>,
): Contact {
  const input = readContact(account, fields);
  const contact = createContact(account, input, { silent: true, cause: "seed" });
  return points === 0 ? contact : movePoints(account, contact, points, "staff");
}
