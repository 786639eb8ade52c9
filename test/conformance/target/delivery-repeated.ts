import assert from "node:assert/strict";
import { change } from "#test/support/story.ts";
import type { TargetGuarantee } from "../guarantee.ts";
import { expectOnce } from "../world/expect-once.ts";
import { withTargetWorld } from "../world/start-target-world.ts";

export const deliveryRepeated: TargetGuarantee = {
  name: "delivery-repeated",
  says: "An announcement that comes several times, at once or days later, makes one document.",
  role: "target",
  check: (subject) =>
    withTargetWorld(subject, async (world) => {
      await world.control("/shopify/acme/webhooks", { duplicate: { rate: 1, copies: 3 } });
      const seen = world.watch();
      const purchase = await world.buy();
      await world.arrived(purchase);
      await world.settled();

      // The same deliveries have the same ids: each is kept once.
      const { deliveries } = await world.control<{ deliveries: readonly { webhookId: string }[] }>(
        "/shopify/acme/webhooks",
      );
      const ids = new Set(deliveries.map(({ webhookId }) => webhookId));
      assert.ok(deliveries.length > ids.size, "the shop repeated nothing");
      const [kept] = await world.rows<{ n: number }>("select count(*)::int as n from waybill.inbox");
      assert.equal(kept?.n, ids.size, "deliveries that were kept");

      // The same events again under ids of their own.
      const again = { topics: ["orders/create", "orders/updated", "orders/paid"] };
      for (const wait of ["PT1S", "P2D"]) {
        await change(world, purchase.order, "announce", again);
        await world.settled();
        await world.advance(wait);
      }
      await world.arrived(purchase);
      await world.settled();
      await expectOnce(world, purchase);
      assert.equal(seen.writes().length, world.flows.length, "calls that make or change documents");
    }),
};
