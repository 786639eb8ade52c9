import assert from "node:assert/strict";
import type { TargetGuarantee } from "../guarantee.ts";
import { expectOnce } from "../world/expect-once.ts";
import { reach } from "../world/expect-state.ts";
import { spoilLooks } from "../world/spoil-looks.ts";
import { withTargetWorld } from "../world/start-target-world.ts";

export const notSentAgainUnlooked: TargetGuarantee = {
  name: "not-sent-again-unlooked",
  says: "While nobody can say whether a document was made, nothing is sent again, for as long as that takes.",
  role: "target",
  check: (subject) =>
    withTargetWorld(subject, async (world) => {
      for (const flow of world.flows) {
        const { create } = flow.operations;
        const seen = world.watch();
        spoilLooks(world, flow);
        const purchase = await world.buy();
        await reach(world, purchase, flow, "failed");
        await world.settled();
        const open = await world.rows("select 1 from waybill.intent where kind = $1", [flow.kind]);
        assert.equal(open.length, 1, `what was sent of the ${flow.noun} is not noted any more`);
        for (const hours of ["PT1M", "PT1H", "PT3H"]) {
          await world.advance(hours);
          await world.settled();
          assert.equal(seen.of(create).length, 1, `the ${flow.noun} was sent again, without looking`);
        }
        world.tampering.after = null;
        world.target.faults({});
        await world.arrived(purchase, { step: "PT1H" });
        await world.settled();
        await expectOnce(world, purchase);
        assert.equal(seen.of(create).length, 1, `the ${flow.noun} was there already and was sent again`);
      }
    }),
};
