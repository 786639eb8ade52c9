import assert from "node:assert/strict";
import type { TargetSubject } from "../subject.ts";
import { expectOnce } from "./expect-once.ts";
import { withTargetWorld, type TargetWorldOptions } from "./start-target-world.ts";
import { changeInShop } from "./change-in-shop.ts";
import type { Switches } from "./spoilt-bodies.ts";
import type { FlowUnderTest, TargetWorld } from "./target-world.ts";

export interface SpoiltWrites extends TargetWorldOptions {
  /** Whether the system has done what it was asked: then it must not be asked again. */
  readonly carriedOut: boolean;
}

/**
 * Spoils a write of each flow, of each kind (making and changing), in each of these ways, and looks whether the document is there
 * once, and was asked for as often as it had to be.
 */
export async function spoilWrites(
  subject: TargetSubject,
  ways: readonly Switches[],
  { carriedOut, ...options }: SpoiltWrites,
): Promise<void> {
  await withTargetWorld(
    subject,
    async (world) => {
      for (const faults of ways)
        for (const flow of world.flows) {
          await spoilMaking(world, flow, faults, carriedOut);
          await spoilChanging(world, flow, faults, carriedOut);
        }
    },
    options,
  );
}

async function spoilMaking(
  world: TargetWorld,
  flow: FlowUnderTest,
  faults: Switches,
  carriedOut: boolean,
): Promise<void> {
  const { create } = flow.operations;
  const seen = world.watch();
  spoilOnce(world, create, faults, () => seen.of(create).length);
  const purchase = await world.buy();
  await world.arrived(purchase);
  await world.settled();
  await expectOnce(world, purchase);
  const sent = seen.of(create).length;
  assert.equal(
    sent,
    carriedOut ? 1 : 2,
    `after ${JSON.stringify(faults)} the ${flow.noun} was sent ${sent} times; the first ${carriedOut ? "was" : "was not"} carried out`,
  );
}

async function spoilChanging(
  world: TargetWorld,
  flow: FlowUnderTest,
  faults: Switches,
  carriedOut: boolean,
): Promise<void> {
  const { update } = flow;
  if (update === undefined) return;
  const purchase = await world.buy();
  await world.arrived(purchase);
  await world.settled();
  const seen = world.watch();
  spoilOnce(world, update.operation, faults, () => seen.of(update.operation).length);
  await changeInShop(world, purchase, flow, update.change);
  await world.eventually(async () => {
    const { content } = await world.theDocument(purchase, flow);
    assert.ok(update.shows(content), `the ${flow.noun} does not say what was changed in the shop`);
  });
  await world.arrived(purchase);
  await world.settled();
  await expectOnce(world, purchase);
  const sent = seen.of(update.operation).length;
  assert.equal(
    sent,
    carriedOut ? 1 : 2,
    `after ${JSON.stringify(faults)} the change of the ${flow.noun} was sent ${sent} times; the first ${carriedOut ? "was" : "was not"} carried out`,
  );
}

/** Spoils the next call of an operation, and none after it. */
function spoilOnce(world: TargetWorld, operation: string, faults: Switches, calls: () => number): void {
  world.target.faults({ operations: { [operation]: { ...faults, times: 1 } } });
  if (faults.slowMs === undefined) return;
  // A delay is no fault that is counted: it ends once the first call was given up by who waited for it.
  const look = setInterval(() => {
    if (calls() === 0) return;
    clearInterval(look);
    world.target.faults({});
  }, 10);
  look.unref();
}
