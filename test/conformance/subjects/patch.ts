import { patchConnector } from "#connectors/patch/connector.ts";
import { createPatchEmulator } from "#connectors/patch/emulator/create-patch-emulator.ts";
import { confirmSilence } from "#test/support/old-orders.ts";
import type { FlowProbe, ProbedDocument, TargetSubject } from "../subject.ts";

type Json = Readonly<Record<string, unknown>>;

const accountId = "conformance-account";
const apiKey = "conformance-api-key";

function collection(dump: unknown, name: string): readonly Json[] {
  return (dump as Readonly<Record<string, readonly Json[]>>)[name] ?? [];
}

/** Points follow orders by themselves. */
const changeByThemselves = new Set(["updated_at", "loyalty_points"]);

function contentOf(document: Json): Json {
  return Object.fromEntries(Object.entries(document).filter(([name]) => !changeByThemselves.has(name)));
}

/** A contact whom staff have entered. */
function contact(email: string): Json {
  return { first_name: "Somebody", last_name: "Else", email };
}

const contacts: FlowProbe = {
  flow: "customers",
  operations: { create: "PATCH /contacts", read: "GET /contacts/{id}", search: "GET /contacts" },
  documents: (dump) =>
    collection(dump, "contacts").map((document) => ({
      id: String(document["_id"]),
      of: typeof document["email"] === "string" ? document["email"].toLowerCase() : null,
      total: null,
      lines: null,
      buyer: null,
      isDeleted: false,
      content: contentOf(document),
    })),
  update: {
    operation: "PUT /contacts/{id}",
    change: { phone: "+61355509999" },
    shows: (content) => (content as Json)["phone"] === "61355509999",
    undo: async (target, { id }) => {
      await target.control(`/contacts/${id}/edit`, { phone: "61355500000" });
    },
  },
  edit: async (target, { id }) => {
    await target.control(`/contacts/${id}/edit`, { first_name: "Known", last_name: "By Another Name" });
  },
  fill: async (target, { id }) => {
    // A name that staff corrected stands as they wrote it, too.
    const filled = { gender: "female", birthday: "04/01/1980", email_on: true, first_name: "Rosalind" };
    await target.control(`/contacts/${id}/edit`, filled);
    return (content) => Object.entries(filled).every(([name, value]) => (content as Json)[name] === value);
  },
  rekey: async (target, { id }) => {
    const digits = id.replaceAll(/\D/g, "").slice(0, 6).padEnd(6, "0");
    await target.control(`/contacts/${id}/edit`, {
      email: `renamed-${id}@mail.example`,
      phone: `6135${digits}`,
    });
  },
  matching: {
    addMatch: async (target, { email }) => {
      await target.control("/contacts", contact(email.toUpperCase()));
    },
    keeps: (content) => [(content as Json)["first_name"], (content as Json)["last_name"]],
    addAmbiguous: async (target, { email }) => {
      await target.control("/contacts", [contact(email), contact(email)]);
    },
    addLookalikes: async (target, { email }, _model, count) => {
      const all = Array.from({ length: count }, (_, index) => contact(`${email}.${index}`));
      await target.control("/contacts", all);
    },
    dropLookalike: async (target, { email }) => {
      const all = collection(await target.dump(), "contacts");
      const first = all.find((document) => String(document["email"]).startsWith(`${email}.`));
      await target.control(`/contacts/${String(first?.["_id"])}/delete`, {});
    },
  },
};

const orderNames = new Set(["order.finished", "order.updated"]);

/**
 * What an order's events say is one document: its first event and those that change it. One more first event, or one that says what the
 * one before said already, is a document too many.
 */
function ordersOf(dump: unknown): readonly ProbedDocument[] {
  const newest = new Map<unknown, number>();
  const documents: ProbedDocument[] = [];
  for (const event of collection(dump, "events").filter((entry) => orderNames.has(String(entry["event"])))) {
    const data = event["data"] as Json;
    const order = data["shopify_order_id"];
    const document: ProbedDocument = {
      id: String(event["_id"]),
      of: String(data["order_name"]),
      total: String(data["total_price"]),
      lines: null,
      buyer: String(event["contact_id"]),
      isDeleted: false,
      content: data,
    };
    const place = newest.get(order);
    const before = place === undefined ? undefined : documents[place];
    const isChange =
      before !== undefined &&
      event["event"] === "order.updated" &&
      JSON.stringify(before.content) !== JSON.stringify(data);
    if (place !== undefined && isChange) documents[place] = { ...document, id: before.id };
    else newest.set(order, documents.push(document) - 1);
  }
  return documents;
}

const orders: FlowProbe = {
  flow: "orders",
  operations: { create: "POST /events", read: "GET /events/{id}", search: "GET /events" },
  documents: ordersOf,
  saysCancelled: (content) => (content as Json)["cancelled"] === true,
  untold: ["shippingAddress"],
  update: {
    operation: "POST /events",
    change: { quantities: [{ line: 0, quantity: 5 }] },
    shows: (content) => {
      const lines = (content as Json)["line_items"] as readonly Json[];
      return lines[0]?.["quantity"] === 5;
    },
  },
};

/** Patch Retention and its emulated account. Automations are on, as they are in any account. */
export const patchSubject: TargetSubject = {
  role: "target",
  connector: patchConnector,
  emulator: ({ clock }) =>
    createPatchEmulator({ clock, apiKey, accountId, switches: { callsPerSecond: null } }),
  credentials: (baseUrl) => ({ baseUrl, accountId, apiKey }),
  settings: {
    account: { callsPerSecond: null, callsAtOnce: 8 },
    // Without such a field nothing of Waybill's own stands in a contact.
    contacts: { listMinutes: 0, customerIdField: "shopify_customer_id" },
    silence: { testContact: "owner@acme.example" },
    history: { onConnect: [] },
  },
  confirm: confirmSilence,
  flows: [contacts, orders],
  impatient: { settings: { account: { timeoutSeconds: 0.6 } }, ms: 600 },
  singly: { settings: { contacts: { searchByPhone: "filter", searchByCustomerId: "filter" } } },
  tight: { settings: { account: { callsAtOnce: 2, callsPerSecond: 8 } } },
  refusals: { signIn: { code: 401 }, content: { code: 422 } },
  enumerations: ["gender"],
  shrinkPages: async (target, size) => {
    await target.control("/switches", { highestLimit: size });
  },
};
