import assert from "node:assert/strict";
import type { TargetGuarantee } from "../guarantee.ts";
import { reach } from "../world/expect-state.ts";
import { spoilLooks } from "../world/spoil-looks.ts";
import { withTargetWorld } from "../world/start-target-world.ts";

export const ownReferenceSuffices: TargetGuarantee = {
  name: "own-reference-suffices",
  says: "What Waybill made and never heard of again is found by its own reference, even when staff have changed its number or name meanwhile.",
  role: "target",
  check: (subject) =>
    withTargetWorld(subject, async (world) => {
      for (const flow of world.flows) {
        const { create } = flow.operations;
        const known = new Set(flow.documents(await world.target.dump()).map(({ id }) => id));
        const seen = world.watch();
        spoilLooks(world, flow);
        const purchase = await world.buy();
        await reach(world, purchase, flow, "failed");
        await world.settled();
        const added = async () =>
          flow.documents(await world.target.dump()).filter(({ id }) => !known.has(id));
        const [made, ...others] = await added();
        assert.ok(made !== undefined && others.length === 0, `the ${flow.noun} was not made once`);
        await flow.rekey?.(world.target, made);

        world.tampering.after = null;
        world.target.faults({});
        await world.advance("PT1H");
        await world.hub.retry({});
        await world.settled();
        await reach(world, purchase, flow, "synced", "unchanged", "attention");
        assert.deepEqual(
          (await added()).map(({ id }) => id),
          [made.id],
          `the ${flow.noun} was there under Waybill's own reference, and another one was made`,
        );
        // Where the system chooses the id, only the first call can have made it.
        const calls = seen.of(create);
        const more = create.includes("{")
          ? calls.filter(({ path }) => !path.includes(made.id))
          : calls.slice(1);
        assert.equal(more.length, 0, `the ${flow.noun} was sent under another reference`);
      }
    }),
};
