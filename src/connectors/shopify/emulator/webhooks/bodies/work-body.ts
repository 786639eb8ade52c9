import { appOfInstallation } from "../../state/app-identity.ts";
import type { FulfillmentHoldRecord, FulfillmentOrderRecord } from "../../state/fulfillment-records.ts";
import { gid } from "../../state/ids.ts";
import type { Shop } from "../../state/shop.ts";
import type { FulfillmentOrderEvent, WorkUnitsFacts } from "../shop-event.ts";

/** Bodies of the topics of fulfillment orders: ids and states only, no numbers and no buyer. */
export function workBody(event: FulfillmentOrderEvent, shop: Shop): Record<string, unknown> {
  switch (event.topic) {
    case "fulfillment_orders/order_routing_complete":
    case "fulfillment_orders/hold_released":
      return { fulfillment_order: stateBody(event.workOrder) };
    case "fulfillment_orders/placed_on_hold":
      return {
        fulfillment_order: {
          ...stateBody(event.workOrder),
          fulfillment_holds: event.workOrder.holds.map((hold) => holdBody(hold, shop)),
        },
        remaining_fulfillment_order: event.remaining ? stateBody(event.remaining) : null,
        held_fulfillment_order_line_items: unitsBody(event.heldUnits),
        created_fulfillment_hold: holdBody(event.hold, shop),
      };
    case "fulfillment_holds/added":
    case "fulfillment_holds/released":
      return {
        fulfillment_order: { id: gid("FulfillmentOrder", event.workOrder.id) },
        fulfillment_hold: holdBody(event.hold, shop),
      };
    case "fulfillment_orders/moved":
      return {
        original_fulfillment_order: assignedBody(event.original),
        moved_fulfillment_order: assignedBody(event.moved),
        destination_location_id: gid("Location", event.locationId),
        fulfillment_order_line_items_requested: unitsBody(event.requested),
        source_location: { id: locationGid(event.sourceId) },
      };
    case "fulfillment_orders/split":
      return {
        split_line_items: unitsBody(event.splitUnits),
        fulfillment_order: stateBody(event.workOrder),
        remaining_fulfillment_order: stateBody(event.remaining),
        replacement_fulfillment_order: null,
      };
    case "fulfillment_orders/cancelled":
      return {
        fulfillment_order: stateBody(event.workOrder),
        replacement_fulfillment_order: stateBody(event.replacement),
      };
    case "fulfillment_orders/progress_reported":
      return {
        fulfillment_order: stateBody(event.workOrder),
        progress_report: {
          reason_notes: event.reasonNotes,
          progress_reported_by_app: { id: appOfInstallation(shop).id },
          progress_reported_by_user: null,
        },
        initial_status: event.before.toLowerCase(),
      };
    case "fulfillment_orders/manually_reported_progress_stopped":
      return {
        fulfillment_order: stateBody(event.workOrder),
        progress_stopped_by_app: { id: appOfInstallation(shop).id },
        progress_stopped_by_user: null,
      };
  }
}

function stateBody({ id, status }: FulfillmentOrderRecord) {
  return { id: gid("FulfillmentOrder", id), status: status.toLowerCase() };
}

function assignedBody(workOrder: FulfillmentOrderRecord) {
  return { ...stateBody(workOrder), assigned_location_id: locationGid(workOrder.locationId) };
}

function locationGid(id: string | null): string | null {
  return id === null ? null : gid("Location", id);
}

function unitsBody(units: WorkUnitsFacts) {
  return units.map(({ id, quantity }) => ({ id: gid("FulfillmentOrderLineItem", id), quantity }));
}

/** Who held is told only of the app that gets the body. */
function holdBody(hold: FulfillmentHoldRecord, shop: Shop) {
  return {
    id: gid("FulfillmentHold", hold.id),
    reason: hold.reason.toLowerCase(),
    reason_notes: hold.reasonNotes,
    held_by_requesting_app: hold.isFromApp,
    handle: hold.handle,
    held_by_app: hold.isFromApp ? { id: appOfInstallation(shop).id } : null,
  };
}
