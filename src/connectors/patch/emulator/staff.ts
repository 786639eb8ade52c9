import { ControlError } from "#connectors/kit/emulator/control-error.ts";
import type { Account } from "./account.ts";
import { readContact } from "./contact-input.ts";
import { movePoints } from "./move-points.ts";
import type { Contact } from "./records.ts";
import { changeContact } from "./save-contact.ts";

/** The contact with the id; 404 in the control's words. */
export function contactOf(account: Account, id: string | undefined): Contact {
  const contact = account.contacts.get(id ?? "");
  if (!contact) throw new ControlError(404, `no contact has the id ${id}`);
  return contact;
}

/** Staff change a contact at the vendor's console. Automations run. Fields that contacts do not have are named. */
export function editContact(account: Account, contact: Contact, body: unknown): Contact {
  const strict: Account = {
    ...account,
    switches: { ...account.switches, unknownFields: "refused", unknownCustomFields: "refused" },
  };
  const input = readContact(strict, body as Readonly<Record<string, unknown>>);
  return changeContact(account, contact, { ...input, points: null }, { silent: false, cause: "staff" });
}

/**
 * Staff merge contacts: the first keeps its data, the others are deleted and their events and orders become its own (help centre, "Find
 * Duplicate Contacts/Merge Contacts": the data of the first that was selected is kept).
 */
export function mergeContacts(account: Account, keptId: string, mergedIds: readonly string[]): Contact {
  const kept = contactOf(account, keptId);
  const merged = [...new Set(mergedIds)].map((id) => contactOf(account, id));
  if (merged.some(({ _id }) => _id === kept._id))
    throw new ControlError(400, "a contact cannot be merged with itself");
  for (const { _id } of merged) {
    account.events.reassign(_id, kept._id);
    account.points.reassign(_id, kept._id);
  }
  for (const contact of merged) account.contacts.delete(contact);
  const points = merged.reduce((sum, contact) => sum + contact.points, 0);
  return account.switches.mergePoints === "sum" && points !== 0
    ? movePoints(account, kept, points, "merged")
    : kept;
}
