import { afterAll, beforeAll, expect, it } from "vitest";
import { startTroubleWorld, type TroubleWorld } from "#test/support/trouble-world.ts";

let world: TroubleWorld;
beforeAll(async () => {
  world = await startTroubleWorld();
});
afterAll(() => world.stop());

it("a thousand orders leave nothing behind but what they say: no wake-up, no intent, no open delivery, no hold", async () => {
  const wanted = 1_000;
  for (let placed = 0; placed < wanted; placed += 100)
    await world.control("/shopify/acme/orders", { count: 100, randomLines: 1, lines: [] });
  await expect
    .poll(async () => (await world.hub.connection("acme-unleashed")).counts["synced"] ?? 0, {
      timeout: 90_000,
      interval: 200,
    })
    .toBeGreaterThanOrEqual(wanted);
  await world.quiet();

  expect(await world.compare()).toEqual({ missing: [], doubled: [], strange: [], different: [] });
  const count = async (text: string) =>
    (await world.rows<{ n: number }>(`select count(*)::int as n from ${text}`))[0]?.n;
  await expect.poll(() => count(`pgboss.job where name like '%/%'`), { timeout: 10_000 }).toBe(0);
  expect(await count(`waybill.intent`)).toBe(0);
  expect(await count(`waybill.waits`)).toBe(0);
  expect(await count(`waybill.attention`)).toBe(0);
  expect(await count(`waybill.inbox where done_at is null`)).toBe(0);
  expect(await count(`waybill.record_state where dirty or holder is not null or retry_at is not null`)).toBe(
    0,
  );
  expect(await count(`waybill.record_state where kind = 'orders' and state in ('synced', 'unchanged')`)).toBe(
    wanted,
  );
}, 150_000);
