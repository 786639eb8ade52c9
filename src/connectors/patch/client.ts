import type { ConnectionContext } from "#connectors/kit/connection-context.ts";
import { SyncError } from "#domain/sync-error.ts";
import { createCalls, type Query } from "./calls.ts";
import { createContactList, type ListedBy } from "./contact-list.ts";
import { unreadable } from "./errors.ts";
import { createEventFinder, type EventSearch } from "./event-finder.ts";
import { pageReader, walkList } from "./paging.ts";
import type { ContactBody, EventBody, WireContact } from "./schema.ts";
import { patchCredentials, type PatchCredentials, type PatchSettings } from "./settings.ts";
import { textOf, wireContact, wireEvent, wireObject, type LooseEvent } from "./wire-shape.ts";

/** How a write is announced over there. */
export interface Manner {
  /** No automation is to run for it. */
  readonly silent: boolean;
}

/** A field of a contact, and the value by which it is chosen. */
export interface ContactKey {
  /** Name as in a contact; of a custom field its key. */
  readonly field: string;
  readonly value: string;
}

/** Body of an event; the flag of loyalty may stand beside `data`. */
export type EventToPost = EventBody & { readonly skip_loyalty?: boolean };

/**
 * An account of Patch Retention. Every method may run in parallel, never retries and never decides. Rejects with `SyncError`; see
 * `errors.ts` for the classes.
 */
export interface PatchClient {
  /** Milliseconds since 1970, by the clock of the connection. */
  now(): number;
  getContact(id: string): Promise<WireContact | null>;
  /** Contacts that the list shows for the e-mail; compare exactly afterwards. All pages. */
  findByEmail(email: string): Promise<readonly WireContact[]>;
  /** The same by a phone number or customer id, for accounts whose list takes such a filter. */
  findByFilter(key: ContactKey): Promise<readonly WireContact[]>;
  /** Ids of contacts that have the value, from the list as it was read a while ago; read each again. */
  listedWith(by: ListedBy, value: string): Promise<readonly string[]>;
  /** Makes the contact that the key names, or changes it. What the body leaves out stays. */
  upsertContact(key: ContactKey, body: ContactBody, manner: Manner): Promise<WireContact>;
  updateContact(id: string, body: ContactBody, manner: Manner): Promise<WireContact>;
  getEvent(id: string): Promise<LooseEvent | null>;
  /** Appends an event; answers its id, or null where the account does not tell it. */
  postEvent(body: EventToPost, manner: Manner): Promise<string | null>;
  /** The newest event of an order; see `EventFinder.newestOf`. */
  newestEventOf(orderId: string, sinceMs: number): Promise<EventSearch>;
  /** First entries of a list, as they are. One call. */
  peek(resource: "contacts" | "events", query?: Query): Promise<readonly unknown[]>;
}

/** Opens an account. Makes no call yet. */
export function createPatchClient(
  context: Pick<
    ConnectionContext<PatchSettings, PatchCredentials>,
    "settings" | "credentials" | "http" | "clock"
  >,
): PatchClient {
  const { account, silence, contacts: contactRules, orderEvents } = context.settings;
  const { clock } = context;
  const calls = createCalls({
    account,
    credentials: patchCredentials.parse(context.credentials),
    http: context.http,
    clock,
  });
  const size = account.pageSize;
  const contacts = createContactList(pageReader(calls, "contacts", size, wireContact), contactRules, clock);
  const events = createEventFinder(pageReader(calls, "events", size, wireEvent), orderEvents);
  const search = async (query: Query): Promise<readonly WireContact[]> => {
    const found: WireContact[] = [];
    const end = await walkList(pageReader(calls, "contacts", size, wireContact, query), "contacts", {
      mostPages: contactRules.mostPages,
      take: (page) => {
        found.push(...page);
        return true;
      },
    });
    if (end === "limit") throw searchTooLong();
    return found;
  };
  const asked = (where: "contacts" | "events", { silent }: Manner) => {
    const isAsked = silent && silence.means !== "none";
    const isInData = silence.where === "data" && where === "events";
    return {
      query: isAsked && silence.where === "query" ? ([["skip_triggers", "true"]] as Query) : [],
      data: isAsked && isInData ? { skip_triggers: true } : {},
      body: isAsked && !isInData && silence.where !== "query" ? { skip_triggers: true } : {},
    };
  };
  const taken = (operation: string, answer: unknown): WireContact => {
    const call = { operation, writes: true };
    if (answer === null) throw unreadable(call, "empty");
    const contact = wireContact(answer);
    if (contact === null) throw unreadable(call, "wrong-shape");
    contacts.note(contact);
    return contact;
  };

  return {
    now: () => clock.now(),
    getContact: async (id) => {
      const answer = await calls.get("contacts", id);
      if (answer === null) return null;
      const contact = wireContact(answer);
      if (contact === null)
        throw unreadable({ operation: "GET /contacts/{id}", writes: false }, "wrong-shape");
      return contact;
    },
    findByEmail: (email) => search([["email", email]]),
    findByFilter: ({ field, value }) => search([[field, value]]),
    listedWith: (by, value) => contacts.idsOf(by, value),
    upsertContact: async ({ field, value }, body, manner) => {
      const { query, body: flag } = asked("contacts", manner);
      const key: Query = [[`match:${field}`, value]];
      const answer = await calls.write("PATCH", "contacts", null, { ...body, ...flag }, [...key, ...query]);
      return taken("PATCH /contacts", answer);
    },
    updateContact: async (id, body, manner) => {
      const { query, body: flag } = asked("contacts", manner);
      return taken(
        "PUT /contacts/{id}",
        await calls.write("PUT", "contacts", id, { ...body, ...flag }, query),
      );
    },
    getEvent: async (id) => {
      const answer = await calls.get("events", id);
      if (answer === null) return null;
      const event = wireEvent(answer);
      if (event === null) throw unreadable({ operation: "GET /events/{id}", writes: false }, "wrong-shape");
      return event;
    },
    postEvent: async (body, manner) => {
      const { query, body: flag, data } = asked("events", manner);
      const whole = { ...body, data: { ...body.data, ...data }, ...flag };
      return textOf(wireObject(await calls.write("POST", "events", null, whole, query))?._id);
    },
    newestEventOf: (orderId, sinceMs) => events.newestOf(orderId, sinceMs),
    peek: (resource, query = []) =>
      calls.page(resource, [["limit", String(size)], ["offset", "0"], ...query]),
  };
}

function searchTooLong(): SyncError {
  return new SyncError("rejected", {
    code: "PATCH_SEARCH_TOO_LONG",
    message:
      "A search for one contact brought more pages than contacts.mostPages lets be read: the account's list seems to take no such filter. Let `waybill doctor` look, and set contacts.searchByPhone and contacts.searchByCustomerId to list.",
  });
}
