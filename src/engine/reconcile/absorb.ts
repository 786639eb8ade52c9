import type { Interpretation } from "#connectors/kit/source-system.ts";
import { orderProgress } from "#domain/order/order-progress.ts";
import type { Reason } from "#domain/reason.ts";
import { saysSame } from "#domain/says-same.ts";
import type { SourceRecord } from "#domain/source-record.ts";
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
}

/** What the open deliveries of a key add up to. */
export interface Absorbed {
  /** A record that a body carries and that is newer than the mirror; null: no body is to be used. */
  readonly fresh: Told | null;
  /** The store has to be asked before anything is decided. */
  readonly read: boolean;
  /** Used when the store answers that it knows no such record and never confirmed one. */
  readonly fallback: Told | null;
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
 * a first write are read from the store again. Should the store know nothing of the record, the latest body counts: times of
 * records have whole seconds, so of two of the same second it is the one that was announced later, or else came further. Pure.
 */
export function absorb(
  deliveries: readonly ToldDelivery[],
  mirror: MirrorRow | null,
  afterFirstWrite: boolean,
): Absorbed {
  let best: (Told & Pick<ToldDelivery, "triggeredAt">) | null = null;
  let read = false;
  let toldDeleted = false;
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
        const told = { record, withheld, topic, triggeredAt };
        if (!isBehind && (best === null || !isLater(best, told))) best = told;
        done.push({ id, outcome: tells.complete ? "used" : "read again", reason: null });
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

/** Whether what is at hand already is later than what came after it. */
function isLater(best: Told & Pick<ToldDelivery, "triggeredAt">, told: typeof best): boolean {
  const [known, now] = [best.record.updatedAt ?? "", told.record.updatedAt ?? ""];
  if (known !== now) return known > now;
  if (best.triggeredAt !== null && told.triggeredAt !== null && best.triggeredAt !== told.triggeredAt)
    return best.triggeredAt > told.triggeredAt;
  return isFurther(best.record, told.record);
}

function isFurther(left: SourceRecord, right: SourceRecord): boolean {
  return left.kind === "orders" && right.kind === "orders" && orderProgress(left) > orderProgress(right);
}
