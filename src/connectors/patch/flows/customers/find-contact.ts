import type { FindQuery, Found } from "#connectors/kit/flow.ts";
import type { Candidate } from "#domain/matching/match.ts";
import type { PatchClient } from "../../client.ts";
import { listedValue, type ListedBy } from "../../contact-list.ts";
import type { WireContact } from "../../schema.ts";
import type { ContactSettings } from "../../settings/contact-settings.ts";
import type { DesiredContact } from "./desired-contact.ts";
import { emailOf } from "./email-of.ts";
import { othersWithEmail, type HeldContact } from "./taken-email.ts";

/**
 * Looks for a contact: by link, then as `contacts.matchBy` says. What a list or a search shows counts only when the contact itself,
 * read again, has exactly the value; several are for a person to settle.
 */
export async function findContact(
  client: PatchClient,
  { externalId, desired }: FindQuery<DesiredContact>,
  settings: ContactSettings,
): Promise<Found<WireContact>> {
  if (externalId !== null) {
    const linked = await client.getContact(externalId);
    if (linked === null) return gone;
    const taken = (await othersWithEmail(client, linked, desired)).length > 0;
    const held: HeldContact = taken ? { ...linked, emailTaken: true } : linked;
    return one(held, "BY_LINK", "It is linked to this contact.");
  }
  const { customerId, phone, email } = desired.search;
  for (const way of settings.matchBy) {
    const found =
      way === "customer-id"
        ? await byListed(client, "customer-id", customerId, settings)
        : way === "phone"
          ? await byPhone(client, phone, email, settings)
          : await byEmail(client, email);
    if (found.verdict !== "none") return besideEmail(found, client, desired);
  }
  return { verdict: "none" };
}

/** Found by id or phone: whoever has the e-mail of the person as well is another match. */
async function besideEmail(
  found: Found<WireContact>,
  client: PatchClient,
  desired: DesiredContact,
): Promise<Found<WireContact>> {
  if (found.verdict !== "one") return found;
  const { snapshot } = found.candidate;
  const others = emailOf(snapshot) === null ? await othersWithEmail(client, snapshot, desired) : [];
  return others.length === 0 ? found : several([snapshot, ...others]);
}

async function byEmail(client: PatchClient, email: string | null): Promise<Found<WireContact>> {
  if (email === null) return { verdict: "none" };
  const hits = await client.findByEmail(email);
  return settle(
    hits.filter((contact) => emailOf(contact) === email),
    "BY_EMAIL",
    "Found by exactly the same e-mail.",
  );
}

async function byPhone(
  client: PatchClient,
  phone: string | null,
  email: string | null,
  settings: ContactSettings,
): Promise<Found<WireContact>> {
  const found = await byListed(client, "phone", phone, settings);
  if (found.verdict !== "one") return found;
  const other = emailOf(found.candidate.snapshot);
  if (email === null || other === null || other === email) return found;
  switch (settings.phoneWithOtherEmail) {
    case "same":
      return found;
    case "other":
      return { verdict: "none" };
    case "ask":
      return {
        verdict: "several",
        candidates: [found.candidate],
        evidence: {
          code: "PHONE_WITH_OTHER_EMAIL",
          message: "A contact has the same phone number and another e-mail. Families share phones.",
        },
      };
  }
}

async function byListed(
  client: PatchClient,
  by: ListedBy,
  value: string | null,
  settings: ContactSettings,
): Promise<Found<WireContact>> {
  const where = by === "phone" ? settings.searchByPhone : settings.searchByCustomerId;
  const field = by === "phone" ? "phone" : settings.customerIdField;
  if (value === null || field === null || where === "never") return { verdict: "none" };
  const hits =
    where === "filter"
      ? await client.findByFilter({ field, value })
      : await readAll(client, await client.listedWith(by, value));
  return settle(
    hits.filter((contact) => listedValue(contact, by, settings) === value),
    by === "phone" ? "BY_PHONE" : "BY_CUSTOMER_ID",
    by === "phone" ? "Found by exactly the same phone number." : "Found by the id of the shop's customer.",
  );
}

async function readAll(client: PatchClient, ids: readonly string[]): Promise<readonly WireContact[]> {
  const contacts = await Promise.all(ids.map((id) => client.getContact(id)));
  return contacts.filter((contact) => contact !== null);
}

function settle(same: readonly WireContact[], code: string, message: string): Found<WireContact> {
  const [first, second] = same;
  if (first === undefined) return { verdict: "none" };
  return second === undefined ? one(first, code, message) : several(same);
}

function several(same: readonly WireContact[]): Found<WireContact> {
  return {
    verdict: "several",
    candidates: same.map(candidate),
    evidence: {
      code: "SEVERAL_CONTACTS",
      message: `${same.length} contacts in Patch match. Merge them there, or choose one.`,
      detail: { contacts: same.length },
    },
  };
}

const gone: Found<WireContact> = {
  verdict: "gone",
  evidence: {
    code: "CONTACT_GONE",
    message:
      "The contact that this record is linked to is no longer in Patch: it was deleted or merged there. It is not made again by itself.",
  },
};

function one(contact: WireContact, code: string, message: string): Found<WireContact> {
  return { verdict: "one", candidate: candidate(contact), evidence: { code, message } };
}

function candidate(contact: WireContact): Candidate<WireContact> {
  return { externalId: contact._id, label: contact._id, snapshot: contact };
}
