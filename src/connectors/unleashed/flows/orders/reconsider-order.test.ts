import { describe, expect, it } from "vitest";
import { buildOrder, builtAddress, type OrderInput } from "#test/support/order-builder.ts";
import type { Order } from "#domain/order/order.ts";
import { acceptedCode, acceptedValue } from "./accepted.ts";
import { reconsiderOrder } from "./reconsider-order.ts";
import { sourceFacts } from "./source-facts.ts";
import { kept } from "./test-account-of-orders.ts";
import { made, testFacts, testSettings } from "./test-facts.ts";

const input: OrderInput = {
  lines: [
    { price: "10", quantity: 2, title: "Tea" },
    { price: "8", title: "Mug" },
  ],
  shipping: [{ price: "5" }],
};
const order = buildOrder(input);
const settings = testSettings();
const agreed = kept(made(order, testFacts(), settings));

const after = (now: Order) => {
  const answer = reconsiderOrder(now, agreed);
  if (answer.decision === "unchanged") return { code: "unchanged", changes: [] };
  const { attention } = answer;
  expect(attention.choices.map(({ choice }) => choice)).toEqual(["accept", "leave-out", "retry"]);
  return { code: attention.code, changes: attention.detail?.["changes"] as string[] };
};

describe("an order that changes after it arrived", () => {
  it.each<[string, Partial<Order>]>([
    ["tags", { tags: ["packed"] }],
    ["fulfilment", { fulfillmentStatus: "FULFILLED" }],
    ["the note", { note: "ring twice" }],
    ["the time of its last change", { updatedAt: "2026-04-01T00:00:00.000Z" }],
    ["an address that is withheld by now", { shippingAddress: undefined }],
    [
      "parts of the address that are withheld by now",
      { shippingAddress: { ...builtAddress, firstName: undefined, lastName: undefined } },
    ],
  ])("is the same with other %s", (_what, over) =>
    expect(after({ ...order, ...over }).code).toBe("unchanged"),
  );

  it("was cancelled", () => {
    const now = buildOrder({
      lines: [
        { price: "10", quantity: 2, current: 0, title: "Tea" },
        { price: "8", current: 0, title: "Mug" },
      ],
      shipping: [{ price: "5", current: "0" }],
      over: { cancelledAt: "2026-03-02T00:00:00.000Z", financialStatus: "REFUNDED", refunds: ["1"] },
    });
    const { code, changes } = after(now);
    expect(code).toBe("ORDER_CANCELLED_AFTER_ARRIVAL");
    expect(changes).toEqual([
      "the order was cancelled",
      "a refund was made",
      '"Tea": 2 → 0',
      '"Mug": 1 → 0',
      'shipping "Standard": 5 → 0',
      "total: 36.3 → 0 AUD",
    ]);
  });

  it("was refunded in part", () => {
    const now = buildOrder({
      ...input,
      lines: [
        { price: "10", quantity: 2, current: 1, title: "Tea" },
        { price: "8", title: "Mug" },
      ],
      over: { financialStatus: "PARTIALLY_REFUNDED", refunds: ["1"] },
    });
    expect(after(now)).toEqual({
      code: "ORDER_REFUNDED_AFTER_ARRIVAL",
      changes: ["a refund was made", '"Tea": 2 → 1', "total: 36.3 → 25.3 AUD"],
    });
  });

  it("was refunded without goods", () => {
    const now = buildOrder({ ...input, refundedMoney: "2" });
    expect(after(now)).toEqual({
      code: "ORDER_REFUNDED_AFTER_ARRIVAL",
      changes: ["a refund was made", "total: 36.3 → 34.3 AUD"],
    });
  });

  it("was edited: units, a line, a discount, shipping, the tip", () => {
    const now = buildOrder({
      lines: [
        { price: "10", quantity: 3, title: "Tea" },
        { price: "8", title: "Mug", discounts: ["1"] },
        { price: "4", title: "Spoon" },
      ],
      shipping: [
        { price: "5", removed: true },
        { price: "9", title: "Express" },
      ],
      over: { totals: { ...order.totals, tip: { shop: "1", presentment: "1" } } },
    });
    expect(after(now)).toEqual({
      code: "ORDER_EDITED_AFTER_ARRIVAL",
      changes: [
        '"Tea": 2 → 3',
        'price, discount or tax of "Mug" changed',
        '1 × "Spoon" added',
        'shipping "Standard": 5 → 0',
        'shipping "Express" was added',
        "tip, duties, fees or cash rounding changed",
      ],
    });
  });

  it("is to go elsewhere, without the address being told", () => {
    const now = { ...order, shippingAddress: { ...builtAddress, address1: "99 Secret Lane" } };
    expect(after(now).code).toBe("ORDER_DELIVERY_CHANGED_AFTER_ARRIVAL");
    expect(JSON.stringify(reconsiderOrder(now, agreed))).not.toContain("Secret");
  });

  it("is asked about once more only when it changes again after a person accepted it", () => {
    const now = buildOrder({ ...input, refundedMoney: "2" });
    const decisions = { [`${acceptedCode}/${order.id}`]: acceptedValue(sourceFacts(now)) };
    const accepted = kept(made(now, testFacts({}, decisions), settings));
    expect(accepted.body).toBeNull();
    expect(reconsiderOrder(now, accepted)).toMatchObject({ decision: "unchanged" });
    const later = buildOrder({ ...input, refundedMoney: "5" });
    expect(reconsiderOrder(later, accepted)).toMatchObject({ decision: "attention" });
    // What was accepted is not what stands now: the document is made again.
    expect(made(later, testFacts({}, decisions), settings).body).not.toBeNull();
  });

  it("can be accepted although nothing could be made of it any more", () => {
    const cancelled = { ...order, cancelledAt: "2026-03-02T00:00:00.000Z" };
    expect(made(cancelled, testFacts(), settings)).toMatchObject({
      body: null,
      unwanted: { code: "ORDER_CANCELLED" },
    });
  });

  it("says nothing against an agreement of a version that kept no facts", () => {
    const { source: _source, ...old } = agreed;
    expect(reconsiderOrder(buildOrder({ ...input, refundedMoney: "2" }), old as typeof agreed)).toMatchObject(
      {
        decision: "unchanged",
      },
    );
  });
});
