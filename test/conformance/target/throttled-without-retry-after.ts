import assert from "node:assert/strict";
import type { TargetGuarantee } from "../guarantee.ts";
import { expectOnce } from "../world/expect-once.ts";
import { become } from "../world/expect-state.ts";
import { withTargetWorld } from "../world/start-target-world.ts";
import type { Purchase, TargetWorld } from "../world/target-world.ts";

const rounds = 5;

export const throttledWithoutRetryAfter: TargetGuarantee = {
  name: "throttled-without-retry-after",
  says: "Asked to slow down without saying for how long, the whole connection pauses, and comes back with few calls at once, not with all.",
  role: "target",
  alone: true,
  check: (subject) =>
    withTargetWorld(subject, async (world) => {
      const { connector, settings } = subject;
      const { callsAtOnce } = connector.budget(connector.settings.parse(settings));
      const seen = world.watch();
      world.target.faults({ http429: 1 });
      const purchases: Purchase[] = [];
      for (let count = 0; count < 2 * callsAtOnce + 4; count += 1) purchases.push(await world.buy());
      for (let round = 1; round <= rounds; round += 1) {
        await become(
          "nobody asks any more",
          () => seen.all().length,
          (length) => length >= round,
        );
        await waiting(world);
        await stillness(world, () => seen.all().length);
        const calls = seen.all().length;
        assert.ok(
          calls <= round * callsAtOnce,
          `${calls} calls in ${round} waits, although at most ${callsAtOnce} can be under way when one begins`,
        );
        await world.advance("PT2M");
      }
      world.target.faults({});
      for (const purchase of purchases) await world.arrived(purchase, { step: "PT2M" });
      await world.settled();
      await expectOnce(world, ...purchases);
    }),
};

async function waiting(world: TargetWorld): Promise<void> {
  await become(
    "the connection does not wait",
    () => world.hub.connection(world.connection),
    ({ state }) => state === "throttled",
  );
}

/** Calls that were under way when the wait began are answered. */
async function stillness(world: TargetWorld, count: () => number): Promise<void> {
  let last = -1;
  await become(
    "calls go on during the wait",
    async () => {
      const before = last;
      last = count();
      await new Promise((resolve) => setTimeout(resolve, 60));
      return before === last && world.tampering.atOnce === 0;
    },
    (isStill) => isStill,
  );
}
