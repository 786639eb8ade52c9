import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exact } from "#domain/money.ts";
import { arbitraryOrder } from "#test/support/arbitrary-order.ts";
import { buildOrder } from "#test/support/order-builder.ts";
import type { Order } from "#domain/order/order.ts";
import { projectOrder } from "./project-order.ts";
import { shown, testFacts, testSettings } from "./test-facts.ts";

const facts = testFacts();
const settingsFor = (currency: string, rounding: object = {}) =>
  testSettings({ currency: { account: currency }, rounding });

/** What the sales order has to come to, by the shop's own totals alone. */
function shopTotal(order: Order): string {
  const { totals } = order;
  const isEdited =
    order.lines.some((line) => line.currentQuantity !== line.quantity) ||
    order.shippingLines.some((line) => line.removed);
  return exact((isEdited ? totals.currentTotal : totals.total).shop)
    .plus(totals.cashRounding.shop)
    .toFixed();
}

describe("whatever the order", () => {
  it("comes to the shop's total to the cent, with lines that Unleashed computes alike", () => {
    fc.assert(
      fc.property(arbitraryOrder(), fc.integer({ min: 2, max: 6 }), (input, unitPriceDecimals) => {
        const order = buildOrder(input);
        const settings = settingsFor(order.currency, { amountDecimals: 3, unitPriceDecimals });
        const projection = projectOrder(order, facts, settings);
        if (!projection.made) {
          expect(projection.attention.code).toBe("NOTHING_TO_BOOK");
          expect(exact(shopTotal(order)).isZero()).toBe(true);
          return;
        }
        const desired = projection.desired;
        shown(desired, "KWD");
        expect(exact(desired.body?.Total ?? NaN).toFixed()).toBe(shopTotal(order));
        expect(desired.body?.SalesOrderLines.map((line) => line.LineNumber)).toEqual(
          desired.body?.SalesOrderLines.map((_, index) => index + 1),
        );
        for (const line of desired.body?.SalesOrderLines ?? [])
          expect(line.LineTax).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 300 },
    );
  });

  it("never writes more decimals than the account keeps: it asks instead", () => {
    fc.assert(
      fc.property(arbitraryOrder(), (input) => {
        const order = buildOrder(input);
        const projection = projectOrder(order, facts, settingsFor(order.currency));
        if (projection.made) {
          shown(projection.desired);
          return;
        }
        expect(["NOTHING_TO_BOOK", ...(order.currency === "KWD" ? ["ORDER_TOTAL_MISMATCH"] : [])]).toContain(
          projection.attention.code,
        );
      }),
      { numRuns: 200 },
    );
  });

  it("asks when a total was tampered with, and says by how much", () => {
    fc.assert(
      fc.property(
        arbitraryOrder({ currencies: ["AUD"] }),
        fc.integer({ min: 1, max: 10_000 }),
        fc.boolean(),
        (input, cents, isMore) => {
          const order = buildOrder(input);
          // A unit or two may be the rounding of converted amounts.
          fc.pre(cents > 2 || order.presentmentCurrency === order.currency);
          const gap = exact(isMore ? cents : -cents).div(100);
          const tampered = (money: { readonly shop: string }) => {
            const shop = exact(money.shop).plus(gap).toFixed();
            return { shop, presentment: shop };
          };
          const { total, currentTotal } = order.totals;
          const totals = { ...order.totals, total: tampered(total), currentTotal: tampered(currentTotal) };
          const projection = projectOrder({ ...order, totals }, facts, settingsFor("AUD"));
          expect(projection.made).toBe(false);
          if (projection.made) return;
          expect(projection.attention.code).toBe("ORDER_TOTAL_MISMATCH");
          expect(projection.attention.detail?.["gap"]).toBe(gap.toFixed());
        },
      ),
      { numRuns: 200 },
    );
  });
});
