import { exact } from "#domain/money.ts";
import type { Account } from "./account.ts";
import { isObject } from "./read-fields.ts";
import type { PatchSwitches } from "./switches.ts";

/** What an order event says, as far as points are concerned. */
export interface OrderEvent {
  readonly orderId: string;
  /** Decimal text; null where the event names no total that can be read. */
  readonly total: string | null;
  readonly skipsLoyalty: boolean;
  readonly silent: boolean;
}

/** What is known of the order before the event. */
export interface OrderStanding {
  readonly isKnown: boolean;
  /** Points that it applied; null: never any. */
  readonly applied: number | null;
  /** An earlier event had `skip_loyalty`. */
  readonly wasSkipped: boolean;
}

type LoyaltySwitches = Pick<PatchSwitches, "loyalty" | "pointsPerUnit" | "silentAwards" | "skipLoyaltyStays">;

/**
 * What an order event does to points: the change, or null for nothing at all. A live event of a new order awards its points; an order
 * that applied points is brought to its present value by the difference; `skip_loyalty`, and an order that never applied any, move
 * nothing (help centre, "How does Shopify Order Syncing work in Patch"; that it is a difference is our reading).
 */
export function pointsChange(
  switches: LoyaltySwitches,
  { isKnown, applied, wasSkipped }: OrderStanding,
  { total, silent, skipsLoyalty }: Omit<OrderEvent, "orderId">,
): number | null {
  if (!switches.loyalty || skipsLoyalty || total === null) return null;
  if (switches.skipLoyaltyStays && wasSkipped) return null;
  const worth = Math.max(0, exact(total).times(switches.pointsPerUnit).floor().toNumber());
  if (!isKnown) return silent && !switches.silentAwards ? null : worth;
  if (applied === null || applied === worth) return null;
  return worth - applied;
}

/** The order that an event stands for, or null. Its id is text or a number below the account's key, else below `id`. */
export function readOrder(
  { switches }: Pick<Account, "switches">,
  event: string,
  body: Readonly<Record<string, unknown>>,
  silent: boolean,
): OrderEvent | null {
  const data = isObject(body["data"]) ? body["data"] : {};
  const id = data[switches.orderIdField] ?? data["id"];
  const isId = (typeof id === "string" && id !== "") || typeof id === "number";
  if (!isId || !switches.orderEvents.includes(event)) return null;
  const place = switches.skipLoyaltyPlace === "data" ? data : body;
  return {
    orderId: String(id),
    total: readTotal(data[switches.totalField]),
    skipsLoyalty: place["skip_loyalty"] === true,
    silent,
  };
}

function readTotal(value: unknown): string | null {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && /^-?\d+(\.\d+)?$/.test(text) ? text : null;
}
