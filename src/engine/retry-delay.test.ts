import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { retryAt, retryForMs } from "./retry-delay.ts";

describe("retryAt", () => {
  it("starts at seconds and ends at an hour", () => {
    expect(retryAt(0, 1, 0, 0.5)).toBe(5_000);
    expect(retryAt(0, 4, 0, 0.5)).toBe(120_000);
    expect(retryAt(0, 50, 0, 0.5)).toBe(3_600_000);
  });

  it("stays within ±20 % whatever the draw", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempts, draw) => {
          const middle = retryAt(0, attempts, 0, 0.5) ?? 0;
          const drawn = retryAt(0, attempts, 0, draw) ?? 0;
          return drawn >= middle * 0.79 && drawn <= middle * 1.21;
        },
      ),
    );
  });

  it("gives up after a day", () => {
    expect(retryAt(retryForMs, 20, 0, 0.5)).toBeNull();
    expect(retryAt(retryForMs - 1, 20, 0, 0.5)).not.toBeNull();
  });
});
