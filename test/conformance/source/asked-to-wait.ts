import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { SyncError } from "#domain/sync-error.ts";
import type { SourceGuarantee } from "../guarantee.ts";
import { failureOf, kinds, placeOne, readOne } from "../source-world/look-at-records.ts";
import { withShopWorld, type ShopWorld } from "../source-world/shop-world.ts";

/** Longest wait that is sensible when the shop does not say how long. */
const longestGuessMs = 120_000;

export const askedToWait: SourceGuarantee = {
  name: "asked-to-wait",
  says: "A shop that asks to wait is waited for, as long as it says or a sensible time, by every process; nothing is asked of it meanwhile.",
  role: "source",
  check: (subject) =>
    withShopWorld(subject, async (world) => {
      const keys = await placeOne(world);
      for (const retryAfter of [30, 2.5, undefined])
        for (const way of ["read", "walk"] as const) await askToWait(world, keys.orders.id, way, retryAfter);
      const { system, waits } = world.open();
      for (const kind of kinds) await readOne(system, keys[kind]);
      world.shop.faults({ http429: { rate: 1, retryAfter: 0.05 }, times: 1 });
      await failureOf(system.read("orders", [keys.orders.id]), "being asked to wait");
      await pause(60);
      await readOne(system, keys.orders);
      assert.deepEqual(waits, [50], "the wait that the shop asked for, in milliseconds");
    }),
};

async function askToWait(
  world: ShopWorld,
  id: string,
  way: "read" | "walk",
  retryAfter: number | undefined,
): Promise<void> {
  const { system, waits } = world.open();
  const ask = (): Promise<unknown> =>
    way === "read"
      ? system.read("orders", [id])
      : system.changedSince("orders", new Date(0).toISOString(), null);
  // Signed in, so that the wait is that of a call.
  await ask();
  const { shop } = world;
  shop.faults({ http429: { rate: 1, ...(retryAfter === undefined ? {} : { retryAfter }) }, times: 1 });
  const failure = await failureOf(ask(), "being asked to wait");
  const what = `429 with ${retryAfter === undefined ? "no Retry-After" : `Retry-After: ${retryAfter}`}, ${way}`;
  assert.ok(
    failure instanceof SyncError && failure.errorClass === "throttled",
    `${what}: ${String(failure)}`,
  );
  const waitMs = failure.retryAfterMs;
  assert.ok(waitMs !== undefined, `${what}: nothing says how long to wait`);
  if (retryAfter === undefined) assert.ok(waitMs > 0 && waitMs <= longestGuessMs, `${what}: ${waitMs} ms`);
  else assert.equal(waitMs, retryAfter * 1_000, what);
  assert.deepEqual(waits, [waitMs], `${what}: waits that other processes were told of`);

  const seen = world.watch();
  const others = Promise.allSettled(Array.from({ length: 10 }, ask));
  await pause(40);
  assert.deepEqual(seen.all(), [], `${what}: the shop was asked again before it wanted to`);
  await system.close();
  await others;
}
