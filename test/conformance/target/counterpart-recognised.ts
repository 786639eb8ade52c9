import assert from "node:assert/strict";
import type { TargetGuarantee } from "../guarantee.ts";
import { buyPrepared } from "../world/coming-record.ts";
import { expectOnce } from "../world/expect-once.ts";
import { flowsWith } from "../world/flows-with.ts";
import { watchDocuments } from "../world/new-documents.ts";
import { withTargetWorld } from "../world/start-target-world.ts";

export const counterpartRecognised: TargetGuarantee = {
  name: "counterpart-recognised",
  needs: "matching",
  says: "A document that is there already is taken, not made a second time, and what staff entered in it stays.",
  role: "target",
  check: async (subject) => {
    const matched = flowsWith(subject, "matching", ({ matching }) => matching !== undefined);
    await withTargetWorld(subject, async (world) => {
      for (const flow of world.flows) {
        const { matching } = flow;
        if (matching === undefined || !matched.has(flow.flow)) continue;
        let expectNone = await watchDocuments(world, flow);
        const { keeps = () => null } = matching;
        let entered = new Map<string, unknown>();
        const purchase = await buyPrepared(world, flow, async (coming, model) => {
          await matching.addMatch(world.target, coming, model);
          const there = flow.documents(await world.target.dump());
          entered = new Map(there.map(({ id, content }) => [id, keeps(content)]));
          expectNone = await watchDocuments(world, flow);
        });
        await world.arrived(purchase);
        await world.settled();
        await expectNone(`a second ${flow.noun} was made`);
        await expectOnce(world, purchase);
        const { link } = (await world.standingOf(purchase, flow)) ?? {};
        const { id, content } = await world.theDocument(purchase, flow);
        assert.equal(link?.externalId, id, "what is linked");
        assert.deepEqual(keeps(content), entered.get(id), `what staff had entered in the ${flow.noun}`);
      }
    });
  },
};
