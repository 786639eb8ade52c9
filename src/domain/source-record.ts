import type { Customer } from "./customer/customer.ts";
import type { Order } from "./order/order.ts";

/** Every record that the mirror holds of a shop. */
export type SourceRecord = Order | Customer;

/** Kind of a source record; with its id it is the record's key: `orders:450789469`. */
export type RecordKind = SourceRecord["kind"];

/** Identity of a source record within its store. */
export interface RecordKey {
  readonly kind: RecordKind;
  readonly id: string;
}

export function keyText(key: RecordKey): string {
  return `${key.kind}:${key.id}`;
}

/** Inverse of `keyText`. Ids may themselves hold colons. Throws `RangeError` on anything else. */
export function parseKey(text: string): RecordKey {
  const colon = text.indexOf(":");
  const kind = text.slice(0, colon);
  if (colon < 1 || (kind !== "orders" && kind !== "customers"))
    throw new RangeError(`not a record key: ${JSON.stringify(text)}`);
  return { kind, id: text.slice(colon + 1) };
}
