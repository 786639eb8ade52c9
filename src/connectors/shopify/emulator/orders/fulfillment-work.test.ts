import { describe, expect, it } from "vitest";
import { listen, testShop } from "../controls/test-shop.ts";
import { placeWishedOrder } from "../controls/place-orders.ts";
import type { OrderWish } from "../controls/order-schema.ts";
import { addLocation } from "../seed/add-location.ts";
import { gid, orderOfPart, orderPartId } from "../state/ids.ts";
import type { OrderRecord } from "../state/order-records.ts";
import { restoreShop, snapshotShop } from "../state/shop.ts";
import { findWorkOrder, workOf } from "./fulfillment-work.ts";
import { displayFulfillmentStatus, fulfillmentStatus } from "./statuses.ts";

function warehouse() {
  const parts = testShop();
  const { shop, control } = parts;
  addLocation(shop, { name: store });
  const order = (wish: OrderWish) => {
    const placed = placeWishedOrder(shop, { shipping: "9.95", ...wish });
    const act = (name: string, body: unknown = {}) =>
      control("POST", `/orders/{id}/${name}`, body, { id: placed.id });
    return { order: placed, act };
  };
  const named = (name: string) => {
    const found = [...shop.data.locations.values()].find((location) => location.name === name);
    if (!found) throw new Error(`no location ${name}`);
    return found.id;
  };
  const stock = (sku: string, available: Record<string, number>) => {
    const variant = [...shop.data.variants.values()].find((candidate) => candidate.sku === sku);
    if (!variant) throw new Error(`no variant ${sku}`);
    variant.available = Object.fromEntries(
      Object.entries(available).map(([name, units]) => [named(name), units]),
    );
  };
  /** Location, status, and units of each: SKU, total, remaining. */
  const told = (of: OrderRecord) =>
    workOf(of).orders.map((workOrder) => [
      shop.data.locations.get(workOrder.locationId ?? "")?.name,
      workOrder.status,
      ...workOrder.lines.map(({ lineId, total, remaining }) => {
        const sku = of.lines.find(({ id }) => id === lineId)?.sku ?? "";
        return `${sku} ${remaining}/${total}`;
      }),
    ]);
  return { ...parts, order, stock, told };
}

const main = "Main Warehouse";
const store = "Second Warehouse";

