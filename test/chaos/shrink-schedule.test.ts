import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { schedule as drawn } from "./draw/draw-schedule.ts";
import { scheduleSchema, type Schedule, type Step } from "./schedule.ts";
import { shrinkSchedule } from "./shrink-schedule.ts";

const never = (): boolean => false;

/** Shrinks by a rule instead of by running worlds, and counts how often it asked. */
async function shrink(schedule: Schedule, fails: (steps: readonly Step[]) => boolean) {
  let asked = 0;
  const shrunk = await shrinkSchedule(
    schedule,
    async ({ steps }) => {
      asked += 1;
      return fails(steps);
    },
    never,
  );
  return { shrunk, asked };
}

const place = (body: Record<string, unknown>): Step => ({ do: "place", body });
const filler = (count: number): Step[] => Array.from({ length: count }, () => ({ do: "rest" }));

describe("a failing schedule", () => {
  it("is left with the steps that it takes, in their plainest form", async () => {
    const long: Schedule = {
      seed: 5,
      paceMs: 20,
      account: { largestPage: 4 },
      steps: [
        ...filler(9),
        { do: "crash", point: "key.taken", hit: 3, lasts: 7 },
        ...filler(11),
        place({ lines: [{ sku: "A" }, { sku: "B" }], note: "Ring twice", tags: ["vip", "gift"] }),
        ...filler(14),
      ],
    };
    const { shrunk, asked } = await shrink(long, (steps) => {
      const crash = steps.findIndex((step) => step.do === "crash");
      return crash >= 0 && steps.slice(crash).some((step) => step.do === "place" && "tags" in step.body);
    });
    expect(shrunk).toEqual({
      seed: 5,
      paceMs: 0,
      account: {},
      steps: [
        { do: "crash", point: "key.taken", hit: 1, lasts: 1 },
        place({ lines: [{ sku: "A" }], tags: ["vip"] }),
      ],
    });
    expect(asked).toBeLessThan(60);
  });

  it("stays a schedule that fails, whatever it takes to fail", async () => {
    await fc.assert(
      fc.asyncProperty(
        drawn,
        fc.array(fc.nat({ max: 39 }), { minLength: 1, maxLength: 3 }),
        async (long, picks) => {
          const needed = new Set(
            picks.flatMap((pick) => long.steps[pick % long.steps.length] ?? []).map(({ do: kind }) => kind),
          );
          const fails = (steps: readonly Step[]) =>
            [...needed].every((kind) => steps.some((step) => step.do === kind));
          const { shrunk } = await shrink(long, fails);
          expect(fails(shrunk.steps)).toBe(true);
          expect(shrunk.steps).toHaveLength(needed.size);
          expect(scheduleSchema.parse(JSON.parse(JSON.stringify(shrunk)))).toEqual(shrunk);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("is returned as far as it came when the time is over", async () => {
    let asked = 0;
    const long: Schedule = { seed: 1, paceMs: 0, account: {}, steps: filler(40) };
    const shrunk = await shrinkSchedule(
      long,
      async () => {
        asked += 1;
        return true;
      },
      () => asked >= 1,
    );
    expect(shrunk.steps).toHaveLength(20);
  });
});
