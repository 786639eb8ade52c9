import type { JournalView } from "#engine/ports/engine-store.ts";
import { cleanText } from "../clean-text.ts";
import { stateWords } from "../words.ts";

/** One line of a story. */
export interface Told {
  readonly label: string;
  readonly sentence: string;
}

/** Puts a journal line into words for somebody who knows the shop and not the machine. */
export function tell(line: JournalView): Told {
  if (line.code === "RECEIVED") return { label: "received", sentence: received(line) };
  return {
    label: labels[line.code] ?? labelOfState(line),
    sentence: `${cleanText(line.message)}${fieldsOf(line)}${recordsOf(line)}`,
  };
}

/** What was decided, done and answered, by the codes that every connection and store shares. */
const labels: Readonly<Record<string, string>> = {
  FOUND_BY_SWEEP: "found",
  PLANNED_CREATE: "decided",
  PLANNED_UPDATE: "decided",
  WRITTEN: "written",
  CHANGED: "written",
  WRITTEN_AND_READ_BACK: "answered",
  CHANGED_AND_READ_BACK: "answered",
  READ_BACK_MISMATCH: "answered",
  ARRIVED_BEFORE: "answered",
  SIDES_AGREE: "compared",
  DECIDED_BY_PERSON: "decided",
  PAUSED_BY_PERSON: "paused",
  RESUMED_BY_PERSON: "resumed",
  TOKEN_RENEWED: "signed in",
  SUBSCRIPTIONS_CREATED: "mended",
  SUBSCRIPTIONS_CORRECTED: "mended",
  CUSTOMER_DATA_REQUESTED: "asked",
  CUSTOMER_REDACTED: "removed",
  SHOP_REDACTED: "removed",
  APP_UNINSTALLED: "stopped",
};

function labelOfState(line: JournalView): string {
  const state = line.detail?.["state"];
  if (state === "waiting" || state === "throttled") return "waits";
  if (state === "paused") return "paused";
  if (state === "attention") return "asks";
  return typeof state === "string" && state in stateWords
    ? stateWords[state as keyof typeof stateWords]
    : "noted";
}

function received(line: JournalView): string {
  const topic = /\(([a-z_]+\/[a-z_]+)\)/.exec(line.message)?.[1];
  const what = topic === undefined ? undefined : topics[topic];
  const announced = what === undefined ? cleanText(line.message) : `The shop announced that ${what}.`;
  const came = line.detail?.["outcome"];
  const then = typeof came === "string" ? consequences[came] : undefined;
  return then === undefined ? announced : `${announced} ${then}`;
}

/** Shopify: 'WebhookSubscriptionTopic'. */
const topics: Readonly<Record<string, string>> = {
  "orders/create": "the order was placed",
  "orders/updated": "the order changed",
  "orders/paid": "the order was paid",
  "orders/edited": "the order was edited",
  "orders/cancelled": "the order was cancelled",
  "orders/fulfilled": "the order was shipped",
  "orders/partially_fulfilled": "a part of the order was shipped",
  "orders/delete": "the order was deleted",
  "refunds/create": "a refund was made",
  "customers/create": "the customer was added",
  "customers/update": "the customer changed",
  "customers/enable": "the customer's account was enabled",
  "customers/disable": "the customer's account was disabled",
  "customers/delete": "the customer was deleted",
  "customers/merge": "two customers were made one",
};

const consequences: Readonly<Record<string, string>> = {
  "read again": "Waybill asked the shop how it stands.",
  "older than what is known": "That was older than what was known already, so nothing came of it.",
  "known already": "That was known already.",
  failed: "What was sent could not be read.",
  "nothing to do": "Nothing had to be done about it.",
};

/** The records that a line about a shop names; all of them, since each may have to be seen to. */
function recordsOf(line: JournalView): string {
  const records = line.detail?.["records"];
  if (!Array.isArray(records) || records.length === 0) return "";
  return ` (${records.map((record) => cleanText(String(record))).join(", ")})`;
}

/** The fields that a change was about. */
function fieldsOf(line: JournalView): string {
  const fields = line.detail?.["fields"];
  if (!Array.isArray(fields) || fields.length === 0) return "";
  const named = fields.slice(0, 6).map((field) => cleanText(String(field)));
  return ` (${named.join(", ")}${fields.length > named.length ? `, and ${fields.length - named.length} more` : ""})`;
}