describe("fulfillment orders of a new order", () => {
  it("are one for the location that has everything", () => {
    const { order, stock, told } = warehouse();
    stock("MUG-STONE", { [main]: 1, [store]: 5 });
    stock("TEA-100", { [main]: 9, [store]: 9 });
    const { order: placed } = order({ lines: [{ sku: "MUG-STONE", quantity: 3 }, { sku: "TEA-100" }] });
    expect(told(placed)).toEqual([[store, "OPEN", "MUG-STONE 3/3", "TEA-100 1/1"]]);
  });

  it("are one for each location when none has everything", () => {
    const { order, stock, told } = warehouse();
    stock("MUG-STONE", { [store]: 5 });
    stock("TEA-100", { [main]: 9 });
    const { order: placed } = order({ lines: [{ sku: "MUG-STONE", quantity: 3 }, { sku: "TEA-100" }] });
    expect(told(placed)).toEqual([
      [store, "OPEN", "MUG-STONE 3/3"],
      [main, "OPEN", "TEA-100 1/1"],
    ]);
  });

  it("keep what needs no shipping apart, leave out tips, and follow the point of sale", () => {
    const { order, told } = warehouse();
    const { order: placed } = order({
      lines: [{ sku: "MUG-STONE" }, { title: "Advice", price: "5", requiresShipping: false }],
      tip: "2.00",
    });
    expect(told(placed)).toEqual([
      [main, "OPEN", "MUG-STONE 1/1"],
      [main, "OPEN", " 1/1"],
    ]);
    expect(workOf(placed).orders.map(({ methodType }) => methodType)).toEqual(["SHIPPING", "NONE"]);
    const { order: sold } = order({ lines: [{ sku: "MUG-STONE" }], pos: store });
    expect(told(sold)).toEqual([[store, "OPEN", "MUG-STONE 1/1"]]);
    expect(workOf(sold).orders.map(({ methodType }) => methodType)).toEqual(["RETAIL"]);
  });

  it("are not kept until something happens to them, and have the same ids all along", async () => {
    const { shop, order } = warehouse();
    const { order: placed, act } = order({ lines: [{ sku: "MUG-STONE", quantity: 2 }] });
    const ids = () => workOf(placed).orders.flatMap(({ id, lines }) => [id, ...lines.map((line) => line.id)]);
    const before = ids();
    expect(placed.work).toBeNull();
    const snapshot = snapshotShop(shop);
    await act("fulfil", { lines: [{ line: 0, quantity: 1 }] });
    expect(placed.work).not.toBeNull();
    expect(ids()).toEqual(before);
    restoreShop(shop, snapshot, { keepNumbers: true });
    const again = shop.data.orders.get(placed.id);
    expect(again && workOf(again).orders.map(({ id }) => id)).toEqual([before[0]]);
    expect(findWorkOrder(shop, before[0] ?? "")?.order.id).toBe(placed.id);
    expect(findWorkOrder(shop, "999")).toBeUndefined();
    expect(findWorkOrder(shop, "x")).toBeUndefined();
  });

  it("are not kept either when everything is sent at once, and tell the same as before", async () => {
    const { order, told } = warehouse();
    const { order: placed, act } = order({ lines: [{ sku: "MUG-STONE", quantity: 2 }, { sku: "TEA-100" }] });
    await act("fulfil");
    expect(placed.work).toBeNull();
    expect(told(placed)).toEqual([[main, "CLOSED", "MUG-STONE 0/2", "TEA-100 0/1"]]);
    await act("unfulfil");
    expect(told(placed)).toEqual([
      [main, "CLOSED", "MUG-STONE 2/2", "TEA-100 1/1"],
      [main, "OPEN", "MUG-STONE 2/2", "TEA-100 1/1"],
    ]);
    const { order: moved, act: onMoved } = order({ lines: [{ sku: "MUG-STONE" }] });
    await onMoved("fulfil", { location: store });
    expect(told(moved)).toEqual([[store, "CLOSED", "MUG-STONE 0/1"]]);
  });

  it("are found by their number, however large that is", () => {
    const { shop, order } = warehouse();
    for (const largeIds of [false, true])
      for (let count = 0; count < 3; count++) {
        const { order: placed } = order({ largeIds });
        for (const place of [0, 1, 32_770]) {
          const id = orderPartId("FulfillmentOrder", placed.id, place);
          expect(orderOfPart("FulfillmentOrder", id, shop.settings.seed)).toBe(placed.id);
        }
        expect(() => orderPartId("FulfillmentOrder", placed.id, 32_771)).toThrow(RangeError);
      }
  });
});

