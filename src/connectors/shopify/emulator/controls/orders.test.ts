import { describe, expect, it } from "vitest";
import { financialStatus, fulfillmentStatus } from "../orders/statuses.ts";
import { placeWishedOrder } from "./place-orders.ts";
import type { OrderWish } from "./order-schema.ts";
import { listen, testShop } from "./test-shop.ts";

function placed(wish: OrderWish) {
  const parts = testShop();
  const heard = listen(parts.shop);
  const order = placeWishedOrder(parts.shop, wish);
  const act = (name: string, body: unknown = {}) =>
    parts.control("POST", `/orders/{id}/${name}`, body, { id: order.id });
  return { ...parts, heard, order, act, topics: () => heard.map(({ topic }) => topic) };
}

describe("placing", () => {
  it.each([
    ["PAID", ["orders/create", "orders/paid", "orders/updated"]],
    ["PENDING", ["orders/create", "orders/updated"]],
    ["AUTHORIZED", ["orders/create", "orders/updated"]],
    ["EXPIRED", ["orders/create", "orders/updated"]],
    ["PARTIALLY_PAID", ["orders/create", "orders/updated"]],
    ["VOIDED", ["orders/create", "orders/updated", "orders/updated"]],
    ["REFUNDED", ["orders/create", "orders/paid", "orders/updated", "refunds/create", "orders/updated"]],
    [
      "PARTIALLY_REFUNDED",
      ["orders/create", "orders/paid", "orders/updated", "refunds/create", "orders/updated"],
    ],
  ] as const)("%s", (status, expected) => {
    const { shop, order, topics } = placed({
      financialStatus: status,
      lines: [{ sku: "MUG-STONE", quantity: 2 }],
      shipping: "5.00",
      duties: "1.00",
    });
    expect(financialStatus(order, shop.clock.now())).toBe(status);
    expect(topics()).toEqual(expected);
  });

  it("tells of a customer whom nobody knew before the order", () => {
    const { topics, order, shop } = placed({
      customer: { email: "first@mail.example", addresses: [{ address1: "1 Lane", countryCode: "NZ" }] },
    });
    expect(topics()[0]).toBe("customers/create");
    expect(order.shippingAddress).toMatchObject({ address1: "1 Lane", country: "New Zealand" });
    placeWishedOrder(shop, { customer: { email: "FIRST@mail.example" } });
    expect(shop.data.customers.get(order.customerId ?? "")?.orderIds).toHaveLength(2);
  });

  it("draws the same products and customers for the same seed, and only plain ones", () => {
    const draw = () => {
      const { shop } = testShop();
      return Array.from({ length: 60 }, () => {
        const order = placeWishedOrder(shop, {});
        return [order.id, order.lines[0]?.sku, order.email];
      });
    };
    const first = draw();
    expect(draw()).toEqual(first);
    const skus = first.map(([, sku]) => sku);
    expect(skus).not.toContain("TOTE-01");
    expect(skus).not.toContain("GIFT-25");
    expect(skus).not.toContain("LMP-OLD");
    expect(skus).not.toContain(null);
    expect(new Set(skus).size).toBeGreaterThan(10);
  });

  it("by a company takes its contact and its location's addresses", () => {
    const { order, shop } = placed({ company: "HARB-01", companyLocation: "Harbourline Perth" });
    expect(order.shippingAddress).toMatchObject({ city: "Perth", company: "Harbourline Hotels" });
    expect(order.billingAddress).toMatchObject({ city: "Sydney" });
    expect(shop.data.customers.get(order.customerId ?? "")?.email).toBe("purchasing@harbourline.example");
    expect(order.company?.contactId).not.toBeNull();
  });

  it("keeps source, location, tags, note, attributes, and times", () => {
    const { order } = placed({
      source: "4711",
      sourceIdentifier: "ext-1",
      location: "Fitzroy Store",
      tags: ["b", " a", "B"],
      note: "Ring",
      poNumber: "PO-9",
      attributes: { gift: "yes", blank: null },
      createdAt: "2026-02-01T00:00:00Z",
      processedAt: "2026-01-31T00:00:00Z",
      test: true,
      locale: "de",
    });
    expect(order).toMatchObject({
      sourceName: "4711",
      appId: "4711",
      sourceIdentifier: "ext-1",
      retailLocationId: expect.any(String),
      tags: ["a", "b"],
      note: "Ring",
      poNumber: "PO-9",
      customAttributes: [
        { key: "gift", value: "yes" },
        { key: "blank", value: null },
      ],
      createdAt: Date.UTC(2026, 1, 1),
      processedAt: Date.UTC(2026, 0, 31),
      test: true,
      customerLocale: "de",
    });
  });

  it("takes payments one by one", () => {
    const { order, shop } = placed({
      lines: [{ title: "A", price: "100.00", taxable: false }],
      payments: [
        { gateway: "gift_card", amount: "20" },
        { gateway: "paypal", amount: "30.00" },
        { gateway: "shopify_payments", kind: "AUTHORIZATION" },
      ],
    });
    expect(order.transactions.map(({ gateway, amount }) => [gateway, amount.shop])).toEqual([
      ["gift_card", 2000n],
      ["paypal", 3000n],
      ["shopify_payments", 5000n],
    ]);
    expect([...shop.data.giftCards.values()]).toMatchObject([{ balance: { shop: 0n } }]);
  });

  it("sells a gift card as a card", () => {
    const { shop, order } = placed({ lines: [{ sku: "GIFT-100", quantity: 2 }] });
    expect([...shop.data.giftCards.values()]).toMatchObject([
      { orderId: order.id, balance: { shop: 10_000n } },
      { orderId: order.id },
    ]);
    expect(order.lines[0]).toMatchObject({ isGiftCard: true, taxLines: [] });
  });
});

