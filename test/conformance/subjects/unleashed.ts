import { randomUUID } from "node:crypto";
import assert from "node:assert/strict";
import { unleashedConnector } from "#connectors/unleashed/connector.ts";
import { createUnleashedEmulator } from "#connectors/unleashed/emulator/create-unleashed-emulator.ts";
import { signQuery } from "#connectors/unleashed/signature.ts";
import { unleashedCatalogue } from "#sandbox/unleashed-catalogue.ts";
import type { FlowProbe, ProbedDocument, ProbedLine, TargetHandle, TargetSubject } from "../subject.ts";

type Json = Readonly<Record<string, unknown>>;

const apiId = "conformance-api-id";
const apiKey = "conformance-api-key";

const changeByThemselves = new Set(["LastModifiedOn", "LastModifiedBy"]);

function contentOf(document: Json): Json {
  return Object.fromEntries(Object.entries(document).filter(([name]) => !changeByThemselves.has(name)));
}

function collection(dump: unknown, name: string): readonly Json[] {
  return (dump as Readonly<Record<string, readonly Json[]>>)[name] ?? [];
}

/** Makes or replaces a document as another integration would. */
async function post(target: TargetHandle, resource: string, body: Json): Promise<void> {
  const guid = randomUUID();
  const answer = await fetch(`${target.url}/${resource}/${guid}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/json",
      "api-auth-id": apiId,
      "api-auth-signature": signQuery("", apiKey),
    },
    body: JSON.stringify({ ...body, Guid: guid }),
  });
  assert.ok(answer.ok, `${resource}: ${answer.status} ${await answer.text()}`);
}

/** A customer whom staff have entered, under a code of its own. */
function customer(email: string): Json {
  return { code: `DESK-${randomUUID().slice(0, 8)}`, name: "Somebody Else", email };
}

const customers: FlowProbe = {
  flow: "customers",
  operations: {
    create: "POST /Customers/{guid}",
    read: "GET /Customers/{guid}",
    search: "GET /Customers",
  },
  documents: (dump) =>
    collection(dump, "Customers").map((document) => ({
      id: String(document["Guid"]),
      of: typeof document["Email"] === "string" ? document["Email"].toLowerCase() : null,
      total: null,
      lines: null,
      buyer: null,
      isDeleted: false,
      content: contentOf(document),
    })),
  update: {
    operation: "POST /Customers/{guid}",
    change: { phone: "+61355509999" },
    shows: (content) => (content as Json)["PhoneNumber"] === "+61355509999",
    undo: async (target, { id }) => {
      await target.control(`/customers/${id}/edit`, { PhoneNumber: "03 5550 0000" });
    },
  },
  edit: async (target, { id }) => {
    await target.control(`/customers/${id}/edit`, { CustomerName: "Known by another name" });
  },
  fill: async (target, { id }) => {
    const filled = { Notes: "Pays on account", MobileNumber: "0400 000 000", EmailCC: "books@mail.example" };
    await target.control(`/customers/${id}/edit`, filled);
    return (content) => Object.entries(filled).every(([name, value]) => (content as Json)[name] === value);
  },
  rekey: async (target, { id }) => {
    await target.control(`/customers/${id}/edit`, {
      Email: `renamed-${id}@mail.example`,
      CustomerCode: `RENAMED-${id}`,
    });
  },
  matching: {
    addMatch: async (target, { email }) => {
      await target.control("/customers", customer(email.toUpperCase()));
    },
    keeps: (content) => [(content as Json)["CustomerName"], (content as Json)["CustomerCode"]],
    addAmbiguous: async (target, { email }) => {
      await target.control("/customers", [customer(email), customer(email)]);
    },
    addLookalikes: async (target, { email }, _model, count) => {
      const all = Array.from({ length: count }, (_, index) => customer(`${email}.${index}`));
      await target.control("/customers", all);
    },
    dropLookalike: async (target, { email }) => {
      const all = collection(await target.dump(), "Customers");
      const first = all.find((document) => String(document["Email"]).startsWith(`${email}.`));
      await target.control(`/customers/${String(first?.["Guid"])}/edit`, { Email: "moved@mail.example" });
    },
  },
};

/** The body by which an equal sales order would be made. */
function asInput({ content }: ProbedDocument, over: Json): Json {
  const readOnly = new Set(["CreatedOn", "CreatedBy", "SubTotal", "TaxTotal", "Total"]);
  const kept = Object.entries(content as Json).filter(
    ([name]) => !readOnly.has(name) && !name.startsWith("BC"),
  );
  const sums = Object.fromEntries(
    ["SubTotal", "TaxTotal", "Total"].map((name) => [name, (content as Json)[name]]),
  );
  return { ...Object.fromEntries(kept), ...sums, SourceId: "another integration", ...over };
}

function lineOf(line: Json): ProbedLine {
  const { ProductCode: code } = line["Product"] as { readonly ProductCode: string | null };
  const [net, tax] = [line["LineTotal"] as number, line["LineTax"] as number];
  return {
    code,
    quantity: line["OrderQuantity"] as number,
    total: (net + tax).toFixed(2),
    tax: tax.toFixed(2),
  };
}

const orders: FlowProbe = {
  flow: "orders",
  operations: {
    create: "POST /SalesOrders/{guid}",
    read: "GET /SalesOrders/{guid}",
    search: "GET /SalesOrders",
  },
  documents: (dump) =>
    collection(dump, "SalesOrders").map((document) => ({
      id: String(document["Guid"]),
      of: String(document["OrderNumber"]),
      total: (document["Total"] as number).toFixed(2),
      lines: (document["SalesOrderLines"] as readonly Json[]).map(lineOf),
      buyer: String((document["Customer"] as Json)["Guid"]),
      isDeleted: document["OrderStatus"] === "Deleted",
      content: contentOf(document),
    })),
  edit: async (target, { id }) => {
    await target.control(`/salesorders/${id}/edit`, { Lines: [{ LineNumber: 1, OrderQuantity: 5 }] });
  },
  fill: async (target, { id }) => {
    await target.control(`/salesorders/${id}/edit`, { CustomOrderStatus: "Picking" });
    return (content) => (content as Json)["CustomOrderStatus"] === "Picking";
  },
  rekey: async (target, { id }) => {
    await target.control(`/salesorders/${id}/edit`, { OrderNumber: `RENUMBERED-${id}`, CustomerRef: null });
  },
  remove: async (target, { id }) => {
    await target.control(`/salesorders/${id}/delete`, {});
  },
  matching: {
    addMatch: (target, { orderName }, model) =>
      post(target, "SalesOrders", asInput(model, { OrderNumber: orderName, CustomerRef: orderName })),
    addAmbiguous: (target, { orderName }, model) =>
      post(target, "SalesOrders", asInput(model, { OrderNumber: orderName, CustomerRef: "by hand" })),
  },
};

/** Unleashed and its emulated account. */
export const unleashedSubject: TargetSubject = {
  role: "target",
  connector: unleashedConnector,
  emulator: ({ clock, catalogue }) =>
    createUnleashedEmulator({ clock, apiId, apiKey, seed: unleashedCatalogue(catalogue) }),
  credentials: (baseUrl) => ({ baseUrl, apiId, apiKey }),
  settings: { orders: { currency: { account: "AUD" } } },
  flows: [customers, orders],
  impatient: { settings: { account: { timeoutSeconds: 0.6 } }, ms: 600 },
  tight: { settings: { account: { callsAtOnce: 2, callsPerSecond: 8 } } },
  rationed: { settings: { account: { callsPerMonth: 30 } } },
  refusals: { signIn: { code: 403 }, content: { code: 400 } },
  enumerations: ["OrderStatus", "LineType", "AddressType"],
  shrinkPages: async (target, size) => {
    await target.control("/settings", { largestPage: size });
  },
};