describe("fulfillment orders go with the order", () => {
  it("through edits: fewer, more, and other lines", async () => {
    const { order, told } = warehouse();
    const { order: placed, act } = order({ lines: [{ sku: "MUG-STONE", quantity: 3 }] });
    await act("edit", { quantities: [{ line: 0, quantity: 1 }] });
    expect(told(placed)).toEqual([[main, "OPEN", "MUG-STONE 1/1"]]);
    await act("edit", { quantities: [{ line: 0, quantity: 2 }], add: [{ sku: "TEA-100", quantity: 2 }] });
    expect(told(placed)).toEqual([
      [main, "OPEN", "MUG-STONE 2/2"],
      [main, "OPEN", "TEA-100 2/2"],
    ]);
    await act("edit", { quantities: [{ line: 0, quantity: 0 }] });
    expect(told(placed).map(([, status]) => status)).toEqual(["CLOSED", "OPEN"]);
  });

  it("through refunds of what waits, and of what has been sent", async () => {
    const { order, told } = warehouse();
    const { order: placed, act } = order({ lines: [{ sku: "MUG-STONE", quantity: 4 }] });
    await act("fulfil", { lines: [{ line: 0, quantity: 1 }] });
    // A return takes the unit that was sent: three still wait.
    await act("refund", { lines: [{ line: 0, quantity: 1 }] });
    expect(told(placed)).toEqual([[main, "IN_PROGRESS", "MUG-STONE 3/4"]]);
    await act("refund", { lines: [{ line: 0, quantity: 1, restock: false }] });
    expect(told(placed)).toEqual([[main, "IN_PROGRESS", "MUG-STONE 2/3"]]);
    expect(fulfillmentStatus(placed)).toBe("PARTIALLY_FULFILLED");
    await act("fulfil");
    expect(told(placed)).toEqual([[main, "CLOSED", "MUG-STONE 0/3"]]);
    expect(placed.fulfillments.map(({ name, lines }) => [name, lines[0]?.quantity])).toEqual([
      [`${placed.name}-F1`, 1],
      [`${placed.name}-F2`, 2],
    ]);
    expect(fulfillmentStatus(placed)).toBe("FULFILLED");
  });

  it("through cancelling, also from a hold", async () => {
    const { order, told } = warehouse();
    const { order: placed, act } = order({ lines: [{ sku: "MUG-STONE", quantity: 2 }] });
    await act("hold");
    await act("cancel");
    expect(told(placed)).toEqual([[main, "CLOSED", "MUG-STONE 0/0"]]);
    await expect(act("fulfil")).rejects.toThrow("is cancelled");
  });
});

