import assert from "node:assert/strict";
import { change } from "#test/support/story.ts";
import type { TargetGuarantee } from "../guarantee.ts";
import { changeInShop } from "../world/change-in-shop.ts";
import { keyOf } from "../world/purchases.ts";
import { withTargetWorld } from "../world/start-target-world.ts";

export const unchangedWritesNothing: TargetGuarantee = {
  name: "unchanged-writes-nothing",
  says: "A record that did not change in the shop is never written again, whoever asks how often, and whatever staff changed over there.",
  role: "target",
  check: (subject) =>
    withTargetWorld(subject, async (world) => {
      const purchase = await world.buy();
      await world.arrived(purchase);
      await world.settled();
      const seen = world.watch();
      const look = async (): Promise<void> => {
        await change(world, purchase.order, "announce", { topics: ["orders/updated"] });
        await changeInShop(world, purchase, { kind: "customers" }, {});
        await world.settled();
        for (const flow of world.flows) await world.hub.sync(world.connection, [keyOf(purchase, flow)]);
        await world.hub.retry({});
        await world.advance("PT1H");
        await world.settled();
        assert.deepEqual(
          seen.writes().map(({ operation, body }) => `${operation} ${body}`),
          [],
          "writes although nothing changed in the shop",
        );
      };
      await look();
      for (const flow of world.flows) {
        await flow.edit?.(world.target, await world.theDocument(purchase, flow));
        const edited = await world.theDocument(purchase, flow);
        await look();
        assert.deepEqual((await world.theDocument(purchase, flow)).content, edited.content);
      }
      assert.deepEqual(
        await world.hub.attention(),
        [],
        "a person was asked although nothing changed in the shop",
      );
    }),
};
