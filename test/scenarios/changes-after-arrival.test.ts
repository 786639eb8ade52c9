import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSmallWorld, type PlacedOrder, type SmallWorld } from "#test/support/small-world.ts";
import {
  change,
  questionAbout,
  salesOrdersNamed,
  storyOf,
  theSalesOrder,
  watchCalls,
  whenQuiet,
} from "#test/support/story.ts";

let world: SmallWorld;
beforeAll(async () => {
  world = await startSmallWorld();
});
afterAll(() => world.stop());

/** Two mugs and a towel with post, paid, and in Unleashed. */
async function arrived(more: Readonly<Record<string, unknown>> = {}): Promise<PlacedOrder> {
  const order = await world.place({
    lines: [{ sku: "MUG-STONE", quantity: 2 }, { sku: "TWL-LINEN" }],
    shipping: "9.95",
    customer: { firstName: "Ida", lastName: "Larkspur", email: "ida@mail.example" },
    ...more,
  });
  await world.standing(order.name, "synced");
  await whenQuiet(world);
  return order;
}

describe("an order that changes after its sales order arrived", () => {
  it.each([
    ["cancelled", "cancel", {}, "ORDER_CANCELLED_AFTER_ARRIVAL", /was cancelled/],
    [
      "cancelled without a refund",
      "cancel",
      { refund: false },
      "ORDER_CANCELLED_AFTER_ARRIVAL",
      /was cancelled/,
    ],
    ["refunded in full", "refund", {}, "ORDER_REFUNDED_AFTER_ARRIVAL", /a refund was made/],
    [
      "refunded in part",
      "refund",
      { lines: [{ line: 0, quantity: 1 }] },
      "ORDER_REFUNDED_AFTER_ARRIVAL",
      /2 → 1/,
    ],
    ["given money back", "refund", { amount: "1.00" }, "ORDER_REFUNDED_AFTER_ARRIVAL", /a refund was made/],
    [
      "edited down",
      "edit",
      { quantities: [{ line: 0, quantity: 1 }] },
      "ORDER_EDITED_AFTER_ARRIVAL",
      /2 → 1/,
    ],
    [
      "edited up",
      "edit",
      { add: [{ sku: "NTB-DOT" }] },
      "ORDER_EDITED_AFTER_ARRIVAL",
      /"Notebook, Dotted" added/,
    ],
    [
      "sent elsewhere",
      "update",
      {
        shippingAddress: {
          firstName: "Ida",
          lastName: "Larkspur",
          address1: "7 Quarry Street",
          city: "Perth",
          zip: "6000",
          countryCode: "AU",
        },
      },
      "ORDER_DELIVERY_CHANGED_AFTER_ARRIVAL",
      /shipping address changed/,
    ],
  ])(
    "by being %s is for a person; the sales order stays untouched",
    async (_how, action, body, code, words) => {
      const order = await arrived();
      const before = await theSalesOrder(world, order.name);
      const calls = watchCalls(world, "unleashed");
      await change(world, order, action, body);
      const record = await world.standing(order.name, "attention");
      await whenQuiet(world);
      expect(record.outcome.reason).toMatchObject({ code, message: expect.stringMatching(words) as string });
      expect(await salesOrdersNamed(world, order.name)).toEqual([before]);
      expect(calls().map(({ operation }) => operation)).toEqual([]);
      const question = await questionAbout(world, order.name);
      expect(question.attention.choices.map(({ choice }) => choice)).toEqual([
        "accept",
        "leave-out",
        "retry",
      ]);
    },
  );

  it("is not asked about twice once it was accepted, and is asked about when it changes again", async () => {
    const order = await arrived();
    const before = await theSalesOrder(world, order.name);
    await change(world, order, "refund", { lines: [{ line: 0, quantity: 1 }] });
    const first = await questionAbout(world, order.name);
    const settled = await world.hub.resolve(first.id, "accept", "test");
    expect(settled.outcome.state).toBe("unchanged");
    await change(world, order, "update", { tags: ["seen-to"] });
    await whenQuiet(world);
    expect((await world.standing(order.name, "unchanged")).outcome.reason.code).toBe("ORDER_UNCHANGED");
    await change(world, order, "cancel", {});
    const second = await questionAbout(world, order.name);
    expect(second.attention.code).toBe("ORDER_CANCELLED_AFTER_ARRIVAL");
    await world.hub.resolve(second.id, "leave-out", "test");
    expect((await world.standing(order.name, "skipped")).outcome.reason.code).toBe("LEFT_OUT_BY_PERSON");
    expect(await theSalesOrder(world, order.name)).toEqual(before);
  });

  it("is asked about once, however often the change is announced, and the question goes when it was undone", async () => {
    const home = {
      firstName: "Ida",
      lastName: "Larkspur",
      address1: "1 High Street",
      city: "Newtown",
      zip: "2042",
    };
    const order = await arrived({ shippingAddress: home });
    await change(world, order, "update", { shippingAddress: { ...home, address1: "3 High Street" } });
    await questionAbout(world, order.name);
    for (const note of ["one", "two", "three"]) await change(world, order, "update", { note });
    await whenQuiet(world);
    const open = (await world.hub.attention()).filter(({ title }) => title === order.name);
    expect(open).toHaveLength(1);
    await change(world, order, "update", { shippingAddress: home });
    await world.standing(order.name, "unchanged");
    expect((await world.hub.attention()).filter(({ title }) => title === order.name)).toEqual([]);
    const { journal } = await storyOf(world, order.name);
    expect(journal.map(({ code }) => code)).toEqual(
      expect.arrayContaining([
        "WRITTEN_AND_READ_BACK",
        "ORDER_DELIVERY_CHANGED_AFTER_ARRIVAL",
        "ORDER_UNCHANGED",
      ]),
    );
  });
});

