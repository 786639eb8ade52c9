import assert from "node:assert/strict";
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
  assert.ok(
    failure instanceof SyncError && failure.errorClass === "throttled",
    `being out of points is taken for ${String(failure)}`,
  );
  const waitMs = failure.retryAfterMs ?? 0;
  assert.ok(waitMs > 0 && waitMs < 10_000, `the points are back in a moment, and the wait is ${waitMs} ms`);
  assert.deepEqual(waits, [waitMs], "waits that other processes were told of");

  const answers = await Promise.all(ids.map((id) => system.read("orders", [id])));
  for (const [index, id] of ids.entries()) presentIn(answers[index]?.get(id), `orders:${id}`);
  const [refused, ...others] = seen.all();
  assert.ok(refused !== undefined);
  assert.ok(
    refused.answer?.includes("THROTTLED"),
    "the first call was not refused, so that this shows nothing",
  );
  const early = others
    .map(({ time }) => Date.parse(time) - Date.parse(refused.time))
    .filter((ms) => ms < waitMs - 50);
  assert.deepEqual(early, [], `calls that were sent before ${waitMs} ms were over, in ms after the refusal`);
  const again = others.filter(({ answer }) => answer?.includes("THROTTLED"));
  assert.equal(again.length, 0, "calls that were refused after the first");
}
