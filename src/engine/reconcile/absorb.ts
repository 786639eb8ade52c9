import type { Interpretation } from "#connectors/kit/source-system.ts";
import type { Reason } from "#domain/reason.ts";
import { saysSame } from "#domain/says-same.ts";
import type { SourceRecord } from "#domain/source-record.ts";
import type { MirrorRow } from "../ports/engine-store.ts";

/** A delivery with what its body tells. */
export interface ToldDelivery {
  readonly id: number;
  readonly topic: string;
  readonly tells: Interpretation;
}

/** What the open deliveries of a key add up to. */
export interface Absorbed {
  /** A record that a body carries and that is newer than the mirror; null: no body is to be used. */
  readonly fresh: {
    readonly record: SourceRecord;
    readonly withheld: boolean;
    readonly topic: string;
  } | null;
  /** The store has to be asked before anything is decided. */
  readonly read: boolean;
  /** Used when the store answers that it knows no such record and never confirmed one. */
  readonly fallback: {
    readonly record: SourceRecord;
    readonly withheld: boolean;
    readonly topic: string;
  } | null;
  /** A delivery said that the record is gone. */
  readonly toldDeleted: boolean;
  /** Set when nothing but unreadable bodies arrived. */
  readonly unreadable: Reason | null;
  /** What bodies said about records of other keys. */
  readonly alongside: readonly SourceRecord[];
  readonly done: readonly { readonly id: number; readonly outcome: string; readonly reason: Reason | null }[];
}

/**
 * Decides what deliveries mean, whatever their order. A body is used when its topic carries the whole record, nothing is
 * cut, and its time is later than the mirror's. Ties that say something else, topics without the record, and anything after
 * a first write are read from the store again. Pure.
 */
export function absorb(
  deliveries: readonly ToldDelivery[],
  mirror: MirrorRow | null,
  afterFirstWrite: boolean,
): Absorbed {
  let best: Absorbed["fallback"] = null;
  let read = false;
  let toldDeleted = false;
  let unreadable: Reason | null = null;
  const done: { id: number; outcome: string; reason: Reason | null }[] = [];
  const alongside: SourceRecord[] = [];
  const known = mirror === null || mirror.deletedAt !== null ? null : mirror;

  for (const { id, topic, tells } of deliveries) {
    switch (tells.says) {
      case "record": {
        alongside.push(...tells.alongside);
        if (!tells.complete) {
          read = true;
          best = newer(best, tells.record, tells.withheld, topic);
          done.push({ id, outcome: "read again", reason: null });
          break;
        }
        const order = compare(tells.record, known);
        if (order < 0) {
          done.push({ id, outcome: "older than what is known", reason: null });
          break;
        }
        if (order === 0 && known !== null && saysSame(tells.record, known.record)) {
          done.push({ id, outcome: "known already", reason: null });
          break;
        }
        if (order === 0 || isTie(best?.record, tells.record)) read = true;
        best = newer(best, tells.record, tells.withheld, topic);
        done.push({ id, outcome: "used", reason: null });
        break;
      }
      case "changed":
      case "merged":
        read = true;
        done.push({ id, outcome: "read again", reason: null });
        break;
      case "deleted":
        toldDeleted = true;
        read = true;
        done.push({ id, outcome: "used", reason: null });
        break;
      case "unreadable":
        unreadable = tells.reason;
        done.push({ id, outcome: "failed", reason: tells.reason });
        break;
      case "nothing":
        done.push({ id, outcome: "nothing to do", reason: tells.reason });
        break;
      case "privacy":
      case "uninstalled":
      case "scopes-changed":
        done.push({ id, outcome: "nothing to do", reason: null });
        break;
    }
  }
  if (best !== null && afterFirstWrite) read = true;
  return { fresh: read ? null : best, read, fallback: best, toldDeleted, unreadable, alongside, done };
}

function compare(record: SourceRecord, mirror: MirrorRow | null): number {
  const known = mirror?.record.updatedAt;
  if (known === undefined || known === null || record.updatedAt === null) return 1;
  if (record.updatedAt === known) return 0;
  return record.updatedAt > known ? 1 : -1;
}

function isTie(best: SourceRecord | undefined, record: SourceRecord): boolean {
  return best !== undefined && best.updatedAt === record.updatedAt && !saysSame(best, record);
}

function newer(
  best: Absorbed["fallback"],
  record: SourceRecord,
  withheld: boolean,
  topic: string,
): NonNullable<Absorbed["fallback"]> {
  if (best !== null && (best.record.updatedAt ?? "") > (record.updatedAt ?? "")) return best;
  return { record, withheld, topic };
}
