import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { layered } from "#connectors/kit/layered.ts";
import type { TargetGuarantee } from "../guarantee.ts";
import { expectOnce } from "../world/expect-once.ts";
import { partFor } from "../world/flows-with.ts";
import { withTargetWorld } from "../world/start-target-world.ts";
import type { Purchase } from "../world/target-world.ts";

export const budgetRespected: TargetGuarantee = {
  name: "budget-respected",
  needs: "budget",
  says: "The system never gets more calls at once, or in a second, than the settings allow, from all of Waybill's processes together.",
  role: "target",
  check: async (subject) => {
    const { settings } = partFor("budget", subject.tight);
    const { connector } = subject;
    const limits = connector.budget(connector.settings.parse(layered(subject.settings, settings)));
    await withTargetWorld(
      subject,
      async (world) => {
        await world.beside();
        world.tampering.before = () => pause(15, undefined);
        world.tampering.mostAtOnce = 0;
        const seen = world.watch();
        const purchases: Purchase[] = [];
        const buyer = world.newBuyer();
        for (let count = 0; count < 8; count += 1) purchases.push(await world.buy({ buyer }));
        for (const purchase of purchases) await world.arrived(purchase);
        await world.settled();
        await expectOnce(world, ...purchases);
        const { mostAtOnce } = world.tampering;
        assert.ok(
          mostAtOnce <= limits.callsAtOnce,
          `${mostAtOnce} calls at once, and ${limits.callsAtOnce} are allowed`,
        );
        if (limits.callsPerSecond === null) return;
        const times = seen.all().map(({ time }) => Date.parse(time));
        const worst = fullestWindow(times, limits.callsPerSecond);
        assert.ok(
          worst <= 1,
          `${times.length} calls, in some stretch ${worst} more than ${limits.callsPerSecond} in each second`,
        );
      },
      { settings },
    );
  },
};

/** By how many calls any stretch of time goes over its share; a second's worth may be saved up. */
function fullestWindow(times: readonly number[], perSecond: number): number {
  let worst = 0;
  for (const [start, from] of times.entries())
    for (const [end, to] of times.entries())
      if (end > start) {
        const allowed = perSecond + ((to - from) / 1000) * perSecond;
        worst = Math.max(worst, end - start + 1 - Math.floor(allowed));
      }
  return worst;
}
