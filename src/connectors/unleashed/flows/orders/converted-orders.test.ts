import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { currencyDecimals } from "#domain/currency.ts";
import { amount, exact } from "#domain/money.ts";
import type { Order } from "#domain/order/order.ts";
import { buildOrder, type OrderInput } from "#test/support/order-builder.ts";
import { projectOrder } from "./project-order.ts";
import { made, shown, testFacts, testSettings } from "./test-facts.ts";

/** The order as a shop in Australia has it that sold in US dollars: each amount converted and rounded by itself, sums too. */
function convertedOneByOne(input: OrderInput, rate: string): Order {
  const convert = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(convert);
    if (typeof value !== "object" || value === null) return value;
    if ("shop" in value && typeof value.shop === "string")
      return {
        shop: amount(exact(value.shop).times(rate).toDecimalPlaces(currencyDecimals("AUD"))),
        presentment: value.shop,
      };
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, convert(part)]));
  };
  return { ...(convert(buildOrder(input)) as Order), presentmentCurrency: "USD" };
}

const three: OrderInput = {
  lines: [{ price: "3.33" }, { price: "3.33" }, { price: "3.33", sku: "MUG" }],
  shipping: [{ price: "4.45" }],
};

describe("an order in another currency than the shop's", () => {
  it("comes to the shop's sums, and says on which lines the cents were moved", () => {
    const order = convertedOneByOne(three, "1.5202");
    // Three lines of 5.06 come to 15.18, and their sum of 9.99 is 15.19.
    expect(order.totals.subtotal.shop).toBe("15.19");
    const desired = made(order, testFacts(), testSettings());
    shown(desired);
    expect(desired.body?.Total).toBe(Number(order.totals.total.shop));
    expect(desired.body?.TaxTotal).toBe(Number(order.totals.tax.shop));
    expect(desired.notes.join("\n")).toContain("by which amounts rounded one by one differ");
  });

  it("is not helped when the gap is no rounding, and nothing is moved in an order of one currency", () => {
    const order = convertedOneByOne(three, "1.5202");
    const subtotal = { shop: "15.59", presentment: "9.99" };
    const total = { ...order.totals.total, shop: amount(exact(order.totals.total.shop).plus("0.4")) };
    const asks = (changed: Order) => {
      const projection = projectOrder(changed, testFacts(), testSettings());
      return projection.made ? "made" : projection.attention.code;
    };
    expect(asks({ ...order, totals: { ...order.totals, subtotal, total } })).toBe("ORDER_TOTAL_MISMATCH");
    expect(asks({ ...order, presentmentCurrency: "AUD" })).toBe("ORDER_TOTAL_MISMATCH");
  });

  it("comes to the shop's total and tax whatever the prices and the rate", () => {
    const price = fc.integer({ min: 100, max: 20_000 }).map((cents) => (cents / 100).toFixed(2));
    const line = fc.record({ price, discounts: fc.constantFrom([], ["0.37"]) });
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 5 }),
        fc.array(fc.record({ price }), { maxLength: 1 }),
        fc.boolean(),
        fc.integer({ min: 4_000, max: 30_000 }).map((rate) => (rate / 10_000).toFixed(4)),
        (lines, shipping, taxesIncluded, rate) => {
          const order = convertedOneByOne({ lines, shipping, taxesIncluded }, rate);
          const desired = made(order, testFacts(), testSettings());
          shown(desired);
          expect(desired.body?.Total).toBe(Number(order.totals.total.shop));
          expect(desired.body?.TaxTotal).toBe(Number(order.totals.tax.shop));
        },
      ),
      { numRuns: 200 },
    );
  });
});
