import { createHash } from "node:crypto";
import { buyerOf } from "#domain/customer/buyer-of-order.ts";
import type { Customer } from "#domain/customer/customer.ts";
import { isPresent } from "#domain/knowable.ts";
import type { Order } from "#domain/order/order.ts";
import type { RecordKey } from "#domain/source-record.ts";
import type { CustomerSettings } from "../../settings/customer-settings.ts";
import { isWithheld } from "./accept-customer.ts";
import { placeholder, sharedGuest } from "./stand-ins.ts";

/** Which customer of Unleashed an order goes to. */
export type OrderCustomer =
  /** The set customer of the settings, by code; it has to be in the account. */
  | { readonly by: "code"; readonly code: string; readonly why: string }
  /**
   * The customer that a record of the shop is carried to. `record` stands for it when the shop has none of its own; null: the shop
   * has to be asked.
   */
  | {
      readonly by: "record";
      readonly key: RecordKey;
      readonly record: Customer | null;
      readonly why: string;
    };

/** Decides whom an order goes to, by the settings and by what the shop tells. Pure. */
export function orderCustomer(order: Order, settings: CustomerSettings): OrderCustomer {
  if (settings.mode === "one-customer" && settings.oneCustomerCode !== null)
    return {
      by: "code",
      code: settings.oneCustomerCode,
      why: "the set customer of all orders (setting customers.mode)",
    };
  const { key, record } = buyerOf(order, sha256);
  if (record === null) return { by: "record", key, record, why: "the company that bought" };
  if (record.origin === "placeholder" || isWithheld(record, settings))
    return standIn(placeholder, `the shop withholds who bought (${settings.withheld.code})`);
  if (record.origin !== "guest") return { by: "record", key, record, why: "the customer who bought" };
  return settings.guests.mode === "own" && isPresent(record.email)
    ? { by: "record", key, record, why: "the guest who bought, by e-mail" }
    : standIn(sharedGuest, `a guest without a customer of their own (${settings.guests.code})`);
}

function standIn(record: Customer, why: string): OrderCustomer {
  return { by: "record", key: { kind: "customers", id: record.id }, record, why };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
