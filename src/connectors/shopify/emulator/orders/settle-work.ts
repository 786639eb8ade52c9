import type { FulfillmentWork } from "../state/fulfillment-records.ts";
import type { LineRecord, OrderRecord } from "../state/order-records.ts";
import type { Shop } from "../state/shop.ts";
import { addWork, keepWork } from "./fulfillment-work.ts";
import { unfulfilledQuantity } from "./statuses.ts";
import { isActive, remainingUnits, statusOfWork } from "./work-states.ts";

/**
 * Makes fulfillment orders say what is still to be sent after an edit, a refund, or a cancellation: units that are no
 * longer wanted leave them, those added last first; a line that was added gets a fulfillment order of its own, as recorded
 * from a development store. More units of a line join the ones that wait, if they do. Call `keepWork` before the lines change.
 */
export function settleWork(shop: Shop, order: OrderRecord): void {
  const work = keepWork(order);
  const now = shop.clock.now();
  const added: { line: LineRecord; quantity: number }[] = [];
  for (const line of order.lines) {
    if (line.isTip) continue;
    const missing = unfulfilledQuantity(line) - waiting(work, line.id);
    if (missing < 0) takeOff(work, line.id, -missing, now);
    else if (missing > 0 && !grow(work, line.id, missing, now)) added.push({ line, quantity: missing });
  }
  for (const workOrder of work.orders) {
    if (!isActive(workOrder) || workOrder.updatedAt !== now) continue;
    if (remainingUnits(workOrder) === 0) {
      workOrder.status = "CLOSED";
      workOrder.holds = [];
    } else if (workOrder.holds.length === 0) workOrder.status = statusOfWork(workOrder, shop.switches);
  }
  addWork(order, work, added, now);
}

function linesOf(work: FulfillmentWork, lineId: string) {
  return work.orders.flatMap((workOrder) =>
    isActive(workOrder)
      ? workOrder.lines.filter((line) => line.lineId === lineId).map((line) => ({ workOrder, line }))
      : [],
  );
}

function waiting(work: FulfillmentWork, lineId: string): number {
  return linesOf(work, lineId).reduce((sum, { line }) => sum + line.remaining, 0);
}

function takeOff(work: FulfillmentWork, lineId: string, units: number, now: number): void {
  let left = units;
  for (const { workOrder, line } of linesOf(work, lineId).reverse()) {
    const part = Math.min(left, line.remaining);
    if (part === 0) continue;
    line.total -= part;
    line.remaining -= part;
    workOrder.updatedAt = now;
    left -= part;
  }
}

function grow(work: FulfillmentWork, lineId: string, units: number, now: number): boolean {
  const open = linesOf(work, lineId).find(({ workOrder }) => workOrder.status === "OPEN");
  if (!open) return false;
  open.line.total += units;
  open.line.remaining += units;
  open.workOrder.updatedAt = now;
  return true;
}
