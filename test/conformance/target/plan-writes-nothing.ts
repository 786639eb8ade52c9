import assert from "node:assert/strict";
import type { TargetGuarantee } from "../guarantee.ts";
import { expectOnce } from "../world/expect-once.ts";
import { keyOf } from "../world/purchases.ts";
import { withTargetWorld } from "../world/start-target-world.ts";

export const planWritesNothing: TargetGuarantee = {
  name: "plan-writes-nothing",
  says: "A preview shows what would be written, field by field, and writes nothing on either side; afterwards exactly that happens.",
  role: "target",
  check: (subject) =>
    withTargetWorld(subject, async (world) => {
      await world.hub.pause(world.connection);
      const before = JSON.stringify(await world.target.dump());
      const seen = world.watch();
      const purchase = await world.buy();
      const keys = world.flows.map((flow) => keyOf(purchase, flow));
      await world.advance("PT1S");
      for (let twice = 0; twice < 2; twice += 1) {
        const { records } = await world.hub.plan(world.connection, keys);
        for (const key of keys) {
          const planned = records.find((record) => record.key === key);
          assert.equal(
            planned?.action,
            "create",
            `what is planned of ${key}: ${JSON.stringify(planned?.reason)}`,
          );
          assert.ok((planned?.fields.length ?? 0) > 0, "which fields would be written is not shown");
        }
      }
      assert.deepEqual(
        seen.all().filter(({ operation }) => isWrite(operation)),
        [],
        "a preview has written",
      );
      assert.equal(JSON.stringify(await world.target.dump()), before);
      const noted = await world.rows(
        "select record_id from waybill.intent union all select record_id from waybill.link",
      );
      assert.deepEqual(noted, [], "a preview has left notes of writes or links");

      await world.hub.resume(world.connection);
      await world.arrived(purchase);
      await world.settled();
      await expectOnce(world, purchase);
      const { records } = await world.hub.plan(world.connection, keys);
      assert.deepEqual(
        records.map(({ action }) => action),
        keys.map(() => "none"),
        "planning again plans something",
      );

      function isWrite(operation: string): boolean {
        return world.flows.some(
          ({ operations, update }) => operations.create === operation || update?.operation === operation,
        );
      }
    }),
};
