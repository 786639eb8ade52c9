import type { Account, PlainResource } from "./account.ts";
import { readContact, contactTexts } from "./contact-input.ts";
import { contactsWith, fillFromKeys, matchByOwnKeys, matchContact, readKeys } from "./match-contact.ts";
import { readFilters, readPage, showPage } from "./paging.ts";
import { changePlain, createPlain, createTag, listCalendarItems, listPlain } from "./plain-resources.ts";
import type { Contact, StoredEvent } from "./records.ts";
import { missing } from "./refusal.ts";
import { changeContact, createContact, showContact, type Manner } from "./save-contact.ts";
import { saveEvent } from "./save-event.ts";
import { isSilent } from "./silence.ts";

/** One call, taken apart. */
export interface Call {
  readonly account: Account;
  /** From the path; empty when it has none. */
  readonly id: string;
  readonly query: URLSearchParams;
  /** Parsed when asked for, so that calls without a body are not refused. */
  readonly body: () => Readonly<Record<string, unknown>>;
}

/** `value` undefined: an empty body. */
export type Reply = { readonly status: number; readonly value: unknown };
export type Route = (call: Call) => Reply;

const ok = (value: unknown): Reply => ({ status: 200, value });
const created = ({ switches }: Account, value: unknown): Reply => ({ status: switches.createdStatus, value });
const deleted = ({ switches }: Account, value: unknown): Reply =>
  switches.deletedStatus === 204 ? { status: 204, value: undefined } : ok(value);

function contactOf({ account, id }: Call): Contact {
  const contact = account.contacts.get(id);
  if (!contact) throw missing("contact", id);
  return contact;
}

const mannerOf = ({ account, query }: Call, body: Readonly<Record<string, unknown>>): Manner => ({
  silent: isSilent(account.switches, "contacts", body, query),
  cause: "api",
});

function listContacts({ account, query }: Call): Reply {
  const { contacts, switches } = account;
  const page = readPage(query, switches);
  const filters = readFilters(
    query,
    ["email"],
    (name) => contactTexts.some((text) => text === name) || account.customFields.has(name),
    switches,
  );
  const isReversed = switches.contactsOrder === "newestFirst";
  const show = (id: string) => {
    const contact = contacts.get(id);
    return contact && showContact(account, contact);
  };
  if (filters.length === 0)
    return ok(showPage({ entries: contacts.ids(), isReversed }, page, switches, show));
  const [first = [], ...others] = filters.map((filter) =>
    contactsWith(account, filter).map(({ _id }) => _id),
  );
  const sets = others.map((ids) => new Set(ids));
  const entries = first.filter((id) => sets.every((ids) => ids.has(id))).toSorted();
  return ok(showPage({ entries, isReversed }, page, switches, show));
}

const upsertContact: Route = (call) => {
  const { account, query } = call;
  const body = call.body();
  const input = readContact(account, body);
  const keys = readKeys(query);
  const manner = mannerOf(call, body);
  const before = keys.length > 0 ? matchContact(account, keys) : matchByOwnKeys(account, input);
  if (before) return ok(showContact(account, changeContact(account, before, input, manner)));
  return created(
    account,
    showContact(account, createContact(account, fillFromKeys(account, input, keys), manner)),
  );
};

const updateContact: Route = (call) => {
  const { account } = call;
  const before = contactOf(call);
  const body = call.body();
  const manner = mannerOf(call, body);
  const replaces = account.switches.putReplaces;
  return ok(
    showContact(account, changeContact(account, before, readContact(account, body), manner, replaces)),
  );
};

function listEvents({ account, query }: Call): Reply {
  const { events, switches } = account;
  const page = readPage(query, switches);
  const canMatch = (name: string) => name === "event" || name === "contact_id";
  const filters = readFilters(query, [], canMatch, switches);
  const all = switches.eventsOrder === "latestAtFirst" ? events.byTime() : events.all();
  const entries =
    filters.length === 0
      ? all
      : all.filter(({ wire }) => filters.every(({ field, value }) => wire[field] === value));
  const isReversed = switches.eventsOrder !== "oldestFirst";
  return ok(showPage<StoredEvent>({ entries, isReversed }, page, switches, ({ wire }) => wire));
}

const createEvent: Route = ({ account, query, body }) => {
  const { _id, ...wire } = saveEvent(account, body(), query);
  const { eventAnswer } = account.switches;
  if (eventAnswer === "empty") return created(account, undefined);
  return created(account, eventAnswer === "event" ? { _id, ...wire } : wire);
};

/** Find and update, which products, memberships and calendar items have alike. The method of updates is not public: both are taken. */
function plainRoutes(resource: PlainResource): Readonly<Record<string, Route>> {
  const one = ({ account, id }: Call) => {
    const found = account.plain[resource].get(id);
    if (!found) throw missing(resource, id);
    return found;
  };
  const update: Route = (call) => ok(changePlain(call.account, resource, one(call), call.body()));
  return {
    [`POST /${resource}`]: ({ account, body }) => created(account, createPlain(account, resource, body())),
    [`GET /${resource}/{id}`]: (call) => ok(one(call)),
    [`PUT /${resource}/{id}`]: update,
    [`PATCH /${resource}/{id}`]: update,
  };
}

/** What the emulator answers, by method and path. */
export const routes: Readonly<Record<string, Route>> = {
  "GET /contacts": listContacts,
  "PATCH /contacts": upsertContact,
  "GET /contacts/{id}": (call) => ok(showContact(call.account, contactOf(call))),
  "PUT /contacts/{id}": updateContact,
  "DELETE /contacts/{id}": (call) => {
    const contact = contactOf(call);
    call.account.contacts.delete(contact);
    return deleted(call.account, showContact(call.account, contact));
  },

  "GET /events": listEvents,
  "POST /events": createEvent,
  "GET /events/{id}": ({ account, id }) => {
    const event = account.events.get(id);
    if (!event) throw missing("event", id);
    return ok(event.wire);
  },

  "GET /tags": ({ account, query }) => ok(listPlain(account, query, [...account.plain.tags.values()])),
  "POST /tags": ({ account, body }) => {
    const { tag, isNew } = createTag(account, body());
    return isNew ? created(account, tag) : ok(tag);
  },

  ...plainRoutes("products"),
  ...plainRoutes("memberships"),
  ...plainRoutes("calendar_items"),
  "GET /calendar_items": ({ account, query }) => ok(listCalendarItems(account, query)),
  "DELETE /calendar_items/{id}": ({ account, id }) => {
    const item = account.plain.calendar_items.get(id);
    if (!item) throw missing("calendar_items", id);
    account.plain.calendar_items.delete(id);
    return deleted(account, item);
  },
};
