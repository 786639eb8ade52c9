import assert from "node:assert/strict";
import { keyText } from "#domain/source-record.ts";
import type { SourceGuarantee } from "../guarantee.ts";
import { presentIn } from "../source-world/look-at-records.ts";
import { withHubWorld } from "../source-world/hub-world.ts";

const day = 24 * 60 * 60 * 1000;

export const hiddenIsNotDeleted: SourceGuarantee = {
  name: "hidden-is-not-deleted",
  says: "A record that the shop hides, since it is old or the app may not see it, is not taken for deleted.",
  role: "source",
  needs: "hiding",
  check: (subject) =>
    withHubWorld(subject, async (world) => {
      const { shop, ledger } = world;
      const createdAt = new Date(Date.now() - 90 * day).toISOString();
      const old = await subject.shop.place(shop, { buyer: world.newBuyer(), createdAt });
      const fresh = await subject.shop.place(shop, { buyer: world.newBuyer() });
      for (const { key } of [old, fresh]) await world.stands(key, ["synced", "unchanged"]);
      await world.settled();
      const system = world.look();
      const shown = await system.read("orders", [old.key.id]);
      presentIn(shown.get(old.key.id), keyText(old.key));

      await subject.shop.hide?.(shop);
      const answers = await system.read("orders", [old.key.id, fresh.key.id]);
      presentIn(answers.get(fresh.key.id), `${keyText(fresh.key)}, which is not hidden,`);
      const answer = answers.get(old.key.id);
      assert.equal(answer?.state, "absent", "the emulated shop does not hide what it should");
      assert.ok(
        answer.hiddenBefore !== undefined && answer.hiddenBefore > createdAt,
        `${keyText(old.key)} is hidden, and the answer does not say that records of its age are`,
      );

      const written = ledger.entry(old.key);
      const [looked] = await world.hub.sync(world.connection, [keyText(old.key)]);
      assert.ok(
        ["synced", "unchanged"].includes(looked?.outcome.state ?? ""),
        `${keyText(old.key)} is hidden and stands as ${JSON.stringify(looked?.outcome)}`,
      );
      assert.deepEqual(ledger.entry(old.key), written);
    }),
};
