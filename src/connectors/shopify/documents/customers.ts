import type { AskedParts } from "./asked-parts.ts";
import { customer, select } from "./selections.ts";

export const customerPageSize = 250;

/** Customers by id. Variables: `ids` (`gid://shopify/Customer/1`). Answer: `nodes`, null for what the shop does not know. */
export function customersById(parts: AskedParts): string {
  return `query CustomersById($ids: [ID!]!) { nodes(ids: $ids) { ... on Customer ${customer(parts)} } }`;
}

/**
 * Customers by time of change, oldest first. Variables: `first`, `after`, `query` (`changedCustomersQuery`). Answer:
 * `customers` with `nodes` and `pageInfo`. The search may answer with the whole day: compare `updatedAt` again.
 */
export function customersChanged(parts: AskedParts): string {
  return (
    "query CustomersChanged($first: Int!, $after: String, $query: String!) {" +
    " customers(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {" +
    ` nodes ${customer(parts)} pageInfo { hasNextPage endCursor } } }`
  );
}

/** Search text for customers changed at or after `since` (ISO). Throws `RangeError` when `since` is not a time. */
export function changedCustomersQuery(since: string): string {
  return `updated_at:>='${new Date(since).toISOString()}'`;
}

/**
 * B2B buyers, which are companies at one of their locations. Variables: `ids` (`gid://shopify/CompanyLocation/1`). Answer:
 * `nodes`, null for what the shop does not know.
 */
export function companyLocationsById(parts: AskedParts): string {
  return (
    "query CompanyLocationsById($ids: [ID!]!) { nodes(ids: $ids) { ... on CompanyLocation {" +
    ` ${companyLocation(parts)} } } }`
  );
}

function companyLocation(parts: AskedParts): string {
  const companyAddress = select(
    "{ companyName",
    parts.name && "firstName lastName recipient",
    parts.address && "address1 address2 city zip",
    "province zoneCode country countryCode",
    parts.phone && "phone",
    "}",
  );
  const contact = select(
    "id",
    parts.name && "firstName lastName",
    parts.email && "defaultEmailAddress { emailAddress }",
    parts.phone && "defaultPhoneNumber { phoneNumber }",
  );
  return select(
    "id updatedAt externalId note",
    parts.phone && "phone",
    "taxSettings { taxExempt }",
    "company { id updatedAt name externalId note",
    parts.customer && `mainContact { customer { ${contact} } }`,
    "}",
    parts.places && `billingAddress ${companyAddress} shippingAddress ${companyAddress}`,
  );
}
