import assert from "node:assert/strict";
import type { TargetGuarantee } from "../guarantee.ts";
import { become } from "../world/expect-state.ts";
import { expectOnce } from "../world/expect-once.ts";
import { keyOf } from "../world/purchases.ts";
import { withTargetWorld } from "../world/start-target-world.ts";
import type { FlowUnderTest, TargetWorld } from "../world/target-world.ts";

export const lateWorkerStandsBack: TargetGuarantee = {
  name: "late-worker-stands-back",
  says: "A worker that was so slow that another has taken its record over sends nothing any more and overwrites nothing.",
  role: "target",
  check: (subject) => withTargetWorld(subject, standBack, { settings: subject.singly?.settings ?? {} }),
};

async function standBack(world: TargetWorld): Promise<void> {
  const beside = await world.beside();
  const { buyer } = await boughtBefore(world);
  for (const flow of world.flows) {
    const held = holdFirstLook(world, flow);
    // An order of a known buyer comes to its own document at once.
    const purchase = await world.buy(flow.kind === "orders" ? { buyer } : {});
    await become(`nothing is looked for of the ${flow.noun}`, held.isReached, (reached) => reached);

    const key = keyOf(purchase, flow);
    await world.rows(
      `update pgboss.job set state = 'retry', heartbeat_on = null where state = 'active' and data ->> 'key' = $1`,
      [key],
    );
    await beside.sync(world.connection, [key]);
    assert.equal(held.created(), 1, `calls that make the ${flow.noun}`);

    held.letGo();
    await world.arrived(purchase);
    await world.settled();
    await expectOnce(world, purchase);
    assert.equal(held.created(), 1, `calls that make the ${flow.noun}, with one by the late worker`);
    const { journal } = await world.storyOf(purchase, flow);
    assert.equal(
      journal.filter(({ code }) => code === "WRITTEN" || code === "ARRIVED_BEFORE").length,
      1,
      `times that the story tells of the ${flow.noun} being made`,
    );
  }
}

async function boughtBefore(world: TargetWorld) {
  const purchase = await world.buy();
  await world.arrived(purchase);
  await world.settled();
  return purchase;
}

/** Holds up the answer of whoever looks first for a document of the flow, and counts what is made. */
function holdFirstLook(world: TargetWorld, { operations }: FlowUnderTest) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const looks = new Set([operations.read, operations.search]);
  let isReached = false;
  let created = 0;
  world.tampering.after = async ({ operation }, answer) => {
    if (operation === operations.create) created += 1;
    if (isReached || !looks.has(operation)) return answer;
    isReached = true;
    await promise;
    return answer;
  };
  return { isReached: () => isReached, created: () => created, letGo: resolve };
}
