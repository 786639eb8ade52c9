import type { ProtectedData } from "../../state/app-records.ts";
import { effectiveProtection } from "../../state/protection.ts";
import type { Shop } from "../../state/shop.ts";
import type { Topic } from "../shop-event.ts";

type Body = Record<string, unknown>;

/**
 * Takes out of a body what the app may not see: the keys are absent, not null. Which keys go follows the body of a live
 * B2B order whose names, addresses, e-mail addresses, and phone numbers were all withheld: of its addresses only country
 * and province were left. That a refused customer object leaves only ids behind is not confirmed. Bodies of the privacy
 * topics are whole: they serve the request of the person concerned. Changes `body`.
 */
export function withhold(topic: Topic, body: Body, shop: Shop): Body {
  const protection = effectiveProtection(shop);
  if (isOpen(protection)) return body;
  if (topic === "orders/edited" || topic === "orders/delete") return body;
  if (topic.startsWith("orders/")) withholdFromOrder(body, protection);
  else if (topic === "fulfillments/create" || topic === "fulfillments/update") {
    drop(body, protection.email, ["email"]);
    withholdFromAddress(body["destination"], protection);
  } else if (customerTopics.has(topic)) withholdFromCustomer(body, protection);
  else if (topic === "customers_email_marketing_consent/update")
    drop(body, protection.email, ["email_address"]);
  else if (topic === "customers_marketing_consent/update") drop(body, protection.phone, ["phone"]);
  return body;
}

const customerTopics: ReadonlySet<Topic> = new Set([
  "customers/create",
  "customers/update",
  "customers/enable",
  "customers/disable",
]);

function isOpen({ customer, name, address, email, phone }: ProtectedData): boolean {
  return customer === "ok" && name === "ok" && address === "ok" && email === "ok" && phone === "ok";
}

function withholdFromOrder(order: Body, protection: ProtectedData): void {
  drop(order, protection.email, ["email", "contact_email"]);
  drop(order, protection.phone, ["phone"]);
  delete order["order_status_url"];
  for (const key of ["billing_address", "shipping_address"]) withholdFromAddress(order[key], protection);
  if (protection.customer !== "ok") delete order["customer"];
  else if (isBody(order["customer"])) withholdFromCustomer(order["customer"], protection);
}

function withholdFromCustomer(customer: Body, protection: ProtectedData): void {
  if (protection.customer !== "ok") {
    for (const key of Object.keys(customer)) if (!bareKeys.has(key)) delete customer[key];
    return;
  }
  drop(customer, protection.name, ["first_name", "last_name"]);
  drop(customer, protection.email, ["email"]);
  drop(customer, protection.phone, ["phone"]);
  withholdFromAddress(customer["default_address"], protection);
  const { addresses } = customer;
  if (Array.isArray(addresses)) for (const address of addresses) withholdFromAddress(address, protection);
}

const bareKeys: ReadonlySet<string> = new Set(["id", "admin_graphql_api_id", "created_at", "updated_at"]);

function withholdFromAddress(address: unknown, protection: ProtectedData): void {
  if (!isBody(address)) return;
  drop(address, protection.name, ["first_name", "last_name", "name"]);
  drop(address, protection.phone, ["phone"]);
  const isOwn = "customer_id" in address;
  const kept = isOwn ? [] : ["company"];
  drop(address, protection.address, [
    "address1",
    "address2",
    "city",
    "zip",
    "latitude",
    "longitude",
    ...kept,
  ]);
}

function drop(body: Body, protection: ProtectedData["name"], keys: readonly string[]): void {
  if (protection !== "ok") for (const key of keys) delete body[key];
}

function isBody(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
