import assert from "node:assert/strict";
import type { SourceGuarantee } from "../guarantee.ts";
import { withShopWorld } from "../source-world/shop-world.ts";

const theirs = "https://another.example/webhooks/shopify";
const ours = "http://127.0.0.1:9001/webhooks/shopify";
const oursLater = "http://127.0.0.1:9002/webhooks/shopify";

export const foreignSubscriptionsUntouched: SourceGuarantee = {
  name: "foreign-subscriptions-untouched",
  says: "Subscriptions of another installation of the same app are left as they are, also trimmed ones, when ours are made, mended and moved.",
  role: "source",
  check: (subject) =>
    withShopWorld(subject, async (world) => {
      const { subscriptions } = subject.shop;
      const { system } = world.open();
      await system.ensureSubscriptions(theirs, null);
      const [one] = await subscriptions.all(world.shop);
      assert.ok(one !== undefined, "nothing was subscribed");
      await subscriptions.trim(world.shop, one);
      const theirsOnly = async () =>
        (await subscriptions.all(world.shop))
          .filter(({ address }) => address === theirs)
          .map(({ id, topic, isTrimmed }) => `${id} ${topic} ${isTrimmed}`)
          .sort();
      const before = await theirsOnly();
      assert.ok(before.length > 0);
      for (const [address, former] of [
        [ours, null],
        [ours, ours],
        [oursLater, ours],
        [oursLater, "http://127.0.0.1:9003/never"],
      ] as const) {
        await system.ensureSubscriptions(address, former);
        assert.deepEqual(await theirsOnly(), before, `theirs, after ours were sent to ${address}`);
        const mine = (await subscriptions.all(world.shop)).filter((each) => each.address === address);
        assert.equal(mine.length, before.length, `ours at ${address}`);
      }
    }),
};
