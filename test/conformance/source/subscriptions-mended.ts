import assert from "node:assert/strict";
import type { Finding } from "#connectors/kit/finding.ts";
import type { SourceGuarantee } from "../guarantee.ts";
import type { Subscription } from "../source-subject.ts";
import { withShopWorld, type ShopWorld } from "../source-world/shop-world.ts";

const here = "http://127.0.0.1:9001/webhooks/shopify";
const moved = "http://127.0.0.1:9002/webhooks/shopify";

export const subscriptionsMended: SourceGuarantee = {
  name: "subscriptions-mended",
  says: "Announcements that were unsubscribed, trimmed, or go to where the hub was before, are set right again, once each, and said; those that are right are left alone.",
  role: "source",
  check: (subject) =>
    withShopWorld(subject, async (world) => {
      const { subscriptions } = subject.shop;
      const wanted = await mend(world, here, null);
      assert.ok(wanted.all.length > 4, `${wanted.all.length} subscriptions were made`);
      assert.ok(wanted.changes > 0);
      const again = await mend(world, here, null);
      assert.equal(again.changes, 0, "subscriptions that were right were made or changed again");
      isLike(again.all, wanted.all, "after a second look");

      const [first, second, third] = again.all;
      assert.ok(first !== undefined && second !== undefined && third !== undefined);
      await subscriptions.remove(world.shop, first);
      await subscriptions.trim(world.shop, second);
      const healed = await mend(world, here, null);
      isLike(healed.all, wanted.all, "after one was removed and one was trimmed");
      const said = healed.findings.filter(({ level }) => level !== "ok");
      assert.ok(said.length > 0, "nobody is told what was mended");

      const along = await mend(world, moved, here);
      isLike(along.all, wanted.all, "after the hub has moved", moved);
      await answerLost(world);
      await addressRefused(world);
    }),
};

/** A subscription that was made although its answer was lost is not made again. */
async function answerLost(world: ShopWorld): Promise<void> {
  const { subject, shop } = world;
  const [one] = await subject.shop.subscriptions.all(shop);
  assert.ok(one !== undefined);
  await subject.shop.subscriptions.remove(shop, one);
  shop.faults({ operations: { [subject.operations.subscribe]: { answerLost: 1, times: 1 } } });
  await world
    .open()
    .system.ensureSubscriptions(moved, null)
    .catch(() => undefined);
  shop.faults({});
  const { all } = await mend(world, moved, null);
  const topics = all.map(({ topic }) => topic);
  assert.deepEqual(topics, [...new Set(topics)], "a topic is subscribed twice after an answer was lost");
}

/** An address that the shop does not take is said, with what to do, and no call is wasted on every topic. */
async function addressRefused(world: ShopWorld): Promise<void> {
  const { subject } = world;
  const seen = world.watch();
  const findings = await world
    .open()
    .system.ensureSubscriptions(subject.shop.subscriptions.refusedAddress, null);
  const wrong = findings.filter(({ level }) => level === "error");
  assert.ok(wrong.length > 0, "an address that the shop refuses is not said");
  const tries = seen.of(subject.operations.subscribe).length;
  assert.equal(tries, 1, `a refused address was tried ${tries} times`);
}

async function mend(
  world: ShopWorld,
  address: string,
  former: string | null,
): Promise<{
  readonly all: readonly Subscription[];
  readonly findings: readonly Finding[];
  readonly changes: number;
}> {
  const seen = world.watch();
  const findings = await world.open().system.ensureSubscriptions(address, former);
  const wrong = findings.filter(({ level }) => level === "error");
  assert.deepEqual(wrong, [], "subscriptions could not be mended");
  const changes = seen.all().filter(({ operation }) => operation.startsWith("mutation")).length;
  return { all: await world.subject.shop.subscriptions.all(world.shop), findings, changes };
}

function isLike(
  all: readonly Subscription[],
  wanted: readonly Subscription[],
  when: string,
  address: string = here,
): void {
  const topics = (some: readonly Subscription[]): readonly string[] => some.map(({ topic }) => topic).sort();
  assert.deepEqual(topics(all), topics(wanted), `topics that are subscribed ${when}`);
  const wrong = all.filter((one) => one.address !== address || one.isTrimmed);
  assert.deepEqual(wrong, [], `subscriptions that are not right ${when}`);
}
