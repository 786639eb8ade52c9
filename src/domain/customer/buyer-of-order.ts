import type { Order } from "../order/order.ts";
import type { RecordKey } from "../source-record.ts";
import { isPresent, type Knowable } from "../knowable.ts";
import type { Customer, CustomerOrigin } from "./customer.ts";

/** Who bought an order. */
export interface Buyer {
  readonly key: RecordKey;
  /**
   * What the order says of the buyer. Null for a company: an order names it by id only, so that the shop has to be asked.
   */
  readonly record: Customer | null;
}

/**
 * The buyer of an order, in this order of preference: the company at its location (B2B), the customer, a placeholder when
 * the shop withholds who bought, a guest by e-mail, a guest by the order itself.
 *
 * `hash` turns text into lower-case hexadecimal SHA-256 (64 digits); it is handed in because this room knows no platform.
 * A guest's id carries its first 24 digits, so that an e-mail never becomes part of a key. Two orders of one e-mail have one
 * guest, whatever its case or blanks around it.
 */
export function buyerOf(order: Order, hash: (text: string) => string): Buyer {
  if (order.company) {
    const { id, locationId } = order.company;
    return { key: customerKey(`company:${id}:${locationId}`), record: null };
  }
  if (order.customer) return { key: customerKey(order.customer.id), record: order.customer };
  if (order.customer === undefined) return buyer(placeholder);
  return buyer(guest(isPresent(order.email) ? guestId(order.email, hash) : guestIdOfOrder(order.id), order));
}

/** Id of the guest that orders name by this e-mail; `hash` as for `buyerOf`. */
export function guestId(email: string, hash: (text: string) => string): string {
  return `guest:${hash(normaliseEmail(email)).slice(0, 24)}`;
}

/** Id of the guest of an order that names no e-mail. */
export function guestIdOfOrder(orderId: string): string {
  return `guest:order:${orderId}`;
}

/** The same for every spelling of an address that mail treats alike: no blanks around it, lower case, Unicode NFC. */
export function normaliseEmail(email: string): string {
  return email.trim().normalize("NFC").toLowerCase();
}

function guest(id: string, order: Order): Customer {
  const { billingAddress: billing, shippingAddress: shipping } = order;
  return {
    kind: "customers",
    id,
    origin: "guest",
    updatedAt: null,
    firstName: firstOf(part(billing, "firstName"), part(shipping, "firstName")),
    lastName: firstOf(part(billing, "lastName"), part(shipping, "lastName")),
    companyName: null,
    externalId: null,
    email: order.email,
    phone: firstOf(order.phone, part(billing, "phone"), part(shipping, "phone")),
    note: null,
    tags: undefined,
    taxExempt: order.taxExempt,
    billingAddress: billing,
    shippingAddress: shipping,
  };
}

/** The first value that is present. Where one of them is withheld, nothing can be said, so that the answer is unknown too. */
function firstOf(...values: readonly Knowable<string>[]): Knowable<string> {
  return values.find(isPresent) ?? (values.includes(undefined) ? undefined : null);
}

function part(address: Order["billingAddress"], name: "firstName" | "lastName" | "phone") {
  return address ? address[name] : address;
}

/** Stands for buyers about whom nothing is known; everything is unknown on purpose, so that it overwrites nothing. */
export function unknownBuyer(id: string, origin: CustomerOrigin): Customer {
  return {
    kind: "customers",
    id,
    origin,
    updatedAt: null,
    firstName: undefined,
    lastName: undefined,
    companyName: undefined,
    externalId: undefined,
    email: undefined,
    phone: undefined,
    note: undefined,
    tags: undefined,
    taxExempt: undefined,
    billingAddress: undefined,
    shippingAddress: undefined,
  };
}

const placeholder = unknownBuyer("placeholder", "placeholder");

function buyer(record: Customer): Buyer {
  return { key: customerKey(record.id), record };
}

function customerKey(id: string): RecordKey {
  return { kind: "customers", id };
}
