import fc from "fast-check";
import type { Step } from "../schedule.ts";
import { crashAtWriteStep, crashStep, quickClockStep } from "./draw-fault-step.ts";
import { changeOfBuyer, changeOfNewest, placePaidStep, placeStep, shopStep } from "./draw-shop-step.ts";
import { lostWriteStep, troubleStep, unreadableStep } from "./draw-trouble.ts";

/** A drawn step that shrinks to none. */
export function removable(step: fc.Arbitrary<Step>): fc.Arbitrary<Step | null> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 1_000_000, arbitrary: step },
  );
}

/** Long enough for an order to go the whole way, or to fail on it. */
const work: fc.Arbitrary<Step> = fc
  .record({ requests: fc.integer({ min: 4, max: 25 }), ms: fc.constantFrom(60, 150, 300) })
  .map((drawn): Step => ({ do: "work", ...drawn }));

function played(...steps: readonly fc.Arbitrary<Step>[]): fc.Arbitrary<readonly Step[]> {
  return fc.tuple(...steps.map(removable)).map((drawn) => drawn.filter((step) => step !== null));
}

/**
 * Steps that belong together, so that trouble meets work: somebody buys while something is wrong, the hub gets to it, and the time
 * of its next try comes while it still is, or is not any more. Or the order changes before anybody knows what came of the write, or
 * nobody can look at what is there already.
 */
export const scene: fc.Arbitrary<readonly Step[]> = fc.oneof(
  { weight: 4, arbitrary: played(troubleStep, placeStep, work, quickClockStep, work) },
  { weight: 4, arbitrary: played(crashStep, placeStep, work) },
  { weight: 2, arbitrary: played(troubleStep, crashStep, placeStep, work, quickClockStep, work) },
  { weight: 2, arbitrary: played(placeStep, work, crashStep, shopStep, work) },
  {
    weight: 3,
    arbitrary: played(crashAtWriteStep, placePaidStep, work, changeOfNewest, quickClockStep, work),
  },
  {
    weight: 4,
    arbitrary: played(lostWriteStep, placePaidStep, work, changeOfNewest, work, quickClockStep, work),
  },
  { weight: 2, arbitrary: played(unreadableStep, placePaidStep, work, quickClockStep, work) },
  {
    weight: 2,
    arbitrary: played(placePaidStep, work, unreadableStep, changeOfBuyer, work, quickClockStep, work),
  },
);
