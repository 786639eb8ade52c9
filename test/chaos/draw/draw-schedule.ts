import fc from "fast-check";
import type { Schedule, Step, WaitStep } from "../schedule.ts";
import { account } from "./draw-account.ts";
import { faultStep } from "./draw-fault-step.ts";
import { scene } from "./draw-scene.ts";
import { shopStep } from "./draw-shop-step.ts";

const waitStep: fc.Arbitrary<WaitStep> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .record({ requests: fc.integer({ min: 1, max: 25 }), ms: fc.constantFrom(10, 40, 120, 300) })
      .map((drawn): WaitStep => ({ do: "work", ...drawn })),
  },
  { weight: 1, arbitrary: fc.constant<WaitStep>({ do: "rest" }) },
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 9, arbitrary: shopStep },
  { weight: 8, arbitrary: faultStep },
  { weight: 6, arbitrary: waitStep },
);

const fewest = 6;
const most = 40;
/** Each comes to one step or to a scene of a few. */
const mostParts = 16;

const part: fc.Arbitrary<readonly Step[]> = fc.oneof(
  { weight: 1, arbitrary: step.map((one) => [one]) },
  { weight: 1, arbitrary: scene },
);

/** Schedules of 6 to 40 steps. */
export const schedule: fc.Arbitrary<Schedule> = fc
  .record({
    seed: fc.nat({ max: 1_000_000 }),
    paceMs: fc.constantFrom(0, 5, 20, 50),
    account,
    first: fc.array(step, { minLength: fewest, maxLength: fewest }),
    more: fc.array(part, { maxLength: mostParts, size: "max" }),
  })
  .map(({ first, more, ...rest }): Schedule => ({
    ...rest,
    steps: [...first, ...more.flat()].slice(0, most),
  }));
