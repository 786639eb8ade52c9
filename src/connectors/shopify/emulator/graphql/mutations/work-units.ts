import type { WorkUnits } from "../../orders/take-units.ts";
import type { FulfillmentOrderRecord } from "../../state/fulfillment-records.ts";
import { idOf } from "./input.ts";
import type { Input } from "./input.ts";

export type ReadUnits =
  | { readonly units: readonly WorkUnits[] }
  /** The line at `place` is named with fewer than one unit, or with units that the fulfillment order does not have. */
  | { readonly problem: "notPositive" | "invalid" | "twice"; readonly place: number };

/** Units that a mutation names of a fulfillment order. */
export function readUnits(workOrder: FulfillmentOrderRecord, named: readonly Input[]): ReadUnits {
  const units: WorkUnits[] = [];
  for (const [place, input] of named.entries()) {
    const quantity = Number(input["quantity"]);
    if (quantity <= 0) return { problem: "notPositive", place };
    const id = idOf("FulfillmentOrderLineItem", input["id"]);
    if (units.some(({ line }) => line.id === id)) return { problem: "twice", place };
    const line = workOrder.lines.find((candidate) => candidate.id === id);
    if (!line || quantity > line.remaining) return { problem: "invalid", place };
    units.push({ line, quantity });
  }
  return { units };
}

export function inputsOf(value: unknown): readonly Input[] {
  return Array.isArray(value) ? (value as readonly Input[]) : [];
}
