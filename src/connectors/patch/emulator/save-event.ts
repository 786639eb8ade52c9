import type { WireEvent } from "../schema.ts";
import type { Account } from "./account.ts";
import { readContact } from "./contact-input.ts";
import { fillFromKeys, matchContact, type Key } from "./match-contact.ts";
import { movePoints } from "./move-points.ts";
import { pointsChange, readOrder, type OrderEvent } from "./order-points.ts";
import { readFields, requireFields } from "./read-fields.ts";
import { recordEvent } from "./record-event.ts";
import type { Contact } from "./records.ts";
import { Refusal } from "./refusal.ts";
import { changeContact, createContact, type Manner } from "./save-contact.ts";
import { isSilent, takesSilence } from "./silence.ts";

const taken = {
  event: "text",
  primary_key: "text",
  primary_key_value: "key",
  data: "object",
  contact_upsert: "flag",
  contact: "object",
  at: "moment",
} as const;

/**
 * `POST /events`: finds the contact, or makes or changes it where the body asks for that; appends the event; runs automations; moves
 * points. Posting the same body again makes another event: nothing is known that would tell them apart.
 */
export function saveEvent(
  account: Account,
  body: Readonly<Record<string, unknown>>,
  query: URLSearchParams,
): WireEvent {
  const { switches } = account;
  const own: Readonly<Record<string, "flag">> = {
    ...(takesSilence(switches, "events") && switches.silencePlace === "body"
      ? { skip_triggers: "flag" }
      : {}),
    ...(switches.skipLoyaltyPlace === "top" ? { skip_loyalty: "flag" } : {}),
  };
  const read = readFields(body, { ...taken, ...own }, switches);
  requireFields(read, ["event", "primary_key", "primary_key_value"]);
  const { data = {}, at } = read;
  const event = read.event ?? "";
  const key: Key = { field: read.primary_key ?? "", value: read.primary_key_value ?? "" };
  const manner: Manner = { silent: isSilent(switches, "events", body, query), cause: "api" };
  const contact = read.contact_upsert
    ? upsert(account, key, read.contact ?? {}, manner)
    : known(account, key);
  const order = readOrder(account, event, body, manner.silent);
  const isTop = switches.skipLoyaltyPlace === "top" && body["skip_loyalty"] !== undefined;
  return recordOrderEvent(account, order, contact, {
    event,
    data,
    ...(at === undefined ? {} : { at }),
    ...(isTop ? { more: { skip_loyalty: body["skip_loyalty"] } } : {}),
    ...manner,
  });
}

/** Appends an event and moves the points of the order that it stands for. */
export function recordOrderEvent(
  account: Account,
  order: OrderEvent | null,
  contact: Contact,
  given: Omit<Parameters<typeof recordEvent>[1], "contact" | "orderId">,
): WireEvent {
  if (order === null) return recordEvent(account, { ...given, contact });
  const { orderId } = order;
  const applied = account.points.ofOrder(orderId);
  const change = pointsChange(
    account.switches,
    {
      isKnown: account.events.ofOrder(orderId) !== undefined,
      applied: applied?.points ?? null,
      wasSkipped: account.points.wasSkipped(orderId),
    },
    order,
  );
  if (order.skipsLoyalty) account.points.skip(orderId);
  const wire = recordEvent(account, { ...given, contact, orderId });
  // A difference belongs to whoever has the order's points, also where the event names somebody else.
  const holder = account.contacts.get(applied?.contactId ?? contact._id);
  if (change !== null && holder)
    movePoints(account, holder, change, applied ? "recalculated" : "awarded", { orderId, eventId: wire._id });
  return wire;
}

function known(account: Account, key: Key): Contact {
  const contact = matchContact(account, [key]);
  if (!contact) throw new Refusal(account.switches.unknownContactStatus, `no contact has this ${key.field}`);
  return contact;
}

function upsert(
  account: Account,
  key: Key,
  body: Readonly<Record<string, unknown>>,
  manner: Manner,
): Contact {
  const input = readContact(account, body);
  const before = matchContact(account, [key]);
  return before
    ? changeContact(account, before, input, manner)
    : createContact(account, fillFromKeys(account, input, [key]), manner);
}
