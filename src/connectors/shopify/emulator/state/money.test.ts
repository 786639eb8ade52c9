import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { add, allocate, fixedText, nothing, portion, shortText, toUnits } from "./money.ts";
import type { Money } from "./money.ts";

const amount = fc.record({ shop: fc.bigInt(0n, 10_000_000n), presentment: fc.bigInt(0n, 10_000_000n) });

describe("amounts", () => {
  it.each([
    ["5", "USD", "5.00", "5.0"],
    ["5.10", "USD", "5.10", "5.1"],
    ["-0.05", "USD", "-0.05", "-0.05"],
    ["1234.565", "USD", "1234.57", "1234.57"],
    ["-1234.565", "USD", "-1234.57", "-1234.57"],
    ["730", "JPY", "730", "730.0"],
    ["729.5", "JPY", "730", "730.0"],
    ["1.2345", "KWD", "1.235", "1.235"],
    ["1.200", "KWD", "1.200", "1.2"],
    ["0", "USD", "0.00", "0.0"],
  ])("%s %s are %s in webhooks and %s in GraphQL", (text, currency, fixed, short) => {
    const units = toUnits(text, currency);
    expect([fixedText(units, currency), shortText(units, currency)]).toEqual([fixed, short]);
  });

  it.each(["", "1e3", "1,5", ".5", "five"])("are not read from %j", (text) => {
    expect(() => toUnits(text, "USD")).toThrow(RangeError);
  });

  it("split without a remainder, in both currencies, whatever the weights", () => {
    fc.assert(
      fc.property(amount, fc.array(amount, { minLength: 1, maxLength: 12 }), (total, weights) => {
        const parts = allocate(total, weights);
        const sum = add(...parts);
        for (const side of ["shop", "presentment"] as const) {
          const weight = weights.reduce((all, part) => all + part[side], 0n);
          expect(sum[side]).toBe(weight === 0n ? 0n : total[side]);
          parts.forEach((part, index) => {
            if (weights[index]?.[side] === 0n) expect(part[side]).toBe(0n);
          });
        }
      }),
    );
  });

  it("by units fall as units are taken away, and reach nothing", () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 1, max: 50 }), (total, units) => {
        let before: Money = total;
        for (let left = units - 1; left >= 0; left--) {
          const now = portion(total, left, units);
          expect(now.shop <= before.shop && now.presentment <= before.presentment).toBe(true);
          before = now;
        }
        expect(before).toEqual(nothing);
      }),
    );
  });
});