describe("staff", () => {
  it("send from each location what is to be sent from there", async () => {
    const { order, stock, told } = warehouse();
    stock("MUG-STONE", { [store]: 5 });
    stock("TEA-100", { [main]: 9 });
    const { order: placed, act } = order({ lines: [{ sku: "MUG-STONE" }, { sku: "TEA-100" }] });
    await act("fulfil", { tracking: { company: "Post", numbers: ["1", "2"] }, notifyCustomer: true });
    expect(told(placed).map(([location, status]) => [location, status])).toEqual([
      [store, "CLOSED"],
      [main, "CLOSED"],
    ]);
    expect(
      placed.fulfillments.map(({ lines, notices, tracking }) => [lines.length, notices, tracking]),
    ).toEqual(Array.from({ length: 2 }, () => [1, 1, { company: "Post", numbers: ["1", "2"], urls: [] }]));
  });

  it("send from another location what they have moved there", async () => {
    const { shop, order, told } = warehouse();
    const { order: placed, act } = order({ lines: [{ sku: "MUG-STONE", quantity: 3 }] });
    const heard = listen(shop);
    await act("fulfil", { lines: [{ line: 0, quantity: 2 }], location: store });
    expect(told(placed)).toEqual([
      [main, "OPEN", "MUG-STONE 1/1"],
      [store, "CLOSED", "MUG-STONE 0/2"],
    ]);
    expect(heard.map(({ topic }) => topic)).toEqual([
      "fulfillment_orders/moved",
      "orders/updated",
      "orders/partially_fulfilled",
      "orders/updated",
    ]);
  });

  it("hold, release and move, which the order's status shows", async () => {
    const { order, told } = warehouse();
    const { order: placed, act } = order({ lines: [{ sku: "MUG-STONE", quantity: 3 }, { sku: "TEA-100" }] });
    await act("hold", { reason: "incorrect_address", lines: [{ sku: "MUG-STONE", quantity: 1 }] });
    expect(told(placed)).toEqual([
      [main, "ON_HOLD", "MUG-STONE 1/1"],
      [main, "OPEN", "MUG-STONE 2/2", "TEA-100 1/1"],
    ]);
    expect(displayFulfillmentStatus(placed)).toBe("UNFULFILLED");
    await act("fulfil");
    expect(displayFulfillmentStatus(placed)).toBe("ON_HOLD");
    await expect(act("fulfil")).rejects.toThrow("nothing is left to ship on #1001 but what is on hold");
    await act("move", { to: store });
    await act("release");
    expect(told(placed)).toEqual([
      [store, "OPEN", "MUG-STONE 1/1"],
      [main, "CLOSED", "MUG-STONE 0/2", "TEA-100 0/1"],
    ]);
    expect(displayFulfillmentStatus(placed)).toBe("PARTIALLY_FULFILLED");
    await act("fulfil");
    expect(displayFulfillmentStatus(placed)).toBe("FULFILLED");
    await expect(act("release")).rejects.toThrow("is on hold");
  });

  it("give waiting units together when they are moved to where others wait", async () => {
    const { order, stock, told } = warehouse();
    stock("MUG-STONE", { [store]: 5, [main]: 5 });
    stock("TEA-100", { [main]: 9 });
    stock("TOTE-01", { [store]: 9 });
    const { order: placed, act } = order({
      lines: [{ sku: "TEA-100", quantity: 2 }, { sku: "TOTE-01" }, { sku: "MUG-STONE" }],
    });
    expect(told(placed).map(([location]) => location)).toEqual([main, store]);
    await act("move", { to: store, lines: [{ sku: "MUG-STONE", quantity: 1 }] });
    expect(told(placed)).toEqual([
      [main, "OPEN", "TEA-100 2/2"],
      [store, "CLOSED", "TOTE-01 0/0"],
      [store, "OPEN", "TOTE-01 1/1", "MUG-STONE 1/1"],
    ]);
  });

  it("take a fulfillment back: what waits gets its units again", async () => {
    const { shop, order, told } = warehouse();
    const { order: placed, act } = order({ lines: [{ sku: "MUG-STONE", quantity: 3 }] });
    await act("fulfil", { lines: [{ line: 0, quantity: 1 }] });
    const heard = listen(shop);
    await act("track", { fulfillment: "F1", tracking: { number: "T1" }, notifyCustomer: true });
    await act("unfulfil", { fulfillment: "F1" });
    expect(told(placed)).toEqual([[main, "OPEN", "MUG-STONE 3/3"]]);
    expect(fulfillmentStatus(placed)).toBe("UNFULFILLED");
    expect(placed.fulfillments).toMatchObject([
      { status: "CANCELLED", notices: 1, tracking: { numbers: ["T1"] } },
    ]);
    expect(heard.map(({ topic }) => topic)).toEqual([
      "fulfillments/update",
      "orders/updated",
      "fulfillments/update",
      "orders/updated",
    ]);
    await expect(act("unfulfil")).rejects.toThrow("has no fulfillment at all");
  });

  it("see the warehouse by a control", async () => {
    const { order, control } = warehouse();
    const { order: placed, act } = order({ lines: [{ sku: "MUG-STONE", quantity: 2 }] });
    await act("fulfil", { lines: [{ line: 0, quantity: 1 }] });
    expect(await control("GET", "/orders/{id}/fulfilment", {}, { id: placed.id })).toMatchObject({
      id: gid("Order", placed.id),
      fulfillmentStatus: "PARTIALLY_FULFILLED",
      fulfillmentOrders: [
        { status: "IN_PROGRESS", location: main, lines: [{ sku: "MUG-STONE", total: 2, remaining: 1 }] },
      ],
      fulfillments: [{ name: `${placed.name}-F1`, lines: [{ sku: "MUG-STONE", quantity: 1 }], notices: 0 }],
    });
  });
});

describe("closing of paid orders that were sent", () => {
  it("follows the switch, and waits for the money", async () => {
    const { shop, order } = warehouse();
    const { order: paid, act } = order({});
    await act("fulfil");
    expect(paid.closedAt).not.toBeNull();
    const { order: unpaid, act: onUnpaid } = order({ paid: false });
    await onUnpaid("fulfil");
    expect(unpaid.closedAt).toBeNull();
    shop.switches = { ...shop.switches, archiveFulfilledOrders: false, partlyFulfilledWork: "OPEN" };
    const { order: kept, act: onKept } = order({ lines: [{ sku: "MUG-STONE", quantity: 2 }] });
    await onKept("fulfil", { lines: [{ line: 0, quantity: 1 }] });
    expect(workOf(kept).orders.map(({ status }) => status)).toEqual(["OPEN"]);
    await onKept("fulfil");
    expect(kept.closedAt).toBeNull();
  });
});
