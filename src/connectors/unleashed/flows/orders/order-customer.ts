import { createHash } from "node:crypto";
import { buyerOf } from "#domain/customer/buyer-of-order.ts";
import type { Customer } from "#domain/customer/customer.ts";
import type { Order } from "#domain/order/order.ts";
import type { RecordKey } from "#domain/source-record.ts";
import type { CustomerSettings } from "../../settings/customer-settings.ts";
import { acceptCustomer, guestShares } from "../customers/accept-customer.ts";
import { sharedGuest } from "../customers/shared-guest.ts";

/** Whose customer a sales order needs, with the reason for people. */
export type OrderCustomer =
  /** All orders go to one set customer, by code; it has to be in the account. */
  | { readonly by: "code"; readonly code: string; readonly why: string }
  /** The customer that a record is carried to; `record` stands for it when the shop has none of its own. */
  | {
      readonly by: "record";
      readonly key: RecordKey;
      readonly record: Customer | null;
      readonly why: string;
    };

/**
 * Whose customer an order goes to: the buyer's own; the shared one for guests who have none; the placeholder when the shop withholds
 * who bought; or the set customer. Pure.
 */
export function orderCustomer(order: Order, settings: CustomerSettings): OrderCustomer {
  if (settings.mode === "one-customer")
    return {
      by: "code",
      code: settings.oneCustomerCode ?? "",
      why: "the set customer of all orders (customers.oneCustomerCode)",
    };
  const { key, record } = buyerOf(order, sha256);
  if (record === null) return { by: "record", key, record, why: "the company that bought" };
  if (record.origin === "placeholder") return withheld(key, record, settings);
  const verdict = acceptCustomer(record, settings);
  if (verdict.accepted) {
    // What an order says of a customer of the shop may be older than what is known of them.
    if (record.origin === "customer")
      return { by: "record", key, record: null, why: "the customer who bought" };
    return { by: "record", key, record, why: "the guest who bought, by e-mail" };
  }
  if (verdict.reason.code === guestShares)
    return {
      by: "record",
      key: { kind: "customers", id: sharedGuest.id },
      record: sharedGuest,
      why: `a guest without a customer of their own (${settings.guests.code})`,
    };
  const hidden = buyerOf({ ...order, company: null, customer: undefined }, sha256);
  return withheld(hidden.key, hidden.record, settings);
}

function withheld(key: RecordKey, record: Customer | null, settings: CustomerSettings): OrderCustomer {
  return { by: "record", key, record, why: `the shop withholds who bought (${settings.withheld.code})` };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
