import type { EmulatorControl } from "#connectors/kit/emulator/emulator.ts";
import { workOf } from "../orders/fulfillment-work.ts";
import { gid } from "../state/ids.ts";
import type { OrderRecord } from "../state/order-records.ts";
import type { Shop } from "../state/shop.ts";
import { orderAt } from "./find-records.ts";
import { fulfil, hold, move, release, track, unfulfil } from "./fulfilment-actions.ts";
import { makeControl } from "./make-control.ts";
import type { Act } from "./order-actions.ts";
import { changedAnswer } from "./order-controls.ts";

/** What staff do in the warehouse, and what became of it. */
export function fulfilmentControls(shop: Shop): EmulatorControl[] {
  const act = (name: string, example: unknown, run: Act) =>
    makeControl("POST", `/orders/{id}/${name}`, example, ({ id }, body) => {
      const order = orderAt(shop, id);
      run(shop, order, body);
      return { orders: [warehouseAnswer(shop, order)] };
    });
  return [
    act("fulfil", { tracking: { company: "Example Post", number: "EX123" } }, fulfil),
    act("track", { tracking: { company: "Example Post", numbers: ["EX123", "EX124"] } }, track),
    act("unfulfil", { fulfillment: "F1" }, unfulfil),
    act("hold", { reason: "incorrect_address", note: "Ask the buyer" }, hold),
    act("release", {}, release),
    act("move", { to: "Fitzroy Store" }, move),
    makeControl("GET", "/orders/{id}/fulfilment", {}, ({ id }) => warehouseAnswer(shop, orderAt(shop, id))),
  ];
}

function warehouseAnswer(shop: Shop, order: OrderRecord) {
  const locationName = (id: string | null) => shop.data.locations.get(id ?? "")?.name ?? null;
  const sku = (lineId: string) => {
    const line = order.lines.find(({ id }) => id === lineId);
    return line?.sku ?? line?.title ?? lineId;
  };
  return {
    ...changedAnswer(shop, order),
    fulfillmentOrders: workOf(order).orders.map((workOrder) => ({
      id: gid("FulfillmentOrder", workOrder.id),
      status: workOrder.status,
      location: locationName(workOrder.locationId),
      holds: workOrder.holds.map(({ reason, reasonNotes }) => ({ reason, note: reasonNotes })),
      lines: workOrder.lines.map(({ lineId, total, remaining }) => ({ sku: sku(lineId), total, remaining })),
    })),
    fulfillments: order.fulfillments.map((sent) => ({
      id: gid("Fulfillment", sent.id),
      name: sent.name,
      status: sent.status,
      location: locationName(sent.locationId),
      lines: sent.lines.map(({ lineId, quantity }) => ({ sku: sku(lineId), quantity })),
      tracking: sent.tracking,
      /** Messages that the buyer was sent about it. */
      notices: sent.notices,
    })),
  };
}
