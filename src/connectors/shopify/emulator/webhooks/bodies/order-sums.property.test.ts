import fc from "fast-check";
import { describe, it } from "vitest";
import { ControlError } from "#connectors/kit/emulator/control-error.ts";
import { fulfil } from "../../controls/fulfilment-actions.ts";
import { cancel, edit, pay, refund } from "../../controls/order-actions.ts";
import type { OrderWish } from "../../controls/order-schema.ts";
import { placeWishedOrder } from "../../controls/place-orders.ts";
import { testShop } from "../../controls/test-shop.ts";
import { checkOrder } from "./test-sums.ts";

describe("sums of an order's body", () => {
  it("add up whatever is sold and whatever happens to it", () => {
    const shop = testShop();
    const price = fc.integer({ min: 0, max: 50_000 }).map((cents) => (cents / 100).toFixed(2));
    const wish: fc.Arbitrary<OrderWish> = fc.record({
      lines: fc.array(
        fc.record({
          title: fc.constant("A"),
          price,
          quantity: fc.integer({ min: 1, max: 9 }),
          taxable: fc.boolean(),
        }),
        { minLength: 1, maxLength: 6 },
      ),
      discounts: fc.array(
        fc.oneof(
          fc.record({ code: fc.constant("C"), percentage: fc.integer({ min: 1, max: 100 }).map(String) }),
          fc.record({ title: fc.constant("T"), amount: price }),
          fc.record({ title: fc.constant("S"), amount: price, target: fc.constant("shipping" as const) }),
        ),
        { maxLength: 3 },
      ),
      shipping: price,
      tip: price,
      duties: price,
      taxesIncluded: fc.boolean(),
      currency: fc.constantFrom("AUD", "EUR", "JPY"),
      taxes: fc.constantFrom(
        [{ title: "GST", rate: "0.1" }],
        [
          { title: "GST", rate: "0.05" },
          { title: "PST", rate: "0.09975" },
        ],
      ),
      financialStatus: fc.constantFrom("PAID" as const, "PENDING" as const, "AUTHORIZED" as const),
    });
    const step = fc.constantFrom(
      ...([
        [pay, {}],
        [edit, { quantities: [{ line: 0, quantity: 4 }] }],
        [edit, { add: [{ title: "B", price: "3.33" }] }],
        [refund, { lines: [{ line: 0, quantity: 1 }] }],
        [refund, { amount: "0.01" }],
        [fulfil, {}],
        [cancel, {}],
      ] as const),
    );
    fc.assert(
      fc.property(wish, fc.array(step, { maxLength: 3 }), (wished, steps) => {
        shop.shop.data.orders.clear();
        const order = placeWishedOrder(shop.shop, wished);
        checkOrder(shop.shop, order);
        for (const [act, body] of steps) {
          try {
            act(shop.shop, order, body);
          } catch (error) {
            if (!(error instanceof ControlError)) throw error;
          }
          checkOrder(shop.shop, order);
        }
      }),
      { numRuns: 60 },
    );
  });
});
