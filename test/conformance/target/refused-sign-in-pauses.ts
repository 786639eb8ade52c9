import assert from "node:assert/strict";
import type { TargetGuarantee } from "../guarantee.ts";
import { expectOnce } from "../world/expect-once.ts";
import { become } from "../world/expect-state.ts";
import { withTargetWorld } from "../world/start-target-world.ts";

export const refusedSignInPauses: TargetGuarantee = {
  name: "refused-sign-in-pauses",
  says: "When the sign-in is refused in the middle of work the connection pauses and says so; what comes meanwhile is kept and arrives once it is resumed.",
  role: "target",
  check: (subject) =>
    withTargetWorld(subject, async (world) => {
      const before = await world.buy();
      await world.arrived(before);
      await world.settled();
      world.target.faults({ status: { ...subject.refusals.signIn, rate: 1 } });
      const during = await world.buy();
      const paused = await become(
        "the connection is not paused",
        () => world.hub.connection(world.connection),
        ({ state }) => state === "paused",
      );
      assert.match(paused.reason?.message ?? "", /resume/i, "nothing says what to do");
      const told = await world.hub.journal({ connection: world.connection });
      assert.ok(
        told.some(({ code }) => code === paused.reason?.code),
        "the journal of the connection does not tell it",
      );

      // Calls that were under way are answered; after that nobody asks.
      await become(
        "a call is under way",
        () => world.tampering.atOnce,
        (count) => count === 0,
      );
      const seen = world.watch();
      const after = [await world.buy(), await world.buy({ buyer: before.buyer })];
      await world.advance("PT1M");
      await world.advance("PT4H");
      assert.deepEqual(
        seen.all().map(({ operation }) => operation),
        [],
        "calls of a paused connection",
      );

      world.target.faults({});
      await world.hub.resume(world.connection);
      for (const purchase of [during, ...after]) await world.arrived(purchase);
      await world.settled();
      await expectOnce(world, before, during, ...after);
    }),
};
