import type { Account } from "./account.ts";
import type { Contact, LedgerEntry } from "./records.ts";

/** Changes a contact's points and writes it into the ledger. Makes no event: no source says that the real server does. */
export function movePoints(
  account: Account,
  contact: Contact,
  points: number,
  why: LedgerEntry["why"],
  of: { readonly orderId?: string; readonly eventId?: string } = {},
): Contact {
  const now = account.now();
  const changed = points === 0 ? contact : { ...contact, points: contact.points + points, updated_at: now };
  account.contacts.put(changed);
  account.points.add({
    contact_id: contact._id,
    order_id: of.orderId ?? null,
    event_id: of.eventId ?? null,
    points,
    balance: changed.points,
    why,
    at: now,
  });
  return changed;
}
