import assert from "node:assert/strict";
import type { TargetGuarantee } from "../guarantee.ts";
import { buyPrepared } from "../world/coming-record.ts";
import { expectOnce } from "../world/expect-once.ts";
import { partFor } from "../world/flows-with.ts";
import { watchDocuments } from "../world/new-documents.ts";
import { withTargetWorld } from "../world/start-target-world.ts";

export const pagingUnderChange: TargetGuarantee = {
  name: "paging-under-change",
  needs: "paging",
  says: "A list that changes while it is read page by page hides nothing: what slipped from one page to another is found.",
  role: "target",
  check: (subject) => {
    const shrink = partFor("paging", subject.shrinkPages);
    return withTargetWorld(subject, async (world) => {
      for (const flow of world.flows) {
        const { matching, operations } = flow;
        const { search } = operations;
        const { addLookalikes, dropLookalike } = matching ?? {};
        if (matching === undefined || search === undefined) continue;
        if (addLookalikes === undefined || dropLookalike === undefined) continue;
        let hasChanged = false;
        let expectNone = await watchDocuments(world, flow);
        const purchase = await buyPrepared(world, flow, async (coming, model) => {
          // Two pages: [alike, alike] and [the counterpart, alike]. It moves to the first one once that was read.
          await addLookalikes(world.target, coming, model, 2);
          await matching.addMatch(world.target, coming, model);
          await addLookalikes(world.target, coming, model, 1);
          await shrink(world.target, 2);
          world.tampering.after = async ({ operation, path, query }, answer) => {
            if (
              operation !== search ||
              hasChanged ||
              !decodeURIComponent(path + query)
                .toLowerCase()
                .includes(coming.email)
            )
              return answer;
            hasChanged = true;
            await dropLookalike(world.target, coming);
            return answer;
          };
          expectNone = await watchDocuments(world, flow);
        });
        await world.arrived(purchase);
        await world.settled();
        assert.ok(hasChanged, `${search} was never asked for ${flow.noun}s like the one to come`);
        await expectNone(
          `the ${flow.noun} moved from one page to another meanwhile, and another one was made`,
        );
        await expectOnce(world, purchase);
        await shrink(world.target, 1_000);
        world.tampering.after = null;
      }
    });
  },
};
