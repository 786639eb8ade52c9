import assert from "node:assert/strict";
import type { TargetGuarantee } from "../guarantee.ts";
import { buyPrepared } from "../world/coming-record.ts";
import { expectOnce } from "../world/expect-once.ts";
import { flowsWith } from "../world/flows-with.ts";
import { withTargetWorld } from "../world/start-target-world.ts";

export const lookalikesLeftAlone: TargetGuarantee = {
  name: "lookalikes-left-alone",
  needs: "matching",
  says: "What a search finds and is not exactly what was looked for is neither taken nor touched.",
  role: "target",
  check: async (subject) => {
    const matched = flowsWith(subject, "matching", ({ matching }) => matching !== undefined);
    await withTargetWorld(subject, async (world) => {
      for (const flow of world.flows) {
        const { addLookalikes } = flow.matching ?? {};
        if (addLookalikes === undefined || !matched.has(flow.flow)) continue;
        let alike = new Map<string, string>();
        let seen = world.watch();
        const purchase = await buyPrepared(world, flow, async (coming, model) => {
          const before = new Set(flow.documents(await world.target.dump()).map(({ id }) => id));
          await addLookalikes(world.target, coming, model, 3);
          const all = flow.documents(await world.target.dump()).filter(({ id }) => !before.has(id));
          alike = new Map(all.map(({ id, content }) => [id, JSON.stringify(content)]));
          assert.equal(alike.size, 3, "the probe added other documents than it was asked for");
          seen = world.watch();
        });
        await world.arrived(purchase);
        await world.settled();
        await expectOnce(world, purchase);
        assert.equal(seen.of(flow.operations.create).length, 1, `a ${flow.noun} of its own was to be made`);
        const { id } = await world.theDocument(purchase, flow);
        assert.ok(!alike.has(id), "one that only looks alike was taken");
        for (const { id: other, content } of flow.documents(await world.target.dump()))
          if (alike.has(other))
            assert.equal(JSON.stringify(content), alike.get(other), "one that only looks alike was changed");
      }
    });
  },
};
