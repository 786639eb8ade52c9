import assert from "node:assert/strict";
import type { TargetGuarantee } from "../guarantee.ts";
import { changeInShop } from "../world/change-in-shop.ts";
import { reach } from "../world/expect-state.ts";
import { keyOf } from "../world/purchases.ts";
import { withTargetWorld } from "../world/start-target-world.ts";
import { mapObjects, withJson } from "../world/tampered-emulator.ts";

const news = {
  xAddedLater: { nested: [1, null, "text", { deep: true }], amount: 12.5 },
  xAnotherOne: null,
};

export const unknownValuesSurvive: TargetGuarantee = {
  name: "unknown-values-survive",
  says: "New fields and new values of the system's own lists do not stop the work and are not sent back.",
  role: "target",
  check: (subject) =>
    withTargetWorld(subject, async (world) => {
      const { enumerations } = subject;
      const before = await world.buy();
      await world.arrived(before);
      await world.settled();

      // Fields that nobody knows, in every object of every answer.
      world.tampering.after = (_request, answer) =>
        withJson(answer, (value) => mapObjects(value, (object) => ({ ...object, ...news })));
      const seen = world.watch();
      const during = await world.buy();
      await world.arrived(during);
      await world.settled();
      for (const flow of world.flows)
        if (flow.update !== undefined) {
          await changeInShop(world, during, flow, flow.update.change);
          await world.eventually(async () => {
            const { content } = await world.theDocument(during, flow);
            assert.ok(flow.update?.shows(content), `the ${flow.noun} was not changed`);
          });
        }
      await world.settled();
      const sentBack = seen.writes().filter(({ body }) => /xAddedLater|xAnotherOne/.test(body));
      assert.deepEqual(
        sentBack.map(({ operation }) => operation),
        [],
        "writes that send back a field that nobody knows",
      );

      // Values that nobody knows, for documents that are there and for new ones.
      const isEnumeration = new Set(enumerations);
      world.tampering.after = (_request, answer) =>
        withJson(answer, (value) =>
          mapObjects(value, (object) =>
            Object.fromEntries(
              Object.entries(object).map(([name, inner]) => [
                name,
                isEnumeration.has(name) && typeof inner === "string" ? "AddedLater" : inner,
              ]),
            ),
          ),
        );
      const looking = world.watch();
      for (const flow of world.flows) {
        await world.hub.sync(world.connection, [keyOf(before, flow)]);
        await reach(world, before, flow, "synced", "unchanged");
      }
      await world.settled();
      assert.deepEqual(looking.writes(), [], "writes because of a value that nobody knows");
      const after = await world.buy({ buyer: before.buyer });
      await world.settled();
      for (const flow of world.flows) {
        const { outcome } = await reach(world, after, flow, "synced", "unchanged", "attention");
        assert.notEqual(outcome.reason.code, "INTERNAL_DEFECT");
        await world.theDocument(after, flow);
      }
    }),
};
