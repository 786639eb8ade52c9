import type { Interpretation } from "#connectors/kit/source-system.ts";
import { orderProgress } from "#domain/order/order-progress.ts";
import type { Reason } from "#domain/reason.ts";
import { saysSame } from "#domain/says-same.ts";
import type { RecordKey, SourceRecord } from "#domain/source-record.ts";
import type { MirrorRow } from "../ports/engine-store.ts";

/** A delivery with what its body tells. */
export interface ToldDelivery {
  readonly id: number;
  readonly topic: string;
  /** When the shop says it happened, finer than the record's own time; null when the delivery did not say. */
  readonly triggeredAt: string | null;
  readonly tells: Interpretation;
}

/** A record that a body carries. */
interface Told {
  readonly record: SourceRecord;
  readonly withheld: boolean;
  readonly topic: string;
  /** What other bodies tell of it that are earlier and not older than the mirror, oldest first: this one may withhold it. */
  readonly earlier: readonly SourceRecord[];
}

/** What the open deliveries of a key add up to. */
export interface Absorbed {
  /** A record that a body carries and that is newer than the mirror; null: no body is to be used. */
  readonly fresh: Told | null;
  /** The store has to be asked before anything is decided. */
  readonly read: boolean;
  /** Used when the store answers that it knows no such record and never confirmed one. */
  readonly fallback: Told | null;
  /** The latest record that a body carries whole, if it is not older than the mirror: for an answer that lags behind it. */
  readonly whole: Told | null;
  /** A delivery said that the record is gone, or has become part of another. */
  readonly toldDeleted: boolean;
  /** The record that it has become part of, when a delivery said so. */
  readonly mergedInto: RecordKey | null;
  /** Set when nothing but unreadable bodies arrived. */
  readonly unreadable: Reason | null;
  /** What bodies said about records of other keys. */
  readonly alongside: readonly SourceRecord[];
  readonly done: readonly { readonly id: number; readonly outcome: string; readonly reason: Reason | null }[];
}

/**
 * Decides what deliveries mean, whatever their order. A body is used when its topic carries the whole record, nothing is
 * cut, and its time is later than the mirror's; what the latest body withholds and an earlier one tells is still known. Ties that
 * say something else, topics without the record, and everything where `asksFirst` says so are read from the store again. Should
 * the store know nothing of the record, the latest body counts: times of records have whole seconds, so of two of the same second
 * it is the one that was announced later, or else came further. Pure.
 */
export function absorb(
  deliveries: readonly ToldDelivery[],
  mirror: MirrorRow | null,
  asksFirst: boolean,
): Absorbed {
  let best: Timed | null = null;
  let whole: Timed | null = null;
  let read = false;
  let toldDeleted = false;
  let mergedInto: RecordKey | null = null;
  let unreadable: Reason | null = null;
  const done: { id: number; outcome: string; reason: Reason | null }[] = [];
  const alongside: SourceRecord[] = [];
  const known = mirror === null || mirror.deletedAt !== null ? null : mirror;

  for (const { id, topic, triggeredAt, tells } of deliveries) {
    switch (tells.says) {
      case "record": {
        alongside.push(...tells.alongside);
        const { record, withheld } = tells;
        const order = compare(record, known);
        if (order < 0 && tells.complete) {
          done.push({ id, outcome: "older than what is known", reason: null });
          break;
        }
        if (order === 0 && known !== null && tells.complete && saysSame(record, known.record)) {
          done.push({ id, outcome: "known already", reason: null });
          break;
        }
        if (!tells.complete || order === 0 || isTie(best?.record, record)) read = true;
        const isBehind = order < 0 || (order === 0 && known !== null && isFurther(known.record, record));
        const told = { record, withheld, topic, triggeredAt, earlier: [] };
        if (!isBehind) best = inOrder(best, told);
        if (!isBehind && tells.complete) whole = inOrder(whole, told);
        done.push({ id, outcome: tells.complete ? "used" : "read again", reason: null });
        break;
      }
      case "merged":
        toldDeleted = true;
        mergedInto = tells.kept;
        read = true;
        done.push({ id, outcome: "used", reason: null });
        break;
      case "changed":
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
      case "history-moved":
        done.push({ id, outcome: "nothing to do", reason: null });
        break;
    }
  }
  if (best !== null && asksFirst) read = true;
  return {
    fresh: read ? null : best,
    read,
    fallback: best,
    whole,
    toldDeleted,
    mergedInto,
    unreadable,
    alongside,
    done,
  };
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

type Timed = Told & Pick<ToldDelivery, "triggeredAt">;

/** The later of two tellings, with the other one before it. */
function inOrder(best: Timed | null, told: Timed): Timed {
  if (best === null) return told;
  if (!isLater(best, told)) return { ...told, earlier: [...best.earlier, best.record] };
  const place = best.earlier.findIndex((record) => isAfter(record, told.record));
  return {
    ...best,
    earlier: best.earlier.toSpliced(place < 0 ? best.earlier.length : place, 0, told.record),
  };
}

/** Whether what is at hand already is later than what came after it. */
function isLater(best: Timed, told: Timed): boolean {
  if (best.record.updatedAt !== told.record.updatedAt) return isAfter(best.record, told.record);
  if (best.triggeredAt !== null && told.triggeredAt !== null && best.triggeredAt !== told.triggeredAt)
    return best.triggeredAt > told.triggeredAt;
  return isFurther(best.record, told.record);
}

function isAfter(record: SourceRecord, other: SourceRecord): boolean {
  return (record.updatedAt ?? "") > (other.updatedAt ?? "");
}

function isFurther(left: SourceRecord, right: SourceRecord): boolean {
  return left.kind === "orders" && right.kind === "orders" && orderProgress(left) > orderProgress(right);
}
