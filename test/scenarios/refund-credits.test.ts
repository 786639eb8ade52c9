/**
 * What a shop gives back after an order has arrived becomes a free credit in Unleashed: of what was given back, once, with goods that came
 * back put into stock. What a credit cannot say exactly is asked.
 */
import { afterEach, describe, expect, it } from "vitest";
import type { WireCreditNote } from "#connectors/unleashed/schema.ts";
import { startSmallWorld, type PlacedOrder, type SmallWorld } from "#test/support/small-world.ts";
import {
  change,
  numericId,
  storyOf,
  theSalesOrder,
  watchCalls,
  whenQuiet,
  writesOf,
} from "#test/support/story.ts";

let world: SmallWorld;
afterEach(() => world.stop());

interface Refund {
  readonly id: string;
  readonly total: string;
}

async function open(refunds: Readonly<Record<string, unknown>> = {}): Promise<void> {
  world = await startSmallWorld({ settings: { refunds: { mode: "credit", ...refunds } } });
}

/** Three mugs at 22.00 and a towel at 33.00, tax of ten percent inside, shipping 11.00: 110.00 in all. */
async function buy(more: Readonly<Record<string, unknown>> = {}): Promise<PlacedOrder> {
  const order = await world.place({
    paid: true,
    lines: [
      { sku: "MUG-STONE", title: "Mug", price: "22.00", quantity: 3 },
      { sku: "TWL-LINEN", title: "Towel", price: "33.00", quantity: 1 },
    ],
    shipping: "11.00",
    ...more,
  });
  await world.standing(order.name, "synced");
  await whenQuiet(world);
  return order;
}

async function credits(): Promise<readonly WireCreditNote[]> {
  const { CreditNotes: notes } = await world.control<{ readonly CreditNotes: readonly WireCreditNote[] }>(
    "/unleashed/dump",
  );
  return notes;
}

async function refund(order: PlacedOrder, body: Readonly<Record<string, unknown>>): Promise<void> {
  await change(world, order, "refund", body);
  await whenQuiet(world);
}

const linesOf = (note: WireCreditNote | undefined) =>
  (note?.CreditLines ?? []).map(
    ({ Product: product, CreditQuantity: units, CreditPrice: price, Return: back }) => [
      product?.ProductCode,
      units,
      price,
      back,
    ],
  );

async function refundsOf(order: PlacedOrder): Promise<readonly Refund[]> {
  const { orders } = await world.control<{
    readonly orders: readonly { readonly id: string; readonly refunds: readonly Refund[] }[];
  }>("/shopify/acme/dump?only=orders");
  return orders.find(({ id }) => id === order.id)?.refunds ?? [];
}

const asked = async () => (await world.hub.attention()).map(({ attention }) => attention.code);

describe("a refund", () => {
  it("is credited without tax, to the order's customer; goods that were never sent have nothing to go back to", async () => {
    await open();
    const order = await buy();
    const before = await theSalesOrder(world, order.name);
    await refund(order, { lines: [{ sku: "MUG-STONE", quantity: 2, restock: true }] });
    const [note, ...others] = await credits();
    expect(others).toEqual([]);
    const [{ id } = { id: "" }] = await refundsOf(order);
    expect(note?.Reference).toBe(`${order.name} ${id.split("/").at(-1)}`);
    expect(note?.Status).toBe("Parked");
    expect(linesOf(note)).toEqual([["MUG-STONE", 2, 20, false]]);
    expect(note?.Customer?.Guid).toBe((before["Customer"] as { readonly Guid: string }).Guid);
    expect(note?.Warehouse?.WarehouseCode).toBe(
      (before["Warehouse"] as { WarehouseCode: string }).WarehouseCode,
    );
    // The sales order stays as it is, and nobody is asked.
    expect(await theSalesOrder(world, order.name)).toEqual(before);
    expect(await asked()).toEqual([]);
    expect((await storyOf(world, order.name)).record.outcome.state).toMatch(/synced|unchanged/);
    const story = await storyOf(world, `refund of ${order.name}`);
    expect(story.record.outcome.state).toBe("synced");
  });

  it("of goods that had been sent goes back into stock", async () => {
    await open();
    const order = await buy();
    await change(world, order, "fulfil");
    await whenQuiet(world);
    await refund(order, { lines: [{ sku: "TWL-LINEN", restock: true }] });
    expect(linesOf((await credits())[0])).toEqual([["TWL-LINEN", 1, 30, true]]);
  });

  it("each is credited once, however often it is told and looked at", async () => {
    await open({ moneyProduct: "CHOC-80" });
    const order = await buy();
    await refund(order, { lines: [{ sku: "MUG-STONE", quantity: 1 }] });
    await refund(order, { lines: [{ sku: "MUG-STONE", quantity: 1 }] });
    await refund(order, { shipping: true, lines: [] });
    const notes = await credits();
    expect(notes.map(linesOf)).toEqual([
      [["MUG-STONE", 1, 20, false]],
      [["MUG-STONE", 1, 20, false]],
      [["CHOC-80", 1, 10, false]],
    ]);
    const seen = watchCalls(world, "unleashed");
    await world.hub.sync("acme-unleashed", [order.name]);
    await world.advance("P1D");
    await whenQuiet(world);
    expect(writesOf(seen())).toEqual([]);
    expect(await credits()).toEqual(notes);
  });

  it("whose answer was lost is found again by its Reference and not made twice", async () => {
    await open({ sendGuid: false });
    const order = await buy();
    world.faults("unleashed", { operations: { "POST /CreditNotes/FreeCredit": { answerLost: 1 } } });
    await refund(order, { lines: [{ sku: "TWL-LINEN" }] });
    world.faults("unleashed", {});
    await world.advance("PT1H");
    await whenQuiet(world);
    expect((await credits()).map(linesOf)).toEqual([[["TWL-LINEN", 1, 30, false]]]);
    expect((await storyOf(world, `refund of ${order.name}`)).record.outcome.state).toBe("synced");
  });

  it("that no announcement told of is found by asking", async () => {
    await open();
    const order = await buy();
    await world.control("/shopify/acme/webhooks", { lose: 1 });
    await refund(order, { lines: [{ sku: "TWL-LINEN" }] });
    expect(await credits()).toEqual([]);
    await world.advance("PT6M");
    await whenQuiet(world);
    expect(await credits()).toHaveLength(1);
  });

  it("that somebody deleted over there is not made again", async () => {
    await open();
    const order = await buy();
    await refund(order, { lines: [{ sku: "TWL-LINEN" }] });
    const [note] = await credits();
    await world.control(`/unleashed/creditnotes/${note?.Guid}/delete`, {});
    await world.hub.sync("acme-unleashed", [`refund of ${order.name}`]);
    await whenQuiet(world);
    expect((await credits()).map(({ Status }) => Status)).toEqual(["Deleted"]);
    expect(await asked()).toEqual(["CREDIT_DELETED"]);
  });
});

