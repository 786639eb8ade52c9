import type { Account } from "./account.ts";
import { showContact } from "./save-contact.ts";

/**
 * The whole account. `contacts`, `events`, `tags`, `products`, `memberships` and `calendar_items` are as the API names and shows them,
 * events with whether they were silent and who caused them; what the real API does not show follows.
 */
export function dumpAccount(account: Account): Record<string, readonly unknown[]> {
  const { contacts, events, points, plain } = account;
  return {
    contacts: contacts.values().map((contact) => showContact(account, contact)),
    events: events.all().map(({ wire, silent, cause }) => ({ ...wire, silent, cause })),
    ...Object.fromEntries(Object.entries(plain).map(([name, entries]) => [name, [...entries.values()]])),
    orders: Array.from(events.orderIds(), (orderId) => {
      const newest = events.ofOrder(orderId);
      return {
        order_id: orderId,
        event_id: newest?.wire._id,
        event: newest?.wire.event,
        contact_id: newest?.wire.contact_id,
        data: newest?.wire.data,
        points: points.ofOrder(orderId)?.points ?? null,
      };
    }),
    automations: [...account.automations.values()],
    automationLog: account.automationLog,
    pointsLedger: points.entries(),
    customFields: [...account.customFields.values()],
  };
}
