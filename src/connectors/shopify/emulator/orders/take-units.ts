import type {
  FulfillmentOrderLineRecord,
  FulfillmentOrderRecord,
  FulfillmentWork,
} from "../state/fulfillment-records.ts";
import type { OrderRecord } from "../state/order-records.ts";
import { addWorkLine } from "./fulfillment-work.ts";

/** Units of one line of a fulfillment order. */
export interface WorkUnits {
  readonly line: FulfillmentOrderLineRecord;
  readonly quantity: number;
}

/** Units of a fulfillment order go over into another of the same order; lines that have no unit left are gone from `from`. */
export function takeUnits(
  order: OrderRecord,
  work: FulfillmentWork,
  units: readonly WorkUnits[],
  { from, to }: { readonly from: FulfillmentOrderRecord; readonly to: FulfillmentOrderRecord },
): void {
  for (const { line, quantity } of units) {
    if (quantity <= 0) continue;
    line.total -= quantity;
    line.remaining -= quantity;
    const known = to.lines.find((other) => other.lineId === line.lineId);
    if (!known) addWorkLine(order, work, to, line.lineId, quantity);
    else {
      known.total += quantity;
      known.remaining += quantity;
    }
  }
  from.lines = from.lines.filter((line) => line.total > 0);
}

/** Everything that is still to be sent. */
export function allUnits({ lines }: FulfillmentOrderRecord): WorkUnits[] {
  return lines.filter((line) => line.remaining > 0).map((line) => ({ line, quantity: line.remaining }));
}

/** What is still to be sent besides `units`. */
export function otherUnits(workOrder: FulfillmentOrderRecord, units: readonly WorkUnits[]): WorkUnits[] {
  return allUnits(workOrder).flatMap(({ line, quantity }) => {
    const taken = units.find((part) => part.line === line)?.quantity ?? 0;
    return quantity > taken ? [{ line, quantity: quantity - taken }] : [];
  });
}

/** All units go over; `from` is closed and goes on showing its lines, with nothing in them, as recorded. */
export function takeAllUnits(
  order: OrderRecord,
  work: FulfillmentWork,
  ends: { readonly from: FulfillmentOrderRecord; readonly to: FulfillmentOrderRecord },
  at: number,
): void {
  const { from: workOrder } = ends;
  const { lines } = workOrder;
  takeUnits(order, work, allUnits(workOrder), ends);
  workOrder.lines = lines;
  workOrder.status = "CLOSED";
  workOrder.holds = [];
  workOrder.hasReportedProgress = false;
  workOrder.updatedAt = at;
}
