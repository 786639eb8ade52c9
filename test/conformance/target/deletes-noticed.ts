import assert from "node:assert/strict";
import { change } from "#test/support/story.ts";
import type { TargetGuarantee } from "../guarantee.ts";
import { reach } from "../world/expect-state.ts";
import { flowsWith } from "../world/flows-with.ts";
import { keyOf } from "../world/purchases.ts";
import { withTargetWorld } from "../world/start-target-world.ts";

export const deletesNoticed: TargetGuarantee = {
  name: "deletes-noticed",
  needs: "deletes",
  says: "A document that somebody deleted over there is noticed and told, and never made again by itself.",
  role: "target",
  check: async (subject) => {
    const deleted = flowsWith(subject, "deletes", ({ remove }) => remove !== undefined);
    await withTargetWorld(subject, async (world) => {
      for (const flow of world.flows) {
        const { remove } = flow;
        if (remove === undefined || !deleted.has(flow.flow)) continue;
        const [purchase, other] = [await world.buy(), await world.buy()];
        for (const each of [purchase, other]) await world.arrived(each);
        await world.settled();
        // The first look only notes from when on deletions count.
        await world.advance("PT20M");
        await remove(world.target, await world.theDocument(purchase, flow));
        const seen = world.watch();
        await world.advance("PT20M");
        const { outcome } = await reach(world, purchase, flow, "attention");
        assert.ok(
          outcome.state === "attention" && outcome.reason.choices.length > 0,
          "a person is asked, and nothing can be chosen",
        );
        const [standing] = [await world.standingOf(other, flow)];
        assert.match(standing?.outcome.state ?? "", /synced|unchanged/, "a neighbour counts as deleted too");

        await change(world, purchase.order, "update", { note: "again" });
        await world.settled();
        await world.hub.sync(world.connection, [keyOf(purchase, flow)]);
        await world.hub.retry({ cause: outcome.reason.code });
        await world.advance("P1D");
        await world.settled();
        await reach(world, purchase, flow, "attention");
        assert.deepEqual(
          seen.writes().map(({ operation }) => operation),
          [],
          `the ${flow.noun} was made again`,
        );
      }
    });
  },
};
