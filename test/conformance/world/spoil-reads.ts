import assert from "node:assert/strict";
import type { TargetSubject } from "../subject.ts";
import { buyPrepared, type Preparation } from "./coming-record.ts";
import { expectOnce } from "./expect-once.ts";
import { become, reach } from "./expect-state.ts";
import { watchDocuments } from "./new-documents.ts";
import { keyOf } from "./purchases.ts";
import type { Switches } from "./spoilt-bodies.ts";
import { withTargetWorld, type TargetWorldOptions } from "./start-target-world.ts";
import type { FlowUnderTest, Purchase, TargetWorld } from "./target-world.ts";

/**
 * Spoils, in each of these ways, the answers by which it is decided whether a document is there: the search for one that somebody
 * else made, and the look at one that is linked. Neither may end in a second document, or in one that counts as deleted.
 */
export function spoilReads(
  subject: TargetSubject,
  ways: readonly Switches[],
  options: TargetWorldOptions = {},
): Promise<void> {
  const spoil = async (world: TargetWorld): Promise<void> => {
    for (const flow of world.flows) {
      const linked = await world.buy();
      await world.arrived(linked);
      await world.settled();
      for (const faults of ways) {
        await spoilSearch(world, flow, linked, faults);
        await spoilLook(world, flow, linked, faults);
      }
    }
  };
  return withTargetWorld(subject, spoil, options);
}

async function spoilSearch(
  world: TargetWorld,
  flow: FlowUnderTest,
  before: Purchase,
  faults: Switches,
): Promise<void> {
  const { search } = flow.operations;
  const { matching } = flow;
  if (search === undefined || matching === undefined) return;
  let seen = world.watch();
  let expectNone = await watchDocuments(world, flow);
  const prepare: Preparation = async (coming, model) => {
    await matching.addMatch(world.target, coming, model);
    expectNone = await watchDocuments(world, flow);
    world.target.faults({ operations: { [search]: faults } });
    seen = world.watch();
  };
  const purchase = await buyPrepared(world, flow, prepare, before);
  const how = JSON.stringify(faults);
  await become(
    `nobody searched (${how})`,
    () => seen.of(search).length,
    (count) => count > 0,
  );
  await world.settled();
  await expectNone(
    `the ${flow.noun} was there, the search for it was answered with ${how}, and another one was made`,
  );
  world.target.faults({});
  await world.hub.retry({});
  await world.arrived(purchase);
  await world.settled();
  await expectOnce(world, purchase);
  await expectNone(`a second ${flow.noun} was made after ${how}`);
}

async function spoilLook(
  world: TargetWorld,
  flow: FlowUnderTest,
  purchase: Purchase,
  faults: Switches,
): Promise<void> {
  const how = JSON.stringify(faults);
  const seen = world.watch();
  world.target.faults({ operations: { [flow.operations.read]: faults } });
  await world.hub.sync(world.connection, [keyOf(purchase, flow)]);
  await world.settled();
  assert.ok(seen.of(flow.operations.read).length > 0, `the ${flow.noun} was not looked at`);
  const { outcome } = await reach(world, purchase, flow, "failed", "attention", "synced", "unchanged");
  assert.notEqual(
    outcome.state,
    "attention",
    `the ${flow.noun} is there, a look at it was answered with ${how}, and a person is told ${outcome.reason.message}`,
  );
  world.target.faults({});
  await world.hub.retry({});
  await world.arrived(purchase);
  await world.settled();
  assert.deepEqual(seen.writes(), [], `writes after a look that was answered with ${how}`);
}
