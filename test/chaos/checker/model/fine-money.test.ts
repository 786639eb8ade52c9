import fc from "fast-check";
import { expect, test } from "vitest";
import { cent, fine, portion, shown, smallestUnit, toCents } from "./fine-money.ts";

test("amounts are read exactly, and nothing that is none", () => {
  expect([fine("12.34"), fine(0.1), fine("-0.0500"), fine("100")]).toEqual([
    123_400n,
    1_000n,
    -500n,
    1_000_000n,
  ]);
  for (const text of ["", "1.23456", "1e-7", "abc", "1.", 0.1 + 0.2])
    expect(() => fine(text)).toThrow("not an amount of money");
});

test("amounts are shown as they are read", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -1_000_000_000_000n, max: 1_000_000_000_000n }),
      (value) => fine(shown(value)) === value,
    ),
  );
  expect([shown(1_234n), shown(-50n), shown(100_000n)]).toEqual(["0.1234", "-0.005", "10.00"]);
});

test("halves go away from zero", () => {
  expect([toCents(150n), toCents(-150n), toCents(149n)]).toEqual([200n, -200n, 100n]);
  // A third of 10.00 is 3.33; two thirds are 6.67.
  expect([1n, 2n].map((units) => portion(100_000n, units, 3n, cent))).toEqual([33_300n, 66_700n]);
  expect(portion(10_000n, 1n, 2n, smallestUnit("JPY"))).toBe(10_000n);
  expect(portion(10n, 1n, 2n, smallestUnit("KWD"))).toBe(10n);
});
