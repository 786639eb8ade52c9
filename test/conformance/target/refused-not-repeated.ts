import assert from "node:assert/strict";
import type { TargetGuarantee } from "../guarantee.ts";
import { expectOnce } from "../world/expect-once.ts";
import { reach } from "../world/expect-state.ts";
import { withTargetWorld } from "../world/start-target-world.ts";

export const refusedNotRepeated: TargetGuarantee = {
  name: "refused-not-repeated",
  says: "A document that the system refuses is not sent again by itself and holds up nobody; a person retries it once the cause is gone.",
  role: "target",
  check: (subject) =>
    withTargetWorld(subject, async (world) => {
      for (const flow of world.flows) {
        const { create } = flow.operations;
        const seen = world.watch();
        world.target.faults({
          operations: { [create]: { status: { ...subject.refusals.content, rate: 1 }, times: 1 } },
        });
        const refused = await world.buy();
        const standing = await reach(world, refused, flow, "failed");
        assert.equal(
          standing.outcome.state === "failed" ? standing.outcome.retryAt : "",
          null,
          "it is to be tried again by itself",
        );
        const neighbours = [await world.buy(), await world.buy()];
        for (const purchase of neighbours) await world.arrived(purchase);
        await world.advance("PT1H");
        await world.advance("P1D");
        await world.settled();
        assert.equal(
          seen.of(create).length,
          1 + neighbours.length,
          `a refused ${flow.noun} was sent again by itself`,
        );
        const retried = await world.hub.retry({
          connection: world.connection,
          cause: standing.outcome.reason.code,
        });
        assert.equal(retried, 1, "records that a person can retry");
        await world.arrived(refused);
        await world.settled();
        await expectOnce(world, refused, ...neighbours);
      }
    }),
};
