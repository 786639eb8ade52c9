import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { faultPoints } from "#engine/fault-points.ts";
import { isShopStep, isWaitStep, scheduleSchema, type Step } from "../schedule.ts";
import { schedule } from "./draw-schedule.ts";

const drawn = fc.sample(schedule, { seed: 11, numRuns: 300 });
const steps = drawn.flatMap((one): Step[] => one.steps);

describe("drawn schedules", () => {
  it("are data: each comes back whole from its JSON text, and has 6 to 40 steps", () => {
    for (const one of drawn) {
      expect(scheduleSchema.parse(JSON.parse(JSON.stringify(one)))).toEqual(one);
      expect(one.steps.length).toBeGreaterThanOrEqual(6);
      expect(one.steps.length).toBeLessThanOrEqual(40);
    }
    expect(Math.max(...drawn.map((one) => one.steps.length))).toBeGreaterThan(35);
  });

  it("have every kind of step, and people and troubles about equally often", () => {
    const kinds = new Set(steps.map((step) => step.do));
    expect([...kinds].sort()).toEqual(
      [
        "announce cancel clock crash customer database delete edit fulfil kill lag limit pay place",
        "refund rest revoke trouble unsubscribe update webhooks work",
      ]
        .join(" ")
        .split(" "),
    );
    const share = (isOne: (step: Step) => boolean) => steps.filter(isOne).length / steps.length;
    expect(share(isShopStep)).toBeGreaterThan(0.25);
    expect(share((step) => !isShopStep(step) && !isWaitStep(step))).toBeGreaterThan(0.25);
  });

  it("crash at fault points that there are", () => {
    const known = faultPoints();
    const named = steps.flatMap((step) => (step.do === "crash" ? [step.point] : []));
    expect(named.filter((point) => !known.has(point))).toEqual([]);
    expect(new Set(named).size).toBeGreaterThan(40);
  });
});
