import { overlay } from "#domain/knowable.ts";
import type { Reason } from "#domain/reason.ts";
import { isPartKind, type RecordKey, type SourceRecord } from "#domain/source-record.ts";
import type { KeySnapshot, MirrorRow, MirrorWrite } from "../ports/engine-store.ts";
import type { StoreAnswer } from "../runtime/connection-runtime.ts";
import type { Absorbed } from "./absorb.ts";
import type { Mentioned } from "./lay-mentioned.ts";
import { deletedCode } from "./story-lines.ts";

/** Where a source record stands after its deliveries and, if need be, a reading were taken in. */
export type SourceState =
  | { readonly state: "known"; readonly record: SourceRecord; readonly told: string }
  | {
      readonly state: "deleted";
      readonly record: SourceRecord | null;
      /** The record that it has become part of, when the shop told that now. */
      readonly mergedInto: RecordKey | null;
    }
  | { readonly state: "unknown"; readonly reason: Reason };

export interface SourceResult {
  readonly source: SourceState;
  /** What the mirror is to hold of the record. */
  readonly mirror: readonly MirrorWrite[];
  /** Other records, from bodies first. */
  readonly mentioned: readonly Mentioned[];
  readonly mirrorDeleted: readonly RecordKey[];
}

/** Buyers that exist only inside an order; the store cannot be asked for them. */
export function isDerived(key: RecordKey): boolean {
  return key.kind === "customers" && (key.id.startsWith("guest:") || key.id === "placeholder");
}

/**
 * True when what bodies tell of the record is only a reason to ask the store: after a first write, and once the record is known to
 * be deleted, since a delivery that was under way for long must not bring it back.
 */
export function asksFirst(snapshot: KeySnapshot): boolean {
  return snapshot.link !== null || snapshot.intent !== null || isKnownDeleted(snapshot);
}

/**
 * Deleted as the mirror says, or as the record stands or stood before its last try failed: what was read of it before it was
 * deleted may have come into the mirror after that was known.
 */
export function isKnownDeleted({ mirror, outcome }: Pick<KeySnapshot, "mirror" | "outcome">): boolean {
  if (mirror !== null && mirror.deletedAt !== null) return true;
  if (outcome?.state === "failed" || outcome?.state === "attention") return outcome.deleted === true;
  return outcome?.reason.code === deletedCode;
}

/** True when the store has to be asked before anything can be decided about the key, or because somebody asked for a look. */
export function needsReading(snapshot: KeySnapshot, absorbed: Absorbed): boolean {
  if (snapshot.lookAgain && /^\d+$/.test(snapshot.key.id)) return true;
  // Parts are announced by nobody: until one has arrived, it is what the shop says at this moment.
  if (isPartKind(snapshot.key.kind) && snapshot.link === null) return true;
  if (isDerived(snapshot.key) || absorbed.unreadable !== null) return false;
  if (absorbed.read) return true;
  return absorbed.fresh === null && (snapshot.mirror === null || isKnownDeleted(snapshot));
}

/**
 * Puts deliveries, mirror and the reading (null: none was needed) together. A reading counts, unless the mirror or a whole body
 * tells of a later time: then the answer lags behind. One of the same second counts, since nothing says which of the two is later.
 * A record that is known to be deleted stays so until the store answers with it. Pure.
 */