describe("what does not concern the sales order", () => {
  it.each([
    ["a tag", "update", { tags: ["gift", "vip"] }],
    ["a note", "update", { note: "Ring twice" }],
    ["a purchase order number", "update", { poNumber: "PO-7" }],
    [
      "a billing address",
      "update",
      { billingAddress: { address1: "9 Elsewhere", city: "Hobart", countryCode: "AU" } },
    ],
    ["fulfilment", "fulfil", { tracking: { company: "Example Post", number: "EX1" } }],
    ["part of the fulfilment", "fulfil", { lines: [{ line: 0, quantity: 1 }] }],
    ["nothing but its time", "update", {}],
  ])("such as %s leaves the order unchanged and asks Unleashed nothing", async (_what, action, body) => {
    const order = await arrived();
    const before = await theSalesOrder(world, order.name);
    const calls = watchCalls(world, "unleashed");
    await change(world, order, action, body);
    await world.standing(order.name, "unchanged");
    await whenQuiet(world);
    expect(calls().map(({ operation }) => operation)).toEqual([]);
    expect(await theSalesOrder(world, order.name)).toEqual(before);
    expect((await storyOf(world, order.name)).record.outcome.reason.code).toBe("ORDER_UNCHANGED");
  });
});

describe("an order that is deleted in the shop after it arrived", () => {
  it("is a question, and the sales order stays as it is until somebody has seen to it", async () => {
    const order = await world.place();
    await world.standing(order.name, "synced", "unchanged");
    const before = (await world.salesOrders()).find(({ OrderNumber }) => OrderNumber === order.name);
    await world.control(`/shopify/acme/orders/${order.id.split("/").at(-1) ?? ""}/delete`, {});
    const record = await world.standing(order.name, "attention");
    expect(record.outcome.reason.code).toBe("ORDER_DELETED_AFTER_ARRIVAL");
    expect((await world.salesOrders()).find(({ OrderNumber }) => OrderNumber === order.name)).toEqual(before);
    const open = (await world.hub.attention("acme-unleashed")).find(({ title }) => title === order.name);
    const settled = await world.hub.resolve(open?.id ?? "", "leave-out", "test");
    expect(settled.outcome).toMatchObject({ state: "skipped", reason: { code: "DELETED_IN_SHOP" } });
  });
});
