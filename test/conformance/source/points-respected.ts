import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { SyncError } from "#domain/sync-error.ts";
import type { SourceGuarantee } from "../guarantee.ts";
import { failureOf, presentIn } from "../source-world/look-at-records.ts";
import { withShopWorld, type ShopWorld } from "../source-world/shop-world.ts";

export const pointsRespected: SourceGuarantee = {
  name: "points-respected",
  says: "Calls that cost points are sent no faster than points come back: without a storm, without losing any, and at full speed again once there are points.",
  role: "source",
  needs: "points",
  check: (subject) =>
    withShopWorld(subject, async (world) => {
      const ids = (await subject.shop.fill(world.shop, "orders", 30)).map(({ id }) => id);
      await manyAtOnce(world, ids);
      await noneLeft(world, ids);
    }),
};

/** More calls at once than there are points: each comes to its end, and at most the first is turned away. */
async function manyAtOnce(world: ShopWorld, ids: readonly string[]): Promise<void> {
  const { subject, shop } = world;
  await subject.shop.points?.resize(shop, { most: 250, perSecond: 2_000 });
  const { system } = world.open();
  const seen = world.watch();
  const answers = await Promise.all(ids.map((id) => system.read("orders", [id])));
  for (const [index, id] of ids.entries()) presentIn(answers[index]?.get(id), `orders:${id}`);
  const refused = seen.all().filter(({ answer }) => answer?.includes("THROTTLED"));
  assert.ok(
    refused.length === 0,
    `${refused.length} of ${ids.length} calls were sent without points for them`,
  );
}

async function noneLeft(world: ShopWorld, ids: readonly string[]): Promise<void> {
  const { subject, shop } = world;
  const perSecond = 400;
  await subject.shop.points?.resize(shop, { most: 2_000, perSecond });
  const { system, waits } = world.open();
  await system.read("orders", ids.slice(0, 1));
  // Another program has spent them behind our back.
  await subject.shop.points?.leave(shop, 0);
  const seen = world.watch();
  const failure = await failureOf(system.read("orders", ids), "being out of points");
  const began = performance.now();
  assert.ok(
    failure instanceof SyncError && failure.errorClass === "throttled",
    `being out of points is taken for ${String(failure)}`,
  );
  const waitMs = failure.retryAfterMs ?? 0;
  assert.ok(waitMs > 0 && waitMs < 10_000, `the points are back in a moment, and the wait is ${waitMs} ms`);
  assert.deepEqual(waits, [waitMs], "waits that other processes were told of");

  const others = Promise.all(ids.map((id) => system.read("orders", [id])));
  await pause(Math.min(waitMs / 2, 200));
  assert.equal(seen.all().length, 1, "the shop was asked again while there were no points");
  const answers = await others;
  for (const [index, id] of ids.entries()) presentIn(answers[index]?.get(id), `orders:${id}`);
  const took = performance.now() - began;
  assert.ok(took >= waitMs - 50, `the calls went on after ${took} ms, and the wait was ${waitMs} ms`);
  const refused = seen.all().filter(({ answer }) => answer?.includes("THROTTLED"));
  assert.equal(refused.length, 1, "calls that were refused after the first");
}
