import { expect, it } from "vitest";
import { placeWishedOrder } from "../../controls/place-orders.ts";
import { subscribe, testShop } from "../../controls/test-shop.ts";
import { replaceWork, reportProgress, splitWork } from "../../orders/change-work.ts";
import { keepWork } from "../../orders/fulfillment-work.ts";
import { addLocation } from "../../seed/add-location.ts";
import { gid } from "../../state/ids.ts";
import { asSent } from "./test-as-sent.ts";
import { bodyFaults } from "./test-schemas.ts";

/** An order through the warehouse, with everything that is told of it. */
async function warehouseDay() {
  const { shop, control } = testShop();
  addLocation(shop, { name: "Second Warehouse" });
  const bodies: { readonly topic: string; readonly body: Record<string, unknown> }[] = [];
  const publish = shop.publish.bind(shop);
  shop.publish = (events) => {
    for (const event of events) bodies.push({ topic: event.topic, body: asSent(event, shop) });
    publish(events);
  };
  const order = placeWishedOrder(shop, { lines: [{ sku: "MUG-STONE", quantity: 6 }] });
  const act = (name: string, body: unknown = {}) =>
    control("POST", `/orders/{id}/${name}`, body, { id: order.id });
  const first = () => {
    const found = keepWork(order).orders.findLast(({ status }) => status !== "CLOSED");
    if (!found) throw new Error("nothing is left to do");
    return found;
  };
  await act("hold", { note: "Wait", lines: [{ line: 0, quantity: 2 }] });
  await act("release");
  await act("move", { to: "Second Warehouse", lines: [{ line: 0, quantity: 1 }] });
  const [line] = first().lines;
  if (!line) throw new Error("no line is left");
  splitWork(shop, order, first(), [{ line, quantity: 1 }]);
  replaceWork(shop, order, first());
  reportProgress(shop, order, first(), { isUnderWay: true, reasonNotes: "Being packed" });
  reportProgress(shop, order, first(), { isUnderWay: false, reasonNotes: null });
  await act("fulfil", { tracking: { company: "Post", number: "1", url: "https://p.example/1" } });
  await act("track", { tracking: { company: "Post", numbers: ["2", "3"] } });
  await act("unfulfil");
  return { shop, order, bodies };
}

it("bodies of fulfillment orders and fulfillments are valid by the published schemas", async () => {
  const { bodies } = await warehouseDay();
  expect(bodies.flatMap(({ topic, body }) => bodyFaults(topic, body))).toEqual([]);
  const topics = new Set(bodies.map(({ topic }) => topic).filter((topic) => topic.startsWith("fulfillment")));
  expect([...topics].sort()).toEqual([
    "fulfillment_holds/added",
    "fulfillment_holds/released",
    "fulfillment_orders/cancelled",
    "fulfillment_orders/hold_released",
    "fulfillment_orders/manually_reported_progress_stopped",
    "fulfillment_orders/moved",
    "fulfillment_orders/placed_on_hold",
    "fulfillment_orders/progress_reported",
    "fulfillment_orders/split",
    "fulfillments/update",
  ]);
});

it("bodies say what happened to which units", async () => {
  const { shop, order, bodies } = await warehouseDay();
  const bodyOf = (topic: string) => bodies.find((sent) => sent.topic === topic)?.body;
  const [first, second] = keepWork(order).orders;
  const id = gid("FulfillmentOrder", first?.id ?? "");
  expect(bodyOf("fulfillment_orders/placed_on_hold")).toMatchObject({
    fulfillment_order: { id, status: "on_hold", fulfillment_holds: [{ reason: "other" }] },
    remaining_fulfillment_order: { id: gid("FulfillmentOrder", second?.id ?? ""), status: "open" },
    held_fulfillment_order_line_items: [
      { id: gid("FulfillmentOrderLineItem", first?.lines[0]?.id ?? ""), quantity: 2 },
    ],
    created_fulfillment_hold: { reason_notes: "Wait", held_by_requesting_app: false, held_by_app: null },
  });
  const [home] = shop.data.locations.keys();
  expect(bodyOf("fulfillment_orders/moved")).toMatchObject({
    original_fulfillment_order: { id, assigned_location_id: gid("Location", home ?? "") },
    source_location: { id: gid("Location", home ?? "") },
    fulfillment_order_line_items_requested: [{ quantity: 1 }],
  });
  const updates = bodies.filter(({ topic }) => topic === "fulfillments/update").map(({ body }) => body);
  expect(updates).toMatchObject([
    { status: "success", tracking_number: "2", tracking_numbers: ["2", "3"], tracking_urls: [] },
    { status: "cancelled" },
  ]);
});

it("where a new order is sent from is told who asked for it, after the order itself", () => {
  const { shop, sender } = testShop();
  shop.installation.scopes = [...shop.installation.scopes, "read_merchant_managed_fulfillment_orders"];
  subscribe(shop, "FULFILLMENT_ORDERS_ORDER_ROUTING_COMPLETE", "pubsub://project:topic");
  subscribe(shop, "ORDERS_CREATE", "pubsub://project:topic");
  const order = placeWishedOrder(shop, {});
  expect(sender.deliveries.map(({ topic }) => topic)).toEqual([
    "orders/create",
    "fulfillment_orders/order_routing_complete",
  ]);
  expect(order.work).toBeNull();
});
