import { overlay } from "#domain/knowable.ts";
import { saysSame } from "#domain/says-same.ts";
import type { SourceRecord } from "#domain/source-record.ts";

/** A record of which something about another record tells: the buyer in an order. */
export interface Mentioned {
  readonly record: SourceRecord;
  /** True: a delivery's body mentions it, which may have been under way for long; false: the store did just now. */
  readonly inBody: boolean;
}

/**
 * What is known of a record after something mentioned it; null when that is nothing new. Times have whole seconds, so that of a body
 * of the very second of what is known nobody can say which is later: it only adds what was unknown. Pure.
 */
export function layMentioned(known: SourceRecord | null, { record, inBody }: Mentioned): SourceRecord | null {
  if (known === null) return record;
  if ((known.updatedAt ?? "") > (record.updatedAt ?? "")) return null;
  const isTie = inBody && record.updatedAt !== null && known.updatedAt === record.updatedAt;
  const laid = isTie ? overlay(record, known) : overlay(known, record);
  return saysSame(laid, known) ? null : laid;
}
