import assert from "node:assert/strict";
import type { TargetGuarantee } from "../guarantee.ts";
import { expectOnce } from "../world/expect-once.ts";
import { become } from "../world/expect-state.ts";
import { withTargetWorld } from "../world/start-target-world.ts";

const seconds = 40;

export const throttledWithRetryAfter: TargetGuarantee = {
  name: "throttled-with-retry-after",
  says: "Asked to slow down for a time, the whole connection keeps still until it is over, and nobody asks in between.",
  role: "target",
  check: (subject) =>
    withTargetWorld(subject, async (world) => {
      for (const flow of world.flows) {
        const { create } = flow.operations;
        const seen = world.watch();
        world.target.faults({
          operations: { [create]: { http429: { rate: 1, retryAfter: seconds }, times: 1 } },
        });
        const first = await world.buy();
        await become(
          "the connection does not wait",
          () => world.hub.connection(world.connection),
          ({ state }) => state === "throttled",
        );
        const others = [await world.buy(), await world.buy(), await world.buy()];
        await world.advance("PT20S");
        await world.advance("PT15S");
        await world.advance("PT6S");
        for (const purchase of [first, ...others]) await world.arrived(purchase, { step: "PT10S" });
        await world.settled();
        await expectOnce(world, first, ...others);

        const all = seen.all();
        const asked = all.find(({ status }) => status === 429);
        assert.ok(asked !== undefined, "nothing was throttled");
        const end = Date.parse(asked.time) + seconds * 1_000;
        const early = all
          .filter(({ number, time }) => number > asked.number && Date.parse(time) < end)
          .map(({ operation, time }) => `${operation} ${(end - Date.parse(time)) / 1000} s before the end`);
        assert.deepEqual(early, [], `calls before the ${seconds} seconds were over`);
      }
      const [told] = await world.rows<{ n: number }>(
        "select count(*)::int as n from waybill.journal where kind is null and connection = $1 and detail ->> 'state' = 'throttled'",
        [world.connection],
      );
      assert.equal(told?.n, world.flows.length, "times that the wait was told in the connection's journal");
    }),
};
