import fc from "fast-check";
import type { Step } from "../schedule.ts";
import { crashAtWriteStep, crashStep, quickClockStep } from "./draw-fault-step.ts";
import { changeOfBuyer, changeOfNewest, placePaidStep, placeStep, shopStep } from "./draw-shop-step.ts";
import { lostWriteStep, troubleStep, unreadableStep } from "./draw-trouble.ts";

/** Long enough for an order to go the whole way, or to fail on it. */
const work: fc.Arbitrary<Step> = fc
  .record({ requests: fc.integer({ min: 4, max: 25 }), ms: fc.constantFrom(60, 150, 300) })
  .map((drawn): Step => ({ do: "work", ...drawn }));

/**
 * Steps that belong together, so that trouble meets work: somebody buys while something is wrong, the hub gets to it, and the time
 * of its next try comes while it still is, or is not any more. Or the order changes before anybody knows what came of the write, or
 * nobody can look at what is there already.
 */
export const scene: fc.Arbitrary<readonly Step[]> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(troubleStep, placeStep, work, quickClockStep, work) },
  { weight: 4, arbitrary: fc.tuple(crashStep, placeStep, work) },
  { weight: 2, arbitrary: fc.tuple(troubleStep, crashStep, placeStep, work, quickClockStep, work) },
  { weight: 2, arbitrary: fc.tuple(placeStep, work, crashStep, shopStep, work) },
  {
    weight: 3,
    arbitrary: fc.tuple(crashAtWriteStep, placePaidStep, work, changeOfNewest, quickClockStep, work),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(lostWriteStep, placePaidStep, work, changeOfNewest, work, quickClockStep, work),
  },
  { weight: 2, arbitrary: fc.tuple(unreadableStep, placePaidStep, work, quickClockStep, work) },
  {
    weight: 2,
    arbitrary: fc.tuple(placePaidStep, work, unreadableStep, changeOfBuyer, work, quickClockStep, work),
  },
);
