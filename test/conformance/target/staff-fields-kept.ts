import assert from "node:assert/strict";
import type { TargetGuarantee } from "../guarantee.ts";
import { changeInShop } from "../world/change-in-shop.ts";
import { flowsWith } from "../world/flows-with.ts";
import { withTargetWorld } from "../world/start-target-world.ts";

export const staffFieldsKept: TargetGuarantee = {
  name: "staff-fields-kept",
  needs: "updates",
  says: "What staff entered over there beside what comes from the shop is still there after the shop's change was written.",
  role: "target",
  check: async (subject) => {
    const updated = flowsWith(subject, "updates", ({ update }) => update !== undefined);
    await withTargetWorld(subject, async (world) => {
      for (const flow of world.flows) {
        const { update } = flow;
        if (update === undefined || flow.fill === undefined || !updated.has(flow.flow)) continue;
        const purchase = await world.buy();
        await world.arrived(purchase);
        await world.settled();
        const isStillThere = await flow.fill(world.target, await world.theDocument(purchase, flow));
        assert.ok(
          isStillThere((await world.theDocument(purchase, flow)).content),
          "the probe filled nothing",
        );
        const seen = world.watch();
        await changeInShop(world, purchase, flow, update.change);
        await world.eventually(async () => {
          const { content } = await world.theDocument(purchase, flow);
          assert.ok(update.shows(content), `the change of the shop is not in the ${flow.noun}`);
        });
        await world.settled();
        assert.equal(seen.of(update.operation).length, 1, `writes for one change of the ${flow.noun}`);
        const { content } = await world.theDocument(purchase, flow);
        assert.ok(
          isStillThere(content),
          `what staff had entered in the ${flow.noun} is gone: ${JSON.stringify(content)}`,
        );
      }
    });
  },
};
