import { Decimal } from "decimal.js";
import type { Evidence, Violation } from "../evidence.ts";
import { orderCases } from "./order-case.ts";
import type { PatchDump } from "./patch-shapes.ts";

/** An order that was told of live has the points of its newest value, rounded down; one that was carried over silently has none. */
export function pointsFollow(evidence: Evidence<PatchDump>): readonly Violation[] {
  const points = new Map(evidence.account.after.orders.map((order) => [order.order_id, order.points]));
  return orderCases(evidence).flatMap(({ id, name, events }): readonly Violation[] => {
    const [first, newest] = [events[0], events.at(-1)];
    if (first === undefined || newest === undefined) return [];
    const value = new Decimal(String(newest.data["total_price"]));
    const wanted = first.silent ? 0 : Math.max(0, value.floor().toNumber());
    const held = points.get(id) ?? 0;
    return held === wanted
      ? []
      : [{ rule: "points-follow", about: name, what: `it should have ${wanted} points and has ${held}` }];
  });
}
