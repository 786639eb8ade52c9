import assert from "node:assert/strict";
import { keyText } from "#domain/source-record.ts";
import type { SourceGuarantee } from "../guarantee.ts";
import { withHubWorld } from "../source-world/hub-world.ts";
import { placeOne } from "../source-world/look-at-records.ts";

const stepMinutes = 5;

export const stormWeathered: SourceGuarantee = {
  name: "storm-weathered",
  says: "A shop that answers nothing but errors is tried less and less often, nothing is lost or given up within hours, and everything arrives when it is well again.",
  role: "source",
  check: (subject) =>
    withHubWorld(subject, async (world) => {
      const keys = [(await placeOne(world)).orders, (await placeOne(world)).orders];
      for (const key of keys) await world.stands(key, ["synced", "unchanged"]);
      await world.settled();
      world.shop.faults({ http500: 1 });
      for (const key of keys) await subject.shop.note(world.shop, key, "After the storm");
      const triesIn = async (minutes: number): Promise<number> => {
        const seen = world.watch();
        for (let passed = 0; passed < minutes; passed += stepMinutes) {
          await world.advance(`PT${stepMinutes}M`);
          await world.atRest();
        }
        const tries = seen.of(subject.operations.read.orders);
        return Math.max(...keys.map(({ id }) => tries.filter(({ body }) => body.includes(id)).length));
      };
      const first = await triesIn(60);
      const second = await triesIn(60);
      assert.ok(first >= 3, `${first} tries in the first hour are few`);
      assert.ok(first <= 10, `${first} tries in the first hour are a storm of our own`);
      assert.ok(
        second < first && second <= 4,
        `${first} tries in the first hour, and ${second} in the second`,
      );
      for (const key of keys) {
        const record = await world.standing(key);
        assert.equal(record?.outcome.state, "failed", keyText(key));
        assert.ok(record.outcome.retryAt !== null, `${keyText(key)} was given up`);
        assert.match(record.outcome.reason.message, /\S+ \S+/);
      }
      const { state } = await world.hub.connection(world.connection);
      assert.equal(state, "running", "errors of the shop stopped the connection");

      world.shop.faults({});
      await world.eventually(
        () => {
          for (const key of keys)
            assert.equal(world.ledger.entry(key)?.note, "After the storm", keyText(key));
        },
        { step: "PT30M" },
      );
    }),
};
