import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exact, sum } from "#domain/money.ts";
import { splitEvenly } from "./split-evenly.ts";

const split = (total: string, quantity: number, priceDecimals = 4, amountDecimals = 2) =>
  splitEvenly(exact(total), quantity, priceDecimals, amountDecimals).map(
    (part) => `${part.quantity} × ${part.unitPrice.toFixed()} = ${part.total.toFixed()}`,
  );

describe("unit prices that meet a total", () => {
  it.each([
    ["20", 2, ["2 × 10 = 20"]],
    ["10", 3, ["3 × 3.3333 = 10"]],
    ["0", 7, ["7 × 0 = 0"]],
    ["0.01", 3, ["3 × 0.0033 = 0.01"]],
    // 250 × 0.4000 would be 100.00.
    ["99.99", 250, ["1 × 0.39 = 0.39", "249 × 0.4 = 99.6"]],
  ])("%s for %i units", (total, quantity, parts) => expect(split(total, quantity)).toEqual(parts));

  it("splits into two lines where two decimals are all there is", () =>
    expect(split("10", 3, 2)).toEqual(["2 × 3.33 = 6.66", "1 × 3.34 = 3.34"]));

  it("always comes to the total, with lines that Unleashed computes alike", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 2, max: 6 }),
        fc.constantFrom(2, 3),
        (units, quantity, priceDecimals, amountDecimals) => {
          const total = exact(units).div(10 ** amountDecimals);
          const parts = splitEvenly(total, quantity, Math.max(priceDecimals, amountDecimals), amountDecimals);
          expect(parts.length).toBeLessThanOrEqual(2);
          expect(parts.reduce((count, part) => count + part.quantity, 0)).toBe(quantity);
          expect(sum(parts.map((part) => part.total.toFixed()))).toBe(total.toFixed());
          for (const part of parts) {
            expect(part.quantity).toBeGreaterThan(0);
            expect(part.unitPrice.times(part.quantity).toDecimalPlaces(amountDecimals).toFixed()).toBe(
              part.total.toFixed(),
            );
          }
        },
      ),
    );
  });
});
