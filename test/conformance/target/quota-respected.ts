import assert from "node:assert/strict";
import { layered } from "#connectors/kit/layered.ts";
import type { TargetGuarantee } from "../guarantee.ts";
import { expectOnce } from "../world/expect-once.ts";
import { become } from "../world/expect-state.ts";
import { partFor } from "../world/flows-with.ts";
import { withTargetWorld } from "../world/start-target-world.ts";
import type { Purchase } from "../world/target-world.ts";

const most = 40;

export const quotaRespected: TargetGuarantee = {
  name: "quota-respected",
  needs: "quota",
  says: "Waybill stops before the calls of a day or month are used up, says so, and goes on by itself when the next one begins.",
  role: "target",
  check: async (subject) => {
    const { settings } = partFor("quota", subject.rationed);
    const { connector } = subject;
    const limits = connector.budget(connector.settings.parse(layered(subject.settings, settings)));
    const { callsPerDay, callsPerMonth } = limits;
    const limit = callsPerDay ?? callsPerMonth;
    assert.ok(limit !== null, "the settings of `rationed` ration nothing");
    await withTargetWorld(
      subject,
      async (world) => {
        const seen = world.watch();
        const purchases: Purchase[] = [await world.buy()];
        await world.arrived(purchases[0] ?? assert.fail());
        const isWaiting = async (): Promise<boolean> =>
          (await world.hub.connection(world.connection)).state === "throttled";
        while (!(await isWaiting())) {
          assert.ok(purchases.length < most, `${purchases.length} orders, and the calls are not used up`);
          purchases.push(await world.buy());
          await world.settled().catch(() => undefined);
        }
        await world.advance("PT2H");
        await become(
          "a call is under way",
          () => world.tampering.atOnce,
          (count) => count === 0,
        );
        const used = seen.all().length;
        assert.ok(used <= limit, `${used} calls, and ${limit} are allowed`);
        const told = await world.hub.journal({ connection: world.connection });
        assert.ok(
          told.some(({ detail }) => detail?.["state"] === "throttled"),
          "the journal of the connection does not tell why it waits",
        );

        // Enough for what is left, a day or month after the other.
        for (const purchase of purchases)
          await world.arrived(purchase, { step: callsPerDay === null ? "P16D" : "P1D", moves: 12 });
        await world.settled();
        await expectOnce(world, ...purchases);
      },
      { settings },
    );
  },
};
