import type {
  FulfillmentOrderRecord,
  FulfillmentRecord,
  TrackingRecord,
} from "../state/fulfillment-records.ts";
import type { OrderRecord } from "../state/order-records.ts";
import type { Shop } from "../state/shop.ts";
import { forgetWork, keepWork } from "./fulfillment-work.ts";
import { moveWork } from "./move-work.ts";
import { shipWork } from "./ship-work.ts";
import type { ShippedUnits } from "./ship-work.ts";
import { allUnits } from "./take-units.ts";
import { isFulfillable } from "./work-states.ts";

export interface FulfilInput {
  /** Null: everything that is left. */
  readonly lines: readonly { readonly lineId: string; readonly quantity: number }[] | null;
  readonly tracking: TrackingRecord | null;
  /** Null: wherever the units were to be sent from; else they are moved there first. */
  readonly locationId: string | null;
  readonly notifyCustomer?: boolean;
}

/** Staff send goods: one fulfillment for each location. Empty when nothing that could be sent is left; what is on hold stays. */
export function fulfilOrder(shop: Shop, order: OrderRecord, input: FulfilInput): FulfillmentRecord[] {
  const wasUntouched = order.work === null && order.fulfillments.length === 0;
  keepWork(order);
  if (input.locationId !== null) bringTogether(shop, order, input.lines, input.locationId);
  const byLocation = new Map<string | null, ShippedUnits[]>();
  const take = createTaker(input.lines);
  for (const workOrder of keepWork(order).orders) {
    if (input.locationId !== null && !isAt(workOrder, input.locationId)) continue;
    const units = take(workOrder);
    if (units.length === 0) continue;
    byLocation.set(workOrder.locationId, [...(byLocation.get(workOrder.locationId) ?? []), ...units]);
  }
  const sent = Array.from(byLocation.values(), (units) =>
    shipWork(shop, order, {
      units,
      tracking: input.tracking,
      notifyCustomer: input.notifyCustomer ?? false,
    }),
  );
  if (wasUntouched && !wasMoved(order)) forgetWork(order);
  return sent;
}

/** Whether something else became of the work than what the order was placed with. */
function wasMoved(order: OrderRecord): boolean {
  const locations = new Map(order.lines.map(({ id, locationId }) => [id, locationId]));
  return keepWork(order).orders.some(({ locationId, lines }) =>
    lines.some(({ lineId }) => locations.get(lineId) !== locationId),
  );
}

/** Moves what is wanted and not at the location there; what is there already is taken first. */
function bringTogether(
  shop: Shop,
  order: OrderRecord,
  lines: FulfilInput["lines"],
  locationId: string,
): void {
  const take = createTaker(lines);
  const orders = [...keepWork(order).orders];
  for (const workOrder of orders) if (isAt(workOrder, locationId)) take(workOrder);
  for (const workOrder of orders) {
    if (isAt(workOrder, locationId)) continue;
    const units = take(workOrder);
    if (units.length > 0) moveWork(shop, order, workOrder, { locationId, units });
  }
}

/** At the location, or unable to leave where it is. */
function isAt(workOrder: FulfillmentOrderRecord, locationId: string): boolean {
  return workOrder.locationId === locationId || workOrder.hasReportedProgress;
}

/** Gives what of the wanted units a fulfillment order has, each unit once. */
function createTaker(lines: FulfilInput["lines"]) {
  const wanted = lines && new Map<string, number>();
  for (const { lineId, quantity } of lines ?? []) wanted?.set(lineId, (wanted.get(lineId) ?? 0) + quantity);
  return (workOrder: FulfillmentOrderRecord): ShippedUnits[] => {
    if (!isFulfillable(workOrder)) return [];
    return allUnits(workOrder).flatMap(({ line, quantity }) => {
      const units = wanted ? Math.min(quantity, wanted.get(line.lineId) ?? 0) : quantity;
      if (units <= 0) return [];
      wanted?.set(line.lineId, (wanted.get(line.lineId) ?? 0) - units);
      return [{ workOrder, line, quantity: units }];
    });
  };
}
