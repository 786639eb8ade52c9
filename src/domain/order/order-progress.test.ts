import { describe, expect, it } from "vitest";
import { orderProgress } from "./order-progress.ts";

const of = (
  financialStatus: string | null,
  refunds: readonly string[] = [],
  cancelledAt: string | null = null,
) => orderProgress({ financialStatus, refunds, cancelledAt });

describe("the progress of an order", () => {
  it("grows along the life of an order", () => {
    const steps = [
      of(null),
      of("PENDING"),
      of("AUTHORIZED"),
      of("PARTIALLY_PAID"),
      of("PAID"),
      of("PARTIALLY_REFUNDED", ["1"]),
      of("PARTIALLY_REFUNDED", ["1", "2"]),
      of("REFUNDED", ["1", "2", "3"]),
      of("REFUNDED", ["1", "2", "3"], "2026-03-02T00:00:00.000Z"),
    ];
    expect(steps).toEqual(steps.toSorted((left, right) => left - right));
    expect(new Set(steps).size).toBe(steps.length);
  });

  it("knows no more of states that it has never heard of than of none", () => {
    expect(of("SOMETHING_NEW")).toBe(of(null));
    expect(of("VOIDED")).toBe(of("REFUNDED"));
  });
});