describe("is asked about", () => {
  it("money besides goods, while no product stands for it; with one it is credited", async () => {
    await open();
    const order = await buy();
    await refund(order, { amount: "5.50" });
    expect(await credits()).toEqual([]);
    expect(await asked()).toEqual(["REFUND_NEEDS_PRODUCT"]);
    await world.hub.apply({
      ...world.configuration,
      connections: world.configuration.connections.map((connection) => ({
        ...connection,
        settings: { ...connection.settings, refunds: { mode: "credit", moneyProduct: "CHOC-80" } },
      })),
    });
    await world.hub.sync("acme-unleashed", [`refund of ${order.name}`]);
    await whenQuiet(world);
    expect((await credits()).map(linesOf)).toEqual([[["CHOC-80", 1, 5.5, false]]]);
    expect(await asked()).toEqual([]);
  });

  it("goods for which less was given than they were worth", async () => {
    await open();
    const order = await buy();
    await refund(order, { lines: [{ sku: "TWL-LINEN" }], amount: "20.00" });
    expect(await credits()).toEqual([]);
    expect(await asked()).toEqual(["REFUND_LESS_THAN_GOODS"]);
  });

  it("an order that was cancelled, with the order and not once more for its refund", async () => {
    await open();
    const order = await buy();
    await change(world, order, "cancel", { refund: true });
    await whenQuiet(world);
    expect(await credits()).toEqual([]);
    expect(await asked()).toEqual(["ORDER_CANCELLED_AFTER_ARRIVAL"]);
    expect((await storyOf(world, `refund of ${order.name}`)).record.outcome).toMatchObject({
      state: "skipped",
      reason: { code: "REFUND_OF_CANCELLED_ORDER" },
    });
  });

  it("an edit beside a refund, of which the refund explains only a part", async () => {
    await open();
    const order = await buy();
    await refund(order, { lines: [{ sku: "TWL-LINEN" }] });
    await change(world, order, "edit", { add: [{ sku: "CHOC-80", quantity: 1 }] });
    await whenQuiet(world);
    expect(await credits()).toHaveLength(1);
    expect(await asked()).toEqual(["ORDER_REFUNDED_AFTER_ARRIVAL"]);
    // What was credited is not to be taken off the sales order as well.
    const [question] = await world.hub.attention();
    expect(question?.attention.message).toMatch(/added/);
    expect(question?.attention.message).not.toMatch(/1 → 0|a refund was made/);
  });
});

describe("no credit is made", () => {
  it("for what was given back before the order arrived: the sales order has no part of it", async () => {
    await open();
    const order = await world.place({ lines: [{ sku: "MUG-STONE", quantity: 3 }], paid: false });
    await whenQuiet(world);
    await change(world, order, "edit", { quantities: [{ line: 0, quantity: 2 }] });
    await change(world, order, "pay");
    await whenQuiet(world);
    expect((await theSalesOrder(world, order.name))["SalesOrderLines"]).toHaveLength(1);
    expect(await credits()).toEqual([]);
  });

  it("unless the settings say so: a person is asked with the order, as ever, and no refund is read", async () => {
    world = await startSmallWorld();
    const order = await buy();
    await refund(order, { lines: [{ sku: "TWL-LINEN" }] });
    expect(await credits()).toEqual([]);
    expect(await asked()).toEqual(["ORDER_REFUNDED_AFTER_ARRIVAL"]);
    const { requests } = world.host.requests("shopify/acme");
    expect(requests.filter(({ operation }) => operation.includes("RefundsById"))).toEqual([]);
    expect(numericId(order)).toMatch(/^\d+$/);
  });
});
