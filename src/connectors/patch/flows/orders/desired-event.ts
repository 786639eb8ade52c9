import type { PointsStanding } from "./points-ledger.ts";

/** What an order's events say: one of its lines. Amounts in shop currency, as decimal text. */
export interface EventLine {
  readonly sku: string | null;
  readonly title: string;
  readonly quantity: number;
  readonly total: string;
}

/** What Patch should know of an order. Kept as what was agreed. */
export interface DesiredEvent {
  /** `#1001` */
  readonly label: string;
  readonly orderId: string;
  /** Contact of whoever bought. */
  readonly contactId: string;
  /** By which field and value the event names that contact. */
  readonly contactKey: { readonly field: string; readonly value: string };
  /** What the newest event of the order has to say in `data`. */
  readonly data: Readonly<Record<string, unknown>>;
  /** ISO; when it happened. */
  readonly at: string;
  /** What is known of the order's points once the event is there. */
  readonly standing: PointsStanding;
  /** Points that a person has to add (or take, below zero), because no event moves them. */
  readonly adjust: number;
  /** It was placed before the connection was made, so that its first event is silent whatever calls for it. */
  readonly isOld: boolean;
  /** Announcement, not content: never compared. */
  readonly manner: { readonly silent: boolean; readonly skipLoyalty: boolean };
}
