import assert from "node:assert/strict";
import type { TargetGuarantee } from "../guarantee.ts";
import { expectOnce } from "../world/expect-once.ts";
import { partFor } from "../world/flows-with.ts";
import { withTargetWorld } from "../world/start-target-world.ts";
import type { Purchase } from "../world/target-world.ts";

export const sessionRenewedOnce: TargetGuarantee = {
  name: "session-renewed-once",
  needs: "sessions",
  says: "When a sign-in runs out in the middle of work it is renewed once, however many calls need it, and no work is lost.",
  role: "target",
  check: (subject) => {
    const endSessions = partFor("sessions", subject.endSessions);
    const signIns = partFor("sessions", subject.signIns);
    return withTargetWorld(subject, async (world) => {
      const before = await world.buy();
      await world.arrived(before);
      await world.settled();
      await endSessions(world.target);
      const seen = world.watch();
      const purchases: Purchase[] = await Promise.all(Array.from({ length: 8 }, () => world.buy()));
      for (const purchase of purchases) await world.arrived(purchase, { step: "PT10S" });
      await world.settled();
      await expectOnce(world, before, ...purchases);
      assert.equal(seen.of(...signIns).length, 1, "sign-ins after one session had ended");
      assert.notEqual((await world.hub.connection(world.connection)).state, "paused");
    });
  },
};
