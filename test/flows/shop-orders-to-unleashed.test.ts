import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createEmulatedShop, type Step } from "#connectors/shopify/decode/testing/emulated-shop.ts";
import { interpret } from "#connectors/shopify/interpret.ts";
import { ordersFlow } from "#connectors/unleashed/flows/orders/orders-flow.ts";
import { shown, testFacts, testSettings } from "#connectors/unleashed/flows/orders/test-facts.ts";
import type { Facts } from "#connectors/kit/flow.ts";
import { exact } from "#domain/money.ts";
import type { Order } from "#domain/order/order.ts";

/** Orders of the emulated shop, through their lives, told by webhook and taken to the sales order that would be written. */

const amount = fc.integer({ min: 1, max: 20_000 }).map((cents) => (cents / 100).toFixed(2));
const percentage = fc.integer({ min: 1, max: 100 }).map(String);
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 2 });
const sparse = <Value extends object>(value: fc.Arbitrary<Value>): fc.Arbitrary<object> =>
  value.map((whole) => Object.fromEntries(Object.entries(whole).filter(([, part]) => part !== undefined)));

const line = sparse(
  fc.record({
    title: fc.constantFrom("Engraving", "Gift wrap"),
    price: amount,
    quantity: optional(fc.integer({ min: 1, max: 7 })),
    sku: optional(fc.constantFrom("CUSTOM-1", "")),
    taxable: optional(fc.boolean()),
    giftCard: optional(fc.boolean()),
    discount: optional(fc.record({ percentage })),
  }),
);
const discount = fc.oneof(
  fc.record({ code: fc.constant("WELCOME"), percentage }),
  fc.record({ title: fc.constant("Autumn"), kind: fc.constantFrom("automatic", "manual"), amount }),
  fc.record({
    code: fc.constant("SHIPFREE"),
    percentage: fc.constant("100"),
    target: fc.constant("shipping"),
  }),
);
const wish = sparse(
  fc.record({
    lines: optional(fc.array(line, { minLength: 1, maxLength: 3 })),
    randomLines: optional(fc.integer({ min: 1, max: 4 })),
    discounts: optional(fc.array(discount, { maxLength: 2 })),
    shipping: optional(amount),
    taxExempt: optional(fc.boolean()),
    tip: optional(amount),
    tipLine: optional(fc.boolean()),
    duties: optional(amount),
    giftCard: optional(fc.constant("5.00")),
    currency: optional(fc.constantFrom("EUR", "JPY", "USD")),
    pos: optional(fc.boolean()),
    draft: optional(fc.boolean()),
  }),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    action: fc.constant("refund" as const),
    body: fc.constantFrom(
      {},
      { lines: [{ line: 0, quantity: 1 }] },
      { amount: "1.00" },
      { lines: [{ line: 0 }], shipping: true },
    ),
  }),
  fc.record({
    action: fc.constant("edit" as const),
    body: fc.constantFrom(
      { quantities: [{ line: 0, quantity: 0 }] },
      { quantities: [{ line: 0, quantity: 1 }] },
      { quantities: [{ line: 0, quantity: 9 }] },
    ),
  }),
  fc.constant({ action: "pay" as const, body: {} }),
);
const shops = [
  createEmulatedShop({ currency: "AUD", taxesIncluded: true }),
  createEmulatedShop({ currency: "USD", taxesIncluded: false }),
] as const;

const settings = testSettings();
/** An account that has every product. */
function factsOf(order: Order): Facts {
  const facts = testFacts({}, {}, { currency: order.currency });
  return {
    ...facts,
    listed: (need) =>
      need.list === "Products" ? { Guid: `product-${need.key}`, ProductCode: need.key } : facts.listed(need),
  };
}

/** What the shop says that the order comes to: as sold, or as it stands once less is left of it. */
function shopTotals(order: Order): readonly string[] {
  const { total, currentTotal, cashRounding } = order.totals;
  return [total, currentTotal].map((money) => exact(money.shop).plus(cashRounding.shop).toFixed());
}

describe("an order of the shop, whatever becomes of it before it arrives", () => {
  test("is booked to the cent of one of the shop's own totals, or is left to a person with the gap", () => {
    fc.assert(
      fc.property(fc.constantFrom(...shops), wish, fc.array(step, { maxLength: 3 }), (shop, wish, steps) => {
        shop.protect({ customer: "ok", name: "ok", address: "ok", email: "ok", phone: "ok" });
        const placed = shop.place({ ...wish, financialStatus: "PAID" });
        fc.pre(placed !== undefined);
        for (const next of [null, ...steps]) {
          if (next !== null) shop.act(placed, next);
          const tells = interpret({ topic: "orders/updated", body: shop.tellByWebhook(placed) });
          if (tells.says !== "record" || tells.record.kind !== "orders") throw new Error(tells.says);
          const order = tells.record;
          if (!tells.complete || !ordersFlow.accept(order, settings).accepted) continue;
          const projection = ordersFlow.project(order, factsOf(order), settings);
          if (projection.made) {
            shown(projection.desired);
            expect(shopTotals(order)).toContain(exact(projection.desired.body?.Total ?? NaN).toFixed());
            expect(ordersFlow.reconsider(order, projection.desired, settings).decision).toBe("unchanged");
            continue;
          }
          const { code, detail } = projection.attention;
          if (code === "NOTHING_TO_BOOK") expect(shopTotals(order)).toContain("0");
          else {
            // Only money that was given back for more or less than the goods cannot be told from the order itself.
            expect(code).toBe("ORDER_TOTAL_MISMATCH");
            expect(order.refunds.length).toBeGreaterThan(0);
            expect(Number(detail?.["gap"])).not.toBe(0);
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});
