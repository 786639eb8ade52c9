import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { saysSame } from "./says-same.ts";

describe("saysSame", () => {
  it("does not look at the order of properties, at times of change, or at unknown values", () => {
    expect(saysSame({ a: 1, b: { c: [1, null] } }, { b: { c: [1, null] }, a: 1 })).toBe(true);
    expect(saysSame({ a: 1, updatedAt: "x" }, { a: 1, updatedAt: "y" })).toBe(true);
    expect(saysSame({ a: undefined, b: null }, { b: null })).toBe(true);
  });

  it("tells empty from unknown, and lists by their order", () => {
    expect(saysSame({ b: null }, {})).toBe(false);
    expect(saysSame([1, 2], [2, 1])).toBe(false);
    expect(saysSame([], {})).toBe(false);
    expect(saysSame({ a: { b: 1 } }, { a: { b: 2 } })).toBe(false);
  });

  it("survives a way through JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => saysSame(value, JSON.parse(JSON.stringify(value)) as unknown)),
    );
  });

  it("notices any change of a part", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.integer()),
        fc.string(),
        fc.integer(),
        (record, key, value) => {
          fc.pre(key !== "updatedAt" && record[key] !== value);
          return !saysSame(record, { ...record, [key]: value });
        },
      ),
    );
  });
});
