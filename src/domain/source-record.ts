import type { Customer } from "./customer/customer.ts";
import type { Order } from "./order/order.ts";
import type { Refund } from "./refund/refund.ts";

/** Every record that the mirror holds of a shop. Refunds are parts of orders: an order tells which there are. */
export type SourceRecord = Order | Customer | Refund;

/** Records that a shop announces and that can be asked for by the time of their change. */
export type AnnouncedRecord = Exclude<SourceRecord, Refund>;
export type AnnouncedKind = AnnouncedRecord["kind"];
/** Kinds of records that are parts of others, and are asked for by their ids alone. */
export type PartKind = Exclude<RecordKind, AnnouncedKind>;

/** Kind of a source record; with its id it is the record's key: `orders:450789469`. */
export type RecordKind = SourceRecord["kind"];

/** Identity of a source record within its store. */
export interface RecordKey<Kind extends RecordKind = RecordKind> {
  readonly kind: Kind;
  readonly id: string;
}

export type AnnouncedKey = RecordKey<AnnouncedKind>;

export const announcedKinds = ["orders", "customers"] as const satisfies readonly AnnouncedKind[];
/** Every kind, in the order in which people look for them. */
export const recordKinds = [...announcedKinds, "refunds"] as const satisfies readonly RecordKind[];

export function isRecordKind(text: unknown): text is RecordKind {
  return (recordKinds as readonly unknown[]).includes(text);
}

export function isPartKind(kind: RecordKind): kind is PartKind {
  return kind === "refunds";
}

export function keyText(key: RecordKey): string {
  return `${key.kind}:${key.id}`;
}

/** Inverse of `keyText`. Ids may themselves hold colons. Throws `RangeError` on anything else. */
export function parseKey(text: string): RecordKey {
  const colon = text.indexOf(":");
  const kind = text.slice(0, colon);
  if (colon < 1 || !isRecordKind(kind)) throw new RangeError(`not a record key: ${JSON.stringify(text)}`);
  return { kind, id: text.slice(colon + 1) };
}
