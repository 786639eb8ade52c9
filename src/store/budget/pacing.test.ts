import { describe, expect, it } from "vitest";
import { createPacing } from "./pacing.ts";

/** Lets calls that are all overdue start as soon as they may; answers when. */
function start(calls: number, callsPerSecond: number): readonly number[] {
  const pacing = createPacing();
  let now = 0;
  return Array.from({ length: calls }, () => {
    now = Math.max(now, pacing.next(-500) ?? now);
    pacing.passed(now, callsPerSecond);
    return now;
  });
}

describe("calls that are late", () => {
  it.each([1, 25, 400])("do not make up for lost time: at %d a second no second holds more", (rate) => {
    const times = start(3 * rate, rate);
    const inSecond = times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length);
    // Those that go in one group count once more where two groups meet.
    expect(Math.max(...inSecond)).toBeLessThanOrEqual(rate + Math.ceil(rate * 0.02) + 1);
    expect((times.at(-1) ?? 0) / 1_000).toBeGreaterThan((3 * rate - 1) / rate - 0.03);
  });

  it("go at their own times when there is room", () => {
    const pacing = createPacing();
    expect(pacing.next(undefined)).toBe(null);
    pacing.passed(0, 25);
    expect(pacing.next(70)).toBe(70);
    expect(pacing.next(10)).toBe(38);
  });
});
