import type { WireObject } from "../schema.ts";
import type { Account, PlainResource } from "./account.ts";
import { readPage, showPage } from "./paging.ts";
import { readFields, requireFields } from "./read-fields.ts";
import { runAutomations } from "./record-event.ts";
import { invalid, notModelled } from "./refusal.ts";

/** Fields of each resource (Ruby client: Products, Memberships, CalendarItems; a public snippet: tags). */
const fields = {
  tags: { name: "text" },
  products: {
    name: "text",
    price: "amount",
    status: "text",
    description: "text",
    membership: "anything",
    tags: "texts",
    external_id: "key",
    external_data: "object",
  },
  memberships: {
    contact_id: "text",
    product_id: "text",
    start_at: "moment",
    end_at: "moment",
    next_billing_at: "moment",
    external_id: "key",
    external_data: "object",
    tags: "texts",
    data: "object",
    status: "text",
  },
  calendar_items: {
    contact_id: "text",
    title: "text",
    start_at: "moment",
    end_at: "moment",
    run_start_at: "moment",
    run_end_at: "moment",
    data: "object",
    time_occurred: "moment",
    skip_triggers: "flag",
    tags: "texts",
  },
} as const;

const required: Readonly<Record<PlainResource, readonly string[]>> = {
  tags: ["name"],
  products: ["name", "price", "status"],
  memberships: ["contact_id", "product_id"],
  calendar_items: ["contact_id", "title", "start_at", "end_at"],
};

type Body = Readonly<Record<string, unknown>>;

/** Makes one. A calendar item runs the automations that listen for `calendar_item.created`, unless it has `skip_triggers`. */
export function createPlain(account: Account, resource: PlainResource, body: Body): WireObject {
  const read = readFields(body, fields[resource], account.switches);
  requireFields(read, required[resource]);
  refuseDangling(account, read);
  const { skip_triggers: silent, ...kept } = read as Record<string, unknown>;
  const now = account.now();
  const made = { _id: account.newId(), ...kept, created_at: now, updated_at: now };
  account.plain[resource].set(made._id, made);
  const contact =
    resource === "calendar_items" ? account.contacts.get(String(kept["contact_id"])) : undefined;
  if (contact && silent !== true) runAutomations(account, "calendar_item.created", null, contact);
  return made;
}

/** Changes what the body names. */
export function changePlain(
  account: Account,
  resource: PlainResource,
  before: WireObject,
  body: Body,
): WireObject {
  const read = readFields(body, fields[resource], account.switches);
  refuseDangling(account, read);
  const { skip_triggers: _silent, ...changes } = read as Record<string, unknown>;
  const after: WireObject = { ...before, ...changes, _id: before._id, updated_at: account.now() };
  account.plain[resource].set(after._id, after);
  return after;
}

/** `GET /calendar_items`. `date_range` is refused: its form is not public. */
export function listCalendarItems(account: Account, query: URLSearchParams): unknown {
  if (query.has("date_range")) throw notModelled("filter date_range of calendar_items");
  const [contactId, minId, maxId, id] = ["contact_id", "min_id", "max_id", "id"].map((name) =>
    query.get(name),
  );
  const entries = [...account.plain.calendar_items.values()].filter(
    (item) =>
      (!contactId || item["contact_id"] === contactId) &&
      (!minId || item._id >= minId) &&
      (!maxId || item._id <= maxId) &&
      (!id || item._id === id),
  );
  return listPlain(account, query, entries);
}

export function listPlain(account: Account, query: URLSearchParams, entries: readonly WireObject[]): unknown {
  const page = readPage(query, account.switches);
  return showPage({ entries, isReversed: false }, page, account.switches, (entry) => entry);
}

/** The tag of the body's name, or a new one: names of tags are given once. */
export function createTag(account: Account, body: Body): { tag: WireObject; isNew: boolean } {
  const known = [...account.plain.tags.values()].find(({ name }) => name === body["name"]);
  return known ? { tag: known, isNew: false } : { tag: createPlain(account, "tags", body), isNew: true };
}

function refuseDangling(account: Account, read: Readonly<Record<string, unknown>>): void {
  const { contact_id: contactId, product_id: productId } = read;
  if (typeof contactId === "string" && !account.contacts.get(contactId))
    throw invalid(`no contact has the id ${contactId}`);
  if (typeof productId === "string" && !account.plain.products.has(productId))
    throw invalid(`no product has the id ${productId}`);
}
