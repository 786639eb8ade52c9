import type { Consent, Customer } from "#domain/customer/customer.ts";
import type { Knowable } from "#domain/knowable.ts";
import type { Order } from "#domain/order/order.ts";
import { addressFromGraphql } from "./address-from-graphql.ts";
import { readGid } from "./read-id.ts";
import { isObject, readOptionalTime, readText, type Loose } from "./read-values.ts";
import { shopCustomer } from "./shop-customer.ts";
import { unreadable } from "./unreadable.ts";

export type CustomerNode = Loose<
  | "id"
  | "updatedAt"
  | "firstName"
  | "lastName"
  | "defaultEmailAddress"
  | "defaultPhoneNumber"
  | "note"
  | "taxExempt"
  | "defaultAddress"
>;

/** A `Customer` node, read by its own id or in a list of customers. */
export function customerFromGraphql(node: object): Customer {
  return withConsent(decode(node, "", (node as CustomerNode).defaultAddress), node);
}

/** A `Customer` node inside an order, told no further than an order's body tells it. */
export function customerInOrderNode(node: object): Customer {
  return decode(node, "customer.", (node as CustomerNode).defaultAddress ?? undefined);
}

/** The customer of an order node, to be known beside the order: with the consent that the order itself does not carry. */
export function customersBeside(
  { customer }: Order,
  { customer: node }: Loose<"customer">,
): readonly Customer[] {
  return customer && isObject(node) ? [withConsent(customer, node)] : [];
}

function withConsent(customer: Customer, { defaultEmailAddress }: CustomerNode): Customer {
  return {
    ...customer,
    emailConsent: consentIn(defaultEmailAddress),
  };
}

function decode(node: CustomerNode, path: string, defaultAddress: unknown): Customer {
  return shopCustomer({
    id: readGid(node.id, "Customer") ?? unreadable(`${path}id`, "the id of a customer"),
    updatedAt: readOptionalTime(node.updatedAt, `${path}updatedAt`),
    firstName: readText(node.firstName),
    lastName: readText(node.lastName),
    email: readInside(node.defaultEmailAddress, "emailAddress"),
    phone: readInside(node.defaultPhoneNumber, "phoneNumber"),
    note: readText(node.note),
    taxExempt: typeof node.taxExempt === "boolean" ? node.taxExempt : undefined,
    defaultAddress: addressFromGraphql(defaultAddress, `${path}defaultAddress`),
  });
}

/** Text inside an object that is null when there is nothing. */
export function readInside(value: unknown, name: "emailAddress" | "phoneNumber"): Knowable<string> {
  if (value === undefined || value === null) return value;
  return isObject(value) ? readText((value as Loose<"emailAddress" | "phoneNumber">)[name]) : undefined;
}

/** Consent to marketing at an address. A state that nobody knows yet counts as unknown. */
function consentIn(value: unknown): Knowable<Consent> {
  const state = isObject(value) ? (value as Loose<"marketingState">).marketingState : undefined;
  return typeof state === "string" ? consents.get(state) : undefined;
}

/** `CustomerEmailAddressMarketingState` of Shopify's schema. */
const consents: ReadonlyMap<string, Consent> = new Map<string, Consent>([
  ["SUBSCRIBED", "given"],
  ["UNSUBSCRIBED", "withdrawn"],
  ["REDACTED", "withdrawn"],
  ["NOT_SUBSCRIBED", "none"],
  ["PENDING", "none"],
  ["INVALID", "none"],
]);
