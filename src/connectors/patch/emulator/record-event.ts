import type { WireEvent } from "../schema.ts";
import type { Account } from "./account.ts";
import type { Automation, Cause, Contact } from "./records.ts";

export interface EventToRecord {
  readonly event: string;
  readonly contact: Contact;
  readonly data: Readonly<Record<string, unknown>>;
  /** When it happened. Default now. */
  readonly at?: string;
  readonly orderId?: string;
  /** Further fields of the event. */
  readonly more?: Readonly<Record<string, unknown>>;
  readonly silent: boolean;
  readonly cause: Cause;
}

/** Appends an event; unless it is silent, the automations that listen for it run. */
export function recordEvent(account: Account, given: EventToRecord): WireEvent {
  const now = account.now();
  const wire: WireEvent = {
    _id: account.newId(),
    event: given.event,
    contact_id: given.contact._id,
    data: given.data,
    ...given.more,
    at: given.at ?? now,
    created_at: now,
  };
  account.events.append({
    wire,
    silent: given.silent,
    cause: given.cause,
    orderId: given.orderId ?? null,
  });
  if (!given.silent) runAutomations(account, given.event, wire._id, given.contact);
  return wire;
}

/** Runs what listens for the event. Only those who consented are sent something; the run is logged either way. */
export function runAutomations(
  account: Account,
  event: string,
  eventId: string | null,
  contact: Contact,
): void {
  for (const automation of account.automations.values()) {
    if (!automation.active || automation.event !== event) continue;
    account.automationLog.push({
      automation: automation.name,
      event,
      event_id: eventId,
      contact_id: contact._id,
      channel: automation.channel,
      at: account.now(),
      sent: canReach(contact, automation.channel),
    });
  }
}

function canReach(contact: Contact, channel: Automation["channel"]): boolean {
  return channel === "sms"
    ? contact.sms_on && contact.phone !== null
    : contact.email_on && contact.email !== null;
}
