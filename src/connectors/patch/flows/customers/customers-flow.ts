import type { Flow } from "#connectors/kit/flow.ts";
import { sha256 } from "#connectors/kit/sha256.ts";
import type { Customer } from "#domain/customer/customer.ts";
import { isPresent } from "#domain/knowable.ts";
import type { AttentionRequest } from "#domain/plan/plan.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { PatchAccount } from "../../account.ts";
import type { ContactKey } from "../../client.ts";
import type { WireContact } from "../../schema.ts";
import type { PatchSettings } from "../../settings.ts";
import { acceptContact } from "./accept-contact.ts";
import { isConsentNews } from "./contact-consent.ts";
import { contactFields } from "./contact-fields.ts";
import type { DesiredContact } from "./desired-contact.ts";
import { findContact } from "./find-contact.ts";
import { fieldNames, isSameValue, planContact } from "./plan-contact.ts";
import { projectContact } from "./project-contact.ts";
import { tellOfContact } from "./tell-of-contact.ts";
import { verifyContact } from "./verify-contact.ts";

/** Buyers of the shop to contacts of Patch Retention. */
export const customersFlow: Flow<PatchSettings, PatchAccount, Customer, DesiredContact, WireContact> = {
  name: "customers",
  title: "Contacts",
  sourceKind: "customers",
  targetKind: "contacts",
  targetNoun: "contact",

  onDemand: ({ contacts }) => contacts.carry === "with-orders",
  accept: (source, { contacts }) => acceptContact(source, contacts),
  reconsider: (source, agreed, { contacts }) => {
    const verdict = acceptContact(source, contacts);
    if (!verdict.accepted) return { decision: "unchanged", reason: verdict.reason };
    const fields = contactFields(source, contacts);
    const isChanged = fieldNames.some((name) => {
      const [wanted, before] = [fields[name], agreed.fields[name]];
      return isPresent(wanted) && !(isPresent(before) && isSameValue(name, before, wanted));
    });
    return isChanged || isConsentNews(source, agreed, contacts) ? { decision: "plan" } : unchanged;
  },
  deletedInShop: (agreed, mergedInto) => (mergedInto === null ? null : askAboutMerge(agreed)),
  requires: () => [],
  needs: () => [],
  sharedMark: ({ search }) => (search.email === null ? null : sha256(`e-mail ${search.email}`)),
  reference: (key, store) => `${store.domain} customer ${key.id}`,
  project: (source, facts, { contacts }) => projectContact(source, facts, contacts),
  find: (client, query, { contacts }) => findContact(client, query, contacts),
  plan: (desired, current, agreed, { contacts }) => planContact(desired, current, agreed, contacts),
  apply: async (client, command) => {
    const { desired } = command;
    if (desired.written === undefined) throw notPlanned();
    const manner = { silent: desired.silent };
    const contact =
      command.action === "create"
        ? await client.upsertContact(keyOf(desired), desired.written, manner)
        : await client.updateContact(command.externalId, desired.written, manner);
    if (client.settings.contacts.events === "own")
      await tellOfContact(client, command.action, contact._id, desired);
    return { externalId: contact._id };
  },
  read: (client, externalId) => client.getContact(externalId),
  verify: verifyContact,
  resolve: () => Promise.resolve(null),
  describe: ({ label }) => label,
};

/**
 * By what a new contact is made. `PATCH /contacts` makes or finds: whoever makes the same person at the same moment ends with one
 * contact.
 */
function keyOf({ search, custom }: DesiredContact): ContactKey {
  const [key] = Object.entries(custom);
  if (search.email !== null) return { field: "email", value: search.email };
  if (search.phone !== null) return { field: "phone", value: search.phone };
  if (key !== undefined) return { field: key[0], value: key[1] };
  throw notPlanned();
}

function askAboutMerge({ label }: DesiredContact): AttentionRequest {
  return {
    code: "CONTACT_MERGED_IN_SHOP",
    message: `The shop has merged this customer into another one. Merge the ${label} into the other's contact in Patch (Find Duplicate Contacts), so that points and history go over; the contact that is selected first keeps its data.`,
    choices: [{ choice: "leave-out", label: "The contacts were merged, or shall stay as they are" }],
  };
}

const unchanged = {
  decision: "unchanged",
  reason: {
    code: "CONTACT_UNCHANGED",
    message: "Nothing that Waybill carries of this customer changed in the shop since both sides agreed.",
  },
} as const;

function notPlanned(): SyncError {
  return new SyncError("defect", {
    code: "CONTACT_NOT_PLANNED",
    message: "A contact was to be written that was never planned. Nothing was sent.",
  });
}
