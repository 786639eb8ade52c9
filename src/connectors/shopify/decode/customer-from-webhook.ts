import type { Customer } from "#domain/customer/customer.ts";
import { addressFromWebhook } from "./address-from-webhook.ts";
import { readBodyId } from "./read-id.ts";
import { readOptionalTime, readText, type Loose } from "./read-values.ts";
import { shopCustomer } from "./shop-customer.ts";
import { unreadable } from "./unreadable.ts";

type CustomerBody = Loose<
  | "id"
  | "admin_graphql_api_id"
  | "updated_at"
  | "first_name"
  | "last_name"
  | "email"
  | "phone"
  | "note"
  | "tax_exempt"
  | "addresses"
  | "default_address"
>;

/** Body of `customers/create` and its like. A missing default address is known to be none when the list of addresses is empty. */
export function customerFromWebhook(value: object): Customer {
  const body: CustomerBody = value;
  const isNone =
    body.default_address === undefined && Array.isArray(body.addresses) && body.addresses.length === 0;
  return decode(body, "", isNone ? null : body.default_address);
}

/**
 * Customer inside an order's body. It says less than the customer's own topics do: whether there is no default address is
 * not told, so that null counts as unknown.
 */
export function customerInOrderBody(value: object): Customer {
  const body: CustomerBody = value;
  return decode(body, "customer.", body.default_address ?? undefined);
}

/** Whether a body of a customer's own topic carries all that a customer is made of, protected fields aside. */
export function isWholeCustomerBody(value: object): boolean {
  return ["updated_at", "note", "tax_exempt"].every((name) => name in value);
}

function decode(body: CustomerBody, path: string, defaultAddress: unknown): Customer {
  const id = readBodyId(body.admin_graphql_api_id, "Customer", body.id);
  return shopCustomer({
    id: id ?? unreadable(`${path}id`, "the id of a customer"),
    updatedAt: readOptionalTime(body.updated_at, `${path}updated_at`),
    firstName: readText(body.first_name),
    lastName: readText(body.last_name),
    email: readText(body.email),
    phone: readText(body.phone),
    note: readText(body.note),
    taxExempt: typeof body.tax_exempt === "boolean" ? body.tax_exempt : undefined,
    defaultAddress: addressFromWebhook(defaultAddress, `${path}default_address`),
  });
}
