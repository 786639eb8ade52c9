import assert from "node:assert/strict";
import { armFaultPoints } from "#connectors/kit/fault-point.ts";
import type { TargetGuarantee } from "../guarantee.ts";
import { expectOnce } from "../world/expect-once.ts";
import { become, reach } from "../world/expect-state.ts";
import { withTargetWorld } from "../world/start-target-world.ts";
import type { Purchase, TargetWorld } from "../world/target-world.ts";

export const unheardIsMadeUpFor: TargetGuarantee = {
  name: "unheard-is-made-up-for",
  says: "An announcement that was stored, and of which no worker was told, is worked on within two minutes all the same.",
  role: "target",
  alone: true,
  check: (subject) =>
    withTargetWorld(subject, async (world) => {
      const first = await world.buy();
      await world.arrived(first);
      await world.settled();
      const purchase = await buyUnheard(world);
      for (const flow of world.flows)
        assert.deepEqual(await world.documentsOf(purchase, flow), [], "somebody worked on it nevertheless");

      // Sooner than the next comparison with the shop.
      await world.advance("PT2M");
      for (const flow of world.flows) await reach(world, purchase, flow, "synced", "unchanged");
      await world.settled();
      await expectOnce(world, first, purchase);
    }),
};

const gatheringMs = 250;

/** Somebody buys while every wake-up is lost. */
async function buyUnheard(world: TargetWorld): Promise<Purchase> {
  let lastLostAt = Infinity;
  armFaultPoints((point) => {
    if (point !== "queue.wake.before") return;
    lastLostAt = performance.now();
    throw new Error("this wake-up is lost");
  });
  try {
    const purchase = await world.buy();
    await become(
      "the shop does not come to an end with announcing",
      () => world.control<{ waiting: number; underWay: number }>("/shopify/acme/webhooks"),
      // Wake-ups gather for a moment after their announcements were answered.
      ({ waiting, underWay }) => waiting + underWay === 0 && performance.now() - lastLostAt > gatheringMs,
    );
    return purchase;
  } finally {
    armFaultPoints(null);
  }
}
