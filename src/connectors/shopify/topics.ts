import type { PrivacyRequest } from "#connectors/kit/source-system.ts";
import type { AnnouncedKey, AnnouncedKind } from "#domain/source-record.ts";
import { readBodyId, readGid, readNumericId } from "./decode/read-id.ts";
import { isObject, type Loose } from "./decode/read-values.ts";

/** What a topic's body is about, and how its record is named in it. */
export type TopicMeaning =
  /** The body is the record itself. */
  | { readonly tells: "order" | "customer" }
  /** The body names a record; undefined: it names none, so that it is not what the topic promises. */
  | { readonly tells: "changed" | "deleted"; readonly keyIn: (body: object) => AnnouncedKey | undefined }
  | { readonly tells: "merged" }
  | { readonly tells: "privacy"; readonly type: PrivacyRequest["type"]; readonly ordersIn: string | null }
  | { readonly tells: "uninstalled" }
  | { readonly tells: "scopes-changed" }
  | { readonly tells: "history-moved" };

type Body = Loose<
  "id" | "admin_graphql_api_id" | "order_id" | "order_edit" | "customer_id" | "customerId" | "company"
>;

const order = { tells: "order" } as const;
const customer = { tells: "customer" } as const;

const orderOf = (body: Body) => key("orders", readNumericId(body.order_id));
const customerOf = (body: Body) =>
  key(
    "customers",
    readGid(body.customerId, "Customer") ??
      readNumericId(body.customer_id) ??
      readBodyId(body.admin_graphql_api_id, "Customer", body.id),
  );
const own = (kind: AnnouncedKind, type: string) => (body: Body) =>
  key(kind, readBodyId(body.admin_graphql_api_id, type, body.id));

/**
 * Topics that tell something about orders, customers or the shop itself; every other topic is left aside. An order's topics
 * carry it whole, except those that name it only.
 */
export const topics: ReadonlyMap<string, TopicMeaning> = new Map<string, TopicMeaning>([
  ["orders/create", order],
  ["orders/updated", order],
  ["orders/paid", order],
  ["orders/cancelled", order],
  ["orders/fulfilled", order],
  ["orders/partially_fulfilled", order],
  ["orders/link_requested", order],
  [
    "orders/edited",
    {
      tells: "changed",
      keyIn: (body: Body) => (isObject(body.order_edit) ? orderOf(body.order_edit) : undefined),
    },
  ],
  ["orders/delete", { tells: "deleted", keyIn: own("orders", "Order") }],
  ["order_transactions/create", { tells: "changed", keyIn: orderOf }],
  ["refunds/create", { tells: "changed", keyIn: orderOf }],
  ["customers/create", customer],
  ["customers/update", customer],
  ["customers/enable", customer],
  ["customers/disable", customer],
  ["customers/delete", { tells: "deleted", keyIn: own("customers", "Customer") }],
  ["customers/merge", { tells: "merged" }],
  ["customers/purchasing_summary", { tells: "changed", keyIn: customerOf }],
  ["customer.tags_added", { tells: "changed", keyIn: customerOf }],
  ["customer.tags_removed", { tells: "changed", keyIn: customerOf }],
  ["customers_email_marketing_consent/update", { tells: "changed", keyIn: customerOf }],
  ["customers_marketing_consent/update", { tells: "changed", keyIn: customerOf }],
  ["customers_whats_app_marketing_consent/update", { tells: "changed", keyIn: customerOf }],
  ["company_locations/create", { tells: "changed", keyIn: companyLocationOf }],
  ["company_locations/update", { tells: "changed", keyIn: companyLocationOf }],
  ["company_locations/delete", { tells: "deleted", keyIn: companyLocationOf }],
  ["customers/data_request", { tells: "privacy", type: "data-request", ordersIn: "orders_requested" }],
  ["customers/redact", { tells: "privacy", type: "redact-customer", ordersIn: "orders_to_redact" }],
  ["shop/redact", { tells: "privacy", type: "redact-shop", ordersIn: null }],
  ["app/uninstalled", { tells: "uninstalled" }],
  ["app/scopes_update", { tells: "scopes-changed" }],
  ["bulk_operations/finish", { tells: "history-moved" }],
]);

/** Ids of the two customers of a merge that went through; null when it failed, undefined when the body does not name them. */
export function mergedCustomers(
  body: object,
): { readonly kept: AnnouncedKey; readonly gone: AnnouncedKey } | null | undefined {
  const merge: Loose<
    "admin_graphql_api_customer_kept_id" | "admin_graphql_api_customer_deleted_id" | "status"
  > = body;
  const kept = key("customers", readGid(merge.admin_graphql_api_customer_kept_id, "Customer"));
  const gone = key("customers", readGid(merge.admin_graphql_api_customer_deleted_id, "Customer"));
  if (kept === undefined || gone === undefined) return undefined;
  return merge.status === "failed" ? null : { kept, gone };
}

function companyLocationOf(body: Body): AnnouncedKey | undefined {
  const location = readGid(body.admin_graphql_api_id, "CompanyLocation");
  const company = isObject(body.company)
    ? readGid((body.company as Body).admin_graphql_api_id, "Company")
    : null;
  return location === null || company === null
    ? undefined
    : key("customers", `company:${company}:${location}`);
}

function key(kind: AnnouncedKind, id: string | null): AnnouncedKey | undefined {
  return id === null ? undefined : { kind, id };
}
