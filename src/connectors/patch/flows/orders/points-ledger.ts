import { exact, type Amount } from "#domain/money.ts";
import type { LoyaltySettings } from "../../settings/loyalty-settings.ts";

/** What is known of an order's loyalty points; kept with its agreement. */
export interface PointsStanding {
  /**
   * Points that the order has applied, by events and by hand. Null: it never applied any and never will. `unknown`: another program
   * made its first event.
   */
  readonly points: number | null | "unknown";
  /** How many of them no event moved, so that a person has to. */
  readonly byHand: number;
}

/** What one event does to points. */
export interface PointsDecision {
  /** Whether the event carries `skip_loyalty`. */
  readonly skip: boolean;
  /** Points that the event is expected to move; null: Patch knows, and Waybill does not. */
  readonly change: number | null;
  /** Points that a person has to add (or take, below zero) because no event does. */
  readonly adjust: number;
  readonly standing: PointsStanding;
}

type Rules = Pick<LoyaltySettings, "writes" | "reversals" | "adopted" | "pointsPerUnit">;

/** Of an order that another program made events for. */
export const adopted = "adopted";

/**
 * What an order event does to points (help centre, "How does Shopify Order Syncing work in Patch", rule on loyalty points):
 *
 * | order event exists | had applied points | event carries `skip_loyalty` | points |
 * | --- | --- | --- | --- |
 * | no, live | – | no | awarded |
 * | no, history | – | yes | none, and none later |
 * | yes | no | yes | none |
 * | yes | yes | no | brought to the present value by the difference |
 *
 * `before`: null for an order without an event. The same event twice moves nothing the second time, and all changes together are
 * what the order is worth now. Pure.
 */
export function decidePoints(
  before: PointsStanding | typeof adopted | null,
  event: { readonly value: Amount; readonly silent: boolean },
  rules: Rules,
): PointsDecision {
  if (rules.writes === "none") return never(before === null || before === adopted ? 0 : before.byHand);
  if (before === adopted) return rules.adopted === "leave" ? never(0) : leftToPatch(rules, 0);
  if (before === null) return event.silent ? never(0) : move(0, 0, pointsFor(event.value, rules), rules);
  if (before.points === null) return never(before.byHand);
  if (before.points === "unknown") return leftToPatch(rules, before.byHand);
  return move(before.points, before.byHand, pointsFor(event.value, rules), rules);
}

/** Points of an amount: the account's rate, rounded down, never below zero. */
export function pointsFor(value: Amount, { pointsPerUnit }: Pick<Rules, "pointsPerUnit">): number {
  return Math.max(0, exact(value).times(pointsPerUnit).floor().toNumber());
}

function move(points: number, byHand: number, worth: number, { writes, reversals }: Rules): PointsDecision {
  const isKept = worth < points && !reversals;
  const difference = isKept ? 0 : worth - points;
  if (writes === "by-hand")
    return {
      skip: true,
      change: 0,
      adjust: difference,
      standing: { points: points + difference, byHand: byHand + difference },
    };
  return {
    skip: isKept,
    change: difference,
    adjust: 0,
    standing: { points: points + difference, byHand },
  };
}

function never(byHand: number): PointsDecision {
  return { skip: true, change: 0, adjust: 0, standing: { points: null, byHand } };
}

/** Patch brings the order to its present value where it had applied points; whether it had is not known here. */
function leftToPatch({ writes }: Rules, byHand: number): PointsDecision {
  const standing: PointsStanding = { points: "unknown", byHand };
  return writes === "by-hand"
    ? { skip: true, change: 0, adjust: 0, standing }
    : { skip: false, change: null, adjust: 0, standing };
}
