import type { AttentionRequest } from "#domain/plan/plan.ts";
import type { PatchClient } from "../../client.ts";
import type { WireContact } from "../../schema.ts";
import type { DesiredContact } from "./desired-contact.ts";
import { emailOf } from "./email-of.ts";

/** A contact as it was read; `emailTaken`: another contact has the e-mail that the shop knows of this person. */
export interface HeldContact extends WireContact {
  readonly emailTaken?: boolean;
}

/**
 * Other contacts that have the e-mail that is about to be written to this one: somebody who was known by phone alone may have been
 * there before under their e-mail. Costs a call only when the two differ.
 */
export async function othersWithEmail(
  client: PatchClient,
  contact: WireContact,
  { search }: DesiredContact,
): Promise<readonly WireContact[]> {
  const { email } = search;
  if (email === null || emailOf(contact) === email) return [];
  const all = await client.findByEmail(email);
  return all.filter((other) => other._id !== contact._id && emailOf(other) === email);
}

/** Two contacts with one e-mail are for a person to merge. Pure. */
export function askAboutTakenEmail({ label }: DesiredContact): AttentionRequest {
  return {
    code: "CONTACT_EMAIL_TAKEN",
    message: `The shop has an e-mail for the ${label} that another contact in Patch has already, so that both seem to be one person. Merge them there (Find Duplicate Contacts; select this contact first), then retry.`,
    choices: [
      { choice: "retry", label: "They were merged; look again" },
      { choice: "accept", label: "Leave this contact without that e-mail" },
    ],
  };
}
