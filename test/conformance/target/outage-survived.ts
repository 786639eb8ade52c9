import assert from "node:assert/strict";
import type { TargetGuarantee } from "../guarantee.ts";
import { expectOnce } from "../world/expect-once.ts";
import { withTargetWorld } from "../world/start-target-world.ts";

export const outageSurvived: TargetGuarantee = {
  name: "outage-survived",
  says: "While the system cannot be reached everything is kept; it arrives once, and nobody has to do anything.",
  role: "target",
  check: (subject) =>
    withTargetWorld(subject, async (world) => {
      const before = await world.buy();
      await world.arrived(before);
      const seen = world.watch();
      world.target.faults({ down: true });
      const purchases = [await world.buy(), await world.buy({ buyer: before.buyer }), await world.buy()];
      await world.settled();
      await world.advance("PT5M");
      await world.settled();
      for (const purchase of purchases)
        for (const flow of world.flows) {
          const documents = await world.documentsOf(purchase, flow);
          if (flow.kind === "orders") assert.deepEqual(documents, []);
        }
      world.target.faults({});
      for (const purchase of purchases) await world.arrived(purchase);
      await world.settled();
      await expectOnce(world, before, ...purchases);
      const made = seen.writes().filter(({ status }) => status !== null).length;
      const people = world.flows.some(({ kind }) => kind === "customers") ? 2 : 0;
      const orders = world.flows.some(({ kind }) => kind === "orders") ? 3 : 0;
      assert.equal(made, people + orders, "calls that made documents");
      assert.deepEqual(await world.hub.attention(), [], "a person was asked");
    }),
};
