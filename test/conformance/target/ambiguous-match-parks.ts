import assert from "node:assert/strict";
import type { TargetGuarantee } from "../guarantee.ts";
import { buyPrepared } from "../world/coming-record.ts";
import { reach } from "../world/expect-state.ts";
import { flowsWith } from "../world/flows-with.ts";
import { watchDocuments } from "../world/new-documents.ts";
import { withTargetWorld } from "../world/start-target-world.ts";

export const ambiguousMatchParks: TargetGuarantee = {
  name: "ambiguous-match-parks",
  needs: "matching",
  says: "Where several documents might be meant, or one only looks right, a person is asked; none is taken and none is made.",
  role: "target",
  check: async (subject) => {
    const matched = flowsWith(subject, "matching", ({ matching }) => matching !== undefined);
    await withTargetWorld(subject, async (world) => {
      for (const flow of world.flows) {
        const { matching } = flow;
        if (matching === undefined || !matched.has(flow.flow)) continue;
        let seen = world.watch();
        let expectNone = await watchDocuments(world, flow);
        const purchase = await buyPrepared(world, flow, async (coming, model) => {
          await matching.addAmbiguous(world.target, coming, model);
          seen = world.watch();
          expectNone = await watchDocuments(world, flow);
        });
        const { outcome, link } = await reach(world, purchase, flow, "attention");
        const before = await world.documentsOf(purchase, flow);
        await world.advance("PT2H");
        await world.settled();
        await reach(world, purchase, flow, "attention");
        assert.equal(link, null, "one of them was taken");
        assert.deepEqual(
          seen.writes().map(({ operation }) => operation),
          [],
          "something was written",
        );
        assert.deepEqual(await world.documentsOf(purchase, flow), before, "a document was changed");

        // The person says which one it is.
        assert.ok(outcome.state === "attention");
        const choices = outcome.reason.choices.map(({ choice }) => choice);
        const use = choices.find((choice) => choice.startsWith("use="));
        assert.ok(use !== undefined, `none of them can be chosen: ${choices.join(", ")}`);
        const open = (await world.hub.attention()).find(
          ({ attention }) => attention.code === outcome.reason.code,
        );
        assert.ok(open !== undefined, "the question is not in the list of open ones");
        await world.hub.resolve(open.id, use, "conformance");
        await world.settled();
        const settled = await reach(world, purchase, flow, "synced", "unchanged");
        assert.equal(
          settled.link?.externalId,
          use.slice("use=".length),
          "what the person chose is not linked",
        );
        await expectNone("one was made although another was chosen");
      }
    });
  },
};
