import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import type { TargetGuarantee } from "../guarantee.ts";
import { expectOnce } from "../world/expect-once.ts";
import { withTargetWorld } from "../world/start-target-world.ts";
import type { Purchase } from "../world/target-world.ts";

const mostRounds = 6;

export const hubsCarryOnce: TargetGuarantee = {
  name: "hubs-carry-once",
  says: "Several hubs that work on the same connection at the same time carry each record once.",
  role: "target",
  check: (subject) =>
    withTargetWorld(subject, async (world) => {
      await world.beside();
      // Slow enough that neither of them is through before the other looks.
      world.tampering.before = () => pause(10, undefined);
      const seen = world.watch();
      const holders = new Set<string>();
      const look = setInterval(() => {
        world
          .rows<{ holder: string }>(
            "select distinct holder from waybill.record_state where holder is not null",
          )
          .then((rows) => rows.forEach(({ holder }) => holders.add(holder)))
          .catch(() => undefined);
      }, 10);
      const purchases: Purchase[] = [];
      const buyers: Purchase["buyer"][] = [];
      try {
        for (let round = 0; round < mostRounds && (round < 2 || holders.size < 2); round += 1) {
          buyers.push(world.newBuyer(), world.newBuyer());
          const [first, second] = buyers.slice(-2);
          for (const buyer of [first, second, first, second, first, second])
            purchases.push(await world.buy(buyer === undefined ? {} : { buyer }));
        }
        for (const purchase of purchases) await world.arrived(purchase);
        await world.settled();
      } finally {
        clearInterval(look);
      }
      await expectOnce(world, ...purchases);
      assert.equal(holders.size, 2, "hubs that have worked");
      for (const { kind, noun, operations } of world.flows)
        assert.equal(
          seen.of(operations.create).length,
          kind === "orders" ? purchases.length : buyers.length,
          `calls that make a ${noun}`,
        );
    }),
};
