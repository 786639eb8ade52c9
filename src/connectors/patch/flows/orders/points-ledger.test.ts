import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adopted, decidePoints, pointsFor, type PointsStanding } from "./points-ledger.ts";

const rules = { writes: "events", reversals: true, adopted: "leave", pointsPerUnit: "1" } as const;
const live = (value: string) => ({ value, silent: false });
const silent = (value: string) => ({ value, silent: true });
const had = (points: PointsStanding["points"]): PointsStanding => ({ points, byHand: 0 });

describe("what an order event does to points, row by row", () => {
  it("awards a new live order its worth, rounded down", () => {
    expect(decidePoints(null, live("42.90"), rules)).toEqual({
      skip: false,
      change: 42,
      adjust: 0,
      standing: had(42),
    });
  });

  it("moves nothing for a new order of history, and says so to Patch", () => {
    expect(decidePoints(null, silent("42.90"), rules)).toEqual({
      skip: true,
      change: 0,
      adjust: 0,
      standing: had(null),
    });
  });

  it("never touches an order that has applied none, live or not", () => {
    for (const event of [live("10"), silent("10")])
      expect(decidePoints(had(null), event, rules)).toMatchObject({
        skip: true,
        change: 0,
        standing: had(null),
      });
  });

  it("applies the difference to an order that has applied some, silently too", () => {
    for (const event of [live("30"), silent("30")])
      expect(decidePoints(had(42), event, rules)).toMatchObject({
        skip: false,
        change: -12,
        standing: had(30),
      });
  });

  it("takes everything back from an order that is worth nothing, and below nothing never", () => {
    expect(decidePoints(had(42), live("0"), rules)).toMatchObject({ change: -42, standing: had(0) });
    expect(pointsFor("-5", rules)).toBe(0);
  });

  it("keeps what was given where reversals are off, and adds to it again later", () => {
    const only = { ...rules, reversals: false };
    expect(decidePoints(had(42), live("30"), only)).toMatchObject({
      skip: true,
      change: 0,
      standing: had(42),
    });
    expect(decidePoints(had(42), live("50"), only)).toMatchObject({
      skip: false,
      change: 8,
      standing: had(50),
    });
  });

  it("leaves the points of another program's events alone, or to Patch", () => {
    expect(decidePoints(adopted, live("10"), rules)).toMatchObject({ skip: true, standing: had(null) });
    const recalculated = decidePoints(adopted, silent("10"), { ...rules, adopted: "recalculate" });
    expect(recalculated).toMatchObject({ skip: false, change: null, standing: had("unknown") });
    expect(decidePoints(had("unknown"), live("12"), rules)).toMatchObject({ skip: false, change: null });
  });

  it("tells a person the difference where no event may move any", () => {
    const none = { ...rules, writes: "by-hand" as const };
    const first = decidePoints(null, live("42.90"), none);
    expect(first).toEqual({ skip: true, change: 0, adjust: 42, standing: { points: 42, byHand: 42 } });
    expect(decidePoints(first.standing, live("30"), none)).toMatchObject({
      skip: true,
      adjust: -12,
      standing: { points: 30, byHand: 30 },
    });
  });
});

describe("the ledger, whatever happens to an order", () => {
  const value = fc.nat({ max: 100_000 }).map((cents) => (cents / 100).toFixed(2));
  const events = fc.array(fc.record({ value, silent: fc.boolean() }), { minLength: 1, maxLength: 12 });
  const anyRules = fc.record({
    writes: fc.constantFrom("events" as const, "by-hand" as const, "none" as const),
    reversals: fc.boolean(),
    adopted: fc.constantFrom("leave" as const, "recalculate" as const),
    pointsPerUnit: fc.constantFrom("1", "0.5", "2.25"),
  });

  it("adds up: all changes together are what the order has, and repeats move nothing", () => {
    fc.assert(
      fc.property(events, anyRules, ([first, ...later], rules) => {
        if (first === undefined) return;
        let decision = decidePoints(null, first, rules);
        let sum = (decision.change ?? 0) + decision.adjust;
        let byHand = decision.adjust;
        for (const event of later) {
          decision = decidePoints(decision.standing, event, rules);
          sum += (decision.change ?? 0) + decision.adjust;
          byHand += decision.adjust;
          const again = decidePoints(decision.standing, event, rules);
          expect([again.change, again.adjust]).toEqual([0, 0]);
          expect(again.standing).toEqual(decision.standing);
        }
        expect(decision.standing.byHand).toBe(byHand);
        expect(sum).toBe(decision.standing.points ?? 0);
      }),
    );
  });

  it("ends at what the order is worth now, however it came there", () => {
    fc.assert(
      fc.property(events, (later) => {
        const start = decidePoints(null, live("50"), rules).standing;
        const end = later.reduce((standing, event) => decidePoints(standing, event, rules).standing, start);
        expect(end.points).toBe(pointsFor(later.at(-1)?.value ?? "0", rules));
      }),
    );
  });

  it("moves nothing ever for an order that came as history", () => {
    fc.assert(
      fc.property(value, events, anyRules, (first, later, rules) => {
        let decision = decidePoints(null, silent(first), rules);
        for (const event of later) {
          decision = decidePoints(decision.standing, event, rules);
          expect(decision).toMatchObject({ skip: true, change: 0, adjust: 0 });
        }
      }),
    );
  });
});
