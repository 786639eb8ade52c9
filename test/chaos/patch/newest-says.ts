import { Decimal } from "decimal.js";
import type { Evidence, Violation } from "../evidence.ts";
import { orderCases, valueOf } from "./order-case.ts";
import { isHeldUp } from "./outcomes-explained.ts";
import type { PatchDump } from "./patch-shapes.ts";

/** The newest event of an order says what it is worth now; of one that was deleted, what it was worth once. */
export function newestSays(evidence: Evidence<PatchDump>): readonly Violation[] {
  return orderCases(evidence).flatMap((order): readonly Violation[] => {
    const newest = order.events.at(-1);
    if (newest === undefined || isHeldUp(order, evidence)) return [];
    const said = amountOf(newest.data["total_price"]);
    const may = (order.last === null ? order.versions.map(({ value }) => value) : [order.last]).map(valueOf);
    if (said !== null && may.some((value) => value.eq(said))) return [];
    const shown = [...new Set(may.map(String))].join(" or ");
    return [
      {
        rule: "newest-says",
        about: order.name,
        what: `its value should be ${shown} and is ${JSON.stringify(newest.data["total_price"])}`,
      },
    ];
  });
}

function amountOf(value: unknown): Decimal | null {
  return typeof value === "string" || typeof value === "number" ? new Decimal(value) : null;
}