describe("what happens to an order", () => {
  it("paying captures what was authorized, else takes what is outstanding", async () => {
    const card = placed({ financialStatus: "authorized" });
    await card.act("pay");
    expect(card.order.transactions.map(({ kind }) => kind)).toEqual(["AUTHORIZATION", "CAPTURE"]);
    expect(card.topics().slice(-2)).toEqual(["orders/paid", "orders/updated"]);
    await expect(card.act("pay")).rejects.toThrow("nothing is left to pay");
    const bank = placed({ paid: false, lines: [{ title: "A", price: "10.00", taxable: false }] });
    await bank.act("pay", { amount: "4" });
    expect(financialStatus(bank.order, 0)).toBe("PARTIALLY_PAID");
    expect(await bank.act("pay")).toMatchObject({ orders: [{ financialStatus: "PAID", total: "10.00" }] });
  });

  it("editing changes units, adds lines, and tells which", async () => {
    const { act, order, heard } = placed({ lines: [{ sku: "MUG-STONE", quantity: 3 }, { sku: "TEA-100" }] });
    const answer = await act("edit", {
      quantities: [
        { sku: "MUG-STONE", quantity: 1 },
        { line: 1, quantity: 2 },
      ],
      add: [{ sku: "CHOC-80" }],
      note: "as told on the phone",
    });
    expect(answer).toMatchObject({ orders: [{ name: order.name, cancelled: false }] });
    const edited = heard.find((event) => event.topic === "orders/edited");
    const [mug, tea, chocolate] = order.lines.map(({ id }) => id);
    expect(edited).toMatchObject({
      edit: {
        staffNote: "as told on the phone",
        removals: [{ lineId: mug, delta: 2 }],
        additions: [
          { lineId: tea, delta: 1 },
          { lineId: chocolate, delta: 1 },
        ],
      },
    });
    await expect(act("edit", { quantities: [{ sku: "MUG-STONE", quantity: 1 }] })).rejects.toThrow(
      "at least one change",
    );
    await expect(act("edit", { quantities: [{ sku: "NOPE", quantity: 1 }] })).rejects.toThrow(
      "has no line NOPE",
    );
  });

  it("cancelling gives the money back unless told otherwise, once", async () => {
    const { act, order, topics } = placed({});
    expect(await act("cancel", { reason: "fraud" })).toMatchObject({
      orders: [{ cancelled: true, financialStatus: "REFUNDED", currentTotal: "0.00" }],
    });
    expect(order.cancelReason).toBe("FRAUD");
    expect(topics()).toContain("orders/cancelled");
    await expect(act("cancel")).rejects.toThrow("already been canceled");
    const kept = placed({});
    await kept.act("cancel", { refund: false });
    expect(financialStatus(kept.order, 0)).toBe("PAID");
  });

  it("refunding takes goods, money, or both", async () => {
    const goods = placed({ lines: [{ title: "A", price: "10.00", quantity: 2, taxable: false }] });
    await goods.act("refund", { lines: [{ line: 0, quantity: 1 }] });
    expect(goods.order.refunds[0]).toMatchObject({ restock: true, lines: [{ quantity: 1 }] });
    expect(financialStatus(goods.order, 0)).toBe("PARTIALLY_REFUNDED");
    await expect(goods.act("refund", { lines: [{ line: 0, quantity: 2 }] })).rejects.toThrow(
      "more items than were purchased",
    );
    const money = placed({ lines: [{ title: "A", price: "10.00", taxable: false }] });
    expect(await money.act("refund", { amount: "2.50" })).toMatchObject({
      orders: [{ total: "10.00", currentTotal: "7.50" }],
    });
    const neither = placed({ lines: [{ title: "A", price: "10.00", taxable: false }] });
    await neither.act("refund", { lines: [{ line: 0, restock: false }], amount: "0" });
    expect(neither.order.refunds[0]).toMatchObject({ transactionIds: [], restock: false });
    expect(neither.topics()).toContain("refunds/create");
  });

  it("shipping in parts, then the rest", async () => {
    const { act, order, topics } = placed({ lines: [{ sku: "MUG-STONE", quantity: 3 }] });
    await act("fulfil", { lines: [{ line: 0, quantity: 1 }], location: "Fitzroy Store" });
    expect(topics()).toContain("orders/partially_fulfilled");
    await act("fulfil", { tracking: { number: "T1" } });
    expect(fulfillmentStatus(order)).toBe("FULFILLED");
    expect(topics()).toContain("orders/fulfilled");
    await expect(act("fulfil")).rejects.toThrow("nothing is left to ship");
  });

  it("changing what is not money, announcing again, and deleting", async () => {
    const { act, order, shop, topics, heard } = placed({});
    const buyer = shop.data.customers.get(order.customerId ?? "");
    await act("update", { tags: ["urgent"], note: null, shippingAddress: null, customer: null });
    expect(order).toMatchObject({ tags: ["urgent"], note: null, shippingAddress: null, customerId: null });
    expect(buyer?.orderIds).toEqual([]);
    heard.length = 0;
    await act("announce", { topics: ["orders/paid", "orders/create"] });
    expect(topics()).toEqual(["orders/paid", "orders/create"]);
    await expect(act("announce", { topics: ["orders/edited"] })).rejects.toThrow("never edited");
    await act("delete");
    expect(shop.data.orders.size).toBe(0);
    expect(topics().at(-1)).toBe("orders/delete");
    await expect(act("pay")).rejects.toThrow("no order has the id");
  });

  it("finds the order by its name too", async () => {
    const { control, order } = placed({});
    const answer = await control("POST", "/orders/{id}/update", {}, { id: order.name.slice(1) });
    expect(answer).toMatchObject({ orders: [{ name: order.name }] });
  });
});
