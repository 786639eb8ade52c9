import { overlay } from "#domain/knowable.ts";
import type { Reason } from "#domain/reason.ts";
import type { RecordKey, SourceRecord } from "#domain/source-record.ts";
import type { KeySnapshot, MirrorRow, MirrorWrite } from "../ports/engine-store.ts";
import type { StoreAnswer } from "../runtime/connection-runtime.ts";
import type { Absorbed } from "./absorb.ts";

/** Where a source record stands after its deliveries and, if need be, a reading were taken in. */
export type SourceState =
  | { readonly state: "known"; readonly record: SourceRecord; readonly told: string }
  | { readonly state: "deleted"; readonly record: SourceRecord | null }
  | { readonly state: "unknown"; readonly reason: Reason };

export interface SourceResult {
  readonly source: SourceState;
  readonly mirror: readonly MirrorWrite[];
  readonly mirrorDeleted: readonly RecordKey[];
}

/** Buyers that exist only inside an order; the store cannot be asked for them. */
export function isDerived(key: RecordKey): boolean {
  return key.kind === "customers" && (key.id.startsWith("guest:") || key.id === "placeholder");
}

/** True when the store has to be asked before anything can be decided about the key, or because somebody asked for a look. */
export function needsReading(snapshot: KeySnapshot, absorbed: Absorbed): boolean {
  if (snapshot.lookAgain && /^\d+$/.test(snapshot.key.id)) return true;
  if (isDerived(snapshot.key) || absorbed.unreadable !== null) return false;
  if (absorbed.read) return true;
  return absorbed.fresh === null && (snapshot.mirror === null || snapshot.mirror.deletedAt !== null);
}

/** Puts deliveries, mirror and the reading (null: none was needed) together. Pure. */
export function sourceState(
  snapshot: KeySnapshot,
  absorbed: Absorbed,
  answer: StoreAnswer | null,
): SourceResult {
  const mirrored = snapshot.mirror;
  const writes: MirrorWrite[] = absorbed.alongside
    .filter((record) => record.id !== snapshot.key.id || record.kind !== snapshot.key.kind)
    .map((record) => writeOf(record, "alongside", false));

  if (answer?.state === "present") {
    const record = over(mirrored, answer.record);
    writes.push(
      writeOf(record, "read", isWithheld(answer.record)),
      ...answer.alongside.map((other) => writeOf(other, "alongside", false)),
    );
    return known(record, "read again from the shop", writes);
  }
  if (answer?.state === "absent") {
    const wasThere = mirrored !== null && mirrored.confirmed && !isHidden(mirrored.record, answer);
    if (wasThere || absorbed.toldDeleted)
      return {
        source: { state: "deleted", record: mirrored?.record ?? null },
        mirror: writes,
        mirrorDeleted: mirrored === null ? [] : [snapshot.key],
      };
    // Never confirmed by the store: what bodies said is all there is, and it counts.
    const body = absorbed.fallback;
    if (body !== null) {
      const record = over(mirrored, body.record);
      writes.push(writeOf(record, "webhook", body.withheld));
      return known(record, `from the body of ${body.topic}`, writes);
    }
  } else if (absorbed.fresh !== null) {
    const { withheld, topic } = absorbed.fresh;
    const record = over(mirrored, absorbed.fresh.record);
    writes.push(writeOf(record, "webhook", withheld));
    return known(record, `from the body of ${topic}`, writes);
  }
  if (mirrored !== null)
    return mirrored.deletedAt === null
      ? known(mirrored.record, "as known", writes)
      : { source: { state: "deleted", record: mirrored.record }, mirror: writes, mirrorDeleted: [] };
  return {
    source: { state: "unknown", reason: absorbed.unreadable ?? notThere(snapshot.key) },
    mirror: writes,
    mirrorDeleted: [],
  };
}

/** What is known now: what the shop withholds this time, and told before, is still known. */
function over(mirrored: MirrorRow | null, record: SourceRecord): SourceRecord {
  return mirrored === null || mirrored.deletedAt !== null ? record : overlay(mirrored.record, record);
}

/** True when the store does not show records of that age, so that its silence says nothing. */
function isHidden(record: SourceRecord, { hiddenBefore }: { readonly hiddenBefore?: string }): boolean {
  return hiddenBefore !== undefined && (record.kind === "orders" ? record.createdAt : "") < hiddenBefore;
}

function known(record: SourceRecord, told: string, mirror: readonly MirrorWrite[]): SourceResult {
  return { source: { state: "known", record, told }, mirror, mirrorDeleted: [] };
}

export function writeOf(record: SourceRecord, origin: MirrorWrite["origin"], withheld: boolean): MirrorWrite {
  return { key: { kind: record.kind, id: record.id }, record, origin, withheld };
}

function isWithheld(record: SourceRecord): boolean {
  return record.kind === "orders" ? record.customer === undefined : record.email === undefined;
}

function notThere(key: RecordKey): Reason {
  return {
    code: "NOT_IN_SHOP",
    message: `The shop knows no record ${key.kind} ${key.id}, and no delivery carried it. Nothing was written.`,
  };
}
