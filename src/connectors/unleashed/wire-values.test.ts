import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { amount } from "#domain/money.ts";
import { decimalOf, filterTime, millisecondsOf, numberOf, textOf } from "./wire-values.ts";

describe("numbers", () => {
  it("reads what replies give, and nothing into what is no number", () => {
    expect([19.99, 0.1, 1e21, 1e-7, -0, "12.5000", " 7 ", "-3.10"].map((value) => decimalOf(value))).toEqual([
      "19.99",
      "0.1",
      "1000000000000000000000",
      "0.0000001",
      "0",
      "12.5",
      "7",
      "-3.1",
    ]);
    expect([null, undefined, "", "n/a", "1,5", "0x10", Number.NaN].map((value) => decimalOf(value))).toEqual(
      Array.from({ length: 7 }, () => null),
    );
  });

  it("carries money of up to 15 digits through JSON and back undamaged", () => {
    fc.assert(
      fc.property(
        fc.bigInt(-(10n ** 15n - 1n), 10n ** 15n - 1n),
        fc.integer({ min: 0, max: 6 }),
        (digits, places) => {
          const text = amount(`${digits}e-${places}`);
          const sent = JSON.stringify({ Total: numberOf(text) });
          expect(decimalOf((JSON.parse(sent) as { Total: number }).Total)).toBe(text);
        },
      ),
    );
  });

  it("sends no number that is none", () => {
    for (const text of ["", "  ", "abc", "Infinity"]) expect(() => numberOf(text)).toThrow(RangeError);
    expect(Object.is(numberOf("-0"), 0)).toBe(true);
  });
});

describe("dates", () => {
  it("decodes the reply form with and without an offset, and ISO", () => {
    expect(millisecondsOf("/Date(1700000000000)/")).toBe(1_700_000_000_000);
    expect(millisecondsOf("/Date(1700000000000+1300)/")).toBe(1_700_000_000_000);
    expect(millisecondsOf("/Date(-62135596800000)/")).toBe(-62_135_596_800_000);
    expect(millisecondsOf("2024-04-17T23:11:05")).toBe(Date.UTC(2024, 3, 17, 23, 11, 5));
    expect(millisecondsOf("2024-04-17T23:11:05+12:00")).toBe(Date.UTC(2024, 3, 17, 11, 11, 5));
    expect(millisecondsOf("2024-04-17")).toBe(Date.UTC(2024, 3, 17));
    for (const none of [null, undefined, "", "yesterday", "2024-13-40"])
      expect(millisecondsOf(none)).toBeNull();
  });

  it("filters by whole seconds that are never later than meant", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (ms) => {
        const back = millisecondsOf(filterTime(ms)) ?? Infinity;
        expect(back).toBeLessThanOrEqual(ms);
        expect(ms - back).toBeLessThan(1000);
      }),
    );
    expect(filterTime(Date.UTC(2024, 3, 17, 23, 11, 5, 999))).toBe("2024-04-17T23:11:05");
  });
});

it("takes blank for nothing", () => {
  expect([" a ", "", "  ", null, undefined, 5].map((value) => textOf(value))).toEqual([
    "a",
    null,
    null,
    null,
    null,
    null,
  ]);
});
