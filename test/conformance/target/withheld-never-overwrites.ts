import assert from "node:assert/strict";
import { change } from "#test/support/story.ts";
import type { TargetGuarantee } from "../guarantee.ts";
import { changeInShop } from "../world/change-in-shop.ts";
import { expectOnce } from "../world/expect-once.ts";
import { withTargetWorld } from "../world/start-target-world.ts";

const ways: readonly (readonly [what: string, path: string, hide: unknown, show: unknown])[] = [
  ["everything, because of its plan", "/plan", { plan: "basic" }, { plan: "plus" }],
  [
    "names, addresses and phone numbers",
    "/protected-data",
    { name: "approval", address: "approval", phone: "approval" },
    { name: "ok", address: "ok", phone: "ok" },
  ],
  ["e-mail addresses", "/protected-data", { email: "plan" }, { email: "ok" }],
];

export const withheldNeverOverwrites: TargetGuarantee = {
  name: "withheld-never-overwrites",
  says: "What the shop withholds is unknown, not empty: nothing that is known over there is wiped by it.",
  role: "target",
  check: (subject) =>
    withTargetWorld(subject, async (world) => {
      const purchase = await world.buy();
      await world.arrived(purchase);
      await world.settled();
      const documents = async (): Promise<readonly unknown[]> =>
        Promise.all(world.flows.map(async (flow) => (await world.theDocument(purchase, flow)).content));
      for (const flow of world.flows)
        await flow.fill?.(world.target, await world.theDocument(purchase, flow));
      const before = await documents();
      for (const [what, path, hide, show] of ways) {
        await world.control(`/shopify/acme${path}`, hide);
        await world.hub.doctor(world.connection);
        const seen = world.watch();
        // Announced by a body that lacks them, and read from a shop that does not give them.
        await changeInShop(world, purchase, { kind: "customers" }, { tags: [`seen-${path}`] });
        await world.control(`/shopify/acme/orders/${purchase.orderId}/update`, { tags: [`seen-${path}`] });
        await world.settled();
        await world.advance("PT10M");
        await world.settled();
        assert.deepEqual(await documents(), before, `documents after the shop withheld ${what}`);
        assert.deepEqual(
          seen.writes().map(({ operation }) => operation),
          [],
          `writes while the shop withheld ${what}`,
        );
        await world.control(`/shopify/acme${path}`, show);
        await world.hub.doctor(world.connection);
      }

      // What was known of a buyer before stays known: an order that is paid while the shop withholds goes to its own buyer.
      const unpaid = await world.buy({ paid: false });
      await world.settled();
      await world.control("/shopify/acme/plan", { plan: "basic" });
      await change(world, unpaid.order, "pay");
      await world.arrived(unpaid);
      await world.settled();
      await expectOnce(world, unpaid);
      await world.control("/shopify/acme/plan", { plan: "plus" });

      // Once the shop tells again, its changes are carried again.
      for (const flow of world.flows) {
        const { update } = flow;
        if (update === undefined) continue;
        await changeInShop(world, purchase, flow, update.change);
        await world.eventually(async () => {
          const { content } = await world.theDocument(purchase, flow);
          assert.ok(update.shows(content), `the ${flow.noun} does not follow the shop any more`);
        });
      }
    }),
};