export function sourceState(
  snapshot: KeySnapshot,
  absorbed: Absorbed,
  answer: StoreAnswer | null,
): SourceResult {
  const mirrored = snapshot.mirror;
  const mentioned = absorbed.alongside
    .filter((record) => record.id !== snapshot.key.id || record.kind !== snapshot.key.kind)
    .map((record): Mentioned => ({ record, inBody: true }));
  const known = (record: SourceRecord, told: string, ...mirror: readonly MirrorWrite[]): SourceResult => ({
    source: { state: "known", record, told },
    mirror,
    mentioned,
    mirrorDeleted: [],
  });
  const fromBody = (body: Body): SourceResult => {
    const record = over(mirrored, ...tellingsOf(body));
    return known(record, toldBy(body), writeOf(record, "webhook", body.withheld));
  };

  if (answer?.state === "present") {
    const { record, told, withheld } = latestOf(answer.record, mirrored, absorbed.whole);
    mentioned.push(...answer.alongside.map((other) => ({ record: other, inBody: false })));
    return known(record, told, writeOf(record, "read", withheld));
  }
  if (answer?.state === "absent") {
    const wasThere = mirrored !== null && mirrored.confirmed && !isHidden(mirrored.record, answer);
    if (wasThere || absorbed.toldDeleted || isKnownDeleted(snapshot))
      return {
        source: { state: "deleted", record: mirrored?.record ?? null, mergedInto: absorbed.mergedInto },
        mirror: [],
        mentioned,
        mirrorDeleted: mirrored === null ? [] : [snapshot.key],
      };
    // Never confirmed by the store: what bodies said is all there is, and it counts.
    if (absorbed.fallback !== null) return fromBody(absorbed.fallback);
  } else if (absorbed.fresh !== null) return fromBody(absorbed.fresh);
  if (mirrored !== null)
    return mirrored.deletedAt === null
      ? known(mirrored.record, "as known")
      : {
          source: { state: "deleted", record: mirrored.record, mergedInto: absorbed.mergedInto },
          mirror: [],
          mentioned,
          mirrorDeleted: [],
        };
  return {
    source: { state: "unknown", reason: absorbed.unreadable ?? notThere(snapshot.key) },
    mirror: [],
    mentioned,
    mirrorDeleted: [],
  };
}

/** What the store answered with, or what is later than that. */
function latestOf(
  answered: SourceRecord,
  mirrored: MirrorRow | null,
  body: Body | null,
): { readonly record: SourceRecord; readonly told: string; readonly withheld: boolean } {
  if (body !== null && isLaterThan(answered, body.record))
    return {
      record: over(mirrored, ...tellingsOf(body)),
      told: toldBy(body),
      withheld: body.withheld,
    };
  if (mirrored !== null && mirrored.deletedAt === null && isLaterThan(answered, mirrored.record))
    return { record: mirrored.record, told: "as known", withheld: mirrored.withheld };
  return {
    record: over(mirrored, ...(body === null ? [] : tellingsOf(body)), answered),
    told: "read again from the shop",
    withheld: isWithheld(answered),
  };
}

type Body = NonNullable<Absorbed["whole"]>;

function tellingsOf({ earlier, record }: Body): readonly [...SourceRecord[], SourceRecord] {
  return [...earlier, record];
}

function toldBy({ topic }: Body): string {
  return `from the body of ${topic}`;
}

function isLaterThan(record: SourceRecord, other: SourceRecord): boolean {
  return record.updatedAt !== null && other.updatedAt !== null && other.updatedAt > record.updatedAt;
}

/** What is known after tellings, oldest first: what the shop withholds this time, and told before, is still known. */
function over(mirrored: MirrorRow | null, ...told: readonly [...SourceRecord[], SourceRecord]): SourceRecord {
  const known = mirrored === null || mirrored.deletedAt !== null ? [] : [mirrored.record];
  return [...known, ...told].reduce((before, now) => overlay(before, now));
}

/** True when the store does not show records of that age, so that its silence says nothing. */
function isHidden(record: SourceRecord, { hiddenBefore }: { readonly hiddenBefore?: string }): boolean {
  return hiddenBefore !== undefined && (record.kind === "orders" ? record.createdAt : "") < hiddenBefore;
}

export function writeOf(record: SourceRecord, origin: MirrorWrite["origin"], withheld: boolean): MirrorWrite {
  return { key: { kind: record.kind, id: record.id }, record, origin, withheld };
}

function isWithheld(record: SourceRecord): boolean {
  if (record.kind === "refunds") return false;
  return record.kind === "orders" ? record.customer === undefined : record.email === undefined;
}

function notThere(key: RecordKey): Reason {
  return {
    code: "NOT_IN_SHOP",
    message: `The shop knows no record ${key.kind} ${key.id}, and no delivery carried it. Nothing was written.`,
  };
}
