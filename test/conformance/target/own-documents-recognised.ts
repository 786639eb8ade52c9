import assert from "node:assert/strict";
import { change } from "#test/support/story.ts";
import { createTestDatabase } from "#test/support/database.ts";
import type { TargetGuarantee } from "../guarantee.ts";
import { become } from "../world/expect-state.ts";
import { keyOf } from "../world/purchases.ts";
import { withTargetWorld } from "../world/start-target-world.ts";

export const ownDocumentsRecognised: TargetGuarantee = {
  name: "own-documents-recognised",
  says: "An installation that has lost its whole memory recognises what it wrote before, links it, and writes nothing.",
  role: "target",
  check: (subject) =>
    withTargetWorld(subject, async (world) => {
      const old = await world.buy();
      await world.arrived(old);
      await world.advance("PT2H");
      const fresh = await world.buy();
      await world.arrived(fresh);
      await world.settled();
      await world.hub.pause(world.connection);

      const empty = await createTestDatabase();
      try {
        const hub = await world.beside(empty);
        await hub.apply(world.configuration);
        await subject.confirm?.(hub, world.connection);
        const before = JSON.stringify(await world.target.dump());
        const seen = world.watch();
        const keys = [old, fresh].flatMap((purchase) =>
          world.flows.map((flow) => ({ kind: flow.kind, key: keyOf(purchase, flow), of: purchase })),
        );
        for (const entity of new Set(world.flows.map(({ kind }) => kind))) {
          const { id } = await hub.startBackfill({ connection: world.connection, entity, since: null });
          await become(
            `the backfill of ${entity} does not end`,
            () => hub.run(id),
            ({ state }) => state === "done",
          );
        }
        for (const { order } of [old, fresh]) await change(world, order, "update", { tags: ["seen"] });
        await hub.advanceClock?.(1_000);
        for (const { kind, key } of keys) {
          const [record] = await become(
            `${key} is not recognised`,
            () => hub.records({ kind, q: key }),
            ([first]) => first?.outcome.state === "synced" || first?.outcome.state === "unchanged",
          );
          assert.ok(record?.link, `${key} is not linked`);
        }
        assert.deepEqual(
          seen.writes().map(({ operation }) => operation),
          [],
          "writes of what is there already",
        );
        assert.equal(JSON.stringify(await world.target.dump()), before, "documents were changed");
      } finally {
        await empty.drop();
      }
    }),
};
