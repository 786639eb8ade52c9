import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { armFaultPoints } from "#connectors/kit/fault-point.ts";
import { StoreAwayError } from "#engine/ports/store-away-error.ts";
import { startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";

let world: SmallWorld;
beforeAll(async () => {
  world = await startSmallWorld();
});
afterEach(() => armFaultPoints(null));
afterAll(() => world.stop());

const claimed = () =>
  world.database.pool
    .query<{ key: string }>(
      `select singleton_key as key from pgboss.job where state = 'active' and name like 'connection/%'`,
    )
    .then(({ rows }) => rows.map(({ key }) => key));

it("a key whose claim's answer was lost is put back by the healing, long before its lease would lapse", async () => {
  armFaultPoints((point) => {
    if (point === "queue.claim.after")
      throw new StoreAwayError(new Error("the connection broke after the claim was committed"));
  });
  const order = await world.place({ paid: true });
  await expect.poll(claimed).not.toEqual([]);
  armFaultPoints(null);
  const id = order.id.split("/").at(-1) ?? "";
  await world.database.pool.query(
    `update pgboss.job set started_on = started_on - interval '1 minute' where state = 'active'`,
  );
  await world.advance("PT61S");
  await world.standing(order.name, "synced", "unchanged");
  expect(await world.salesOrders()).toHaveLength(1);
  await expect.poll(claimed).not.toContain(`orders:${id}`);
});

it("leaves alone what somebody works on, however long it takes", async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let taken = 0;
  armFaultPoints((point) => {
    if (point !== "key.taken") return;
    taken += 1;
    return held;
  });
  const order = await world.place({ paid: true });
  await expect.poll(() => taken).toBeGreaterThan(0);
  await world.database.pool.query(
    `update pgboss.job set started_on = started_on - interval '1 minute' where state = 'active'`,
  );
  const before = await claimed();
  await world.advance("PT61S");
  expect(await claimed()).toEqual(expect.arrayContaining(before));
  const holders = await world.database.pool.query(
    `select fence from waybill.record_state where holder is not null and kind = 'orders'`,
  );
  expect(holders.rows).toEqual([{ fence: 1 }]);
  release();
  armFaultPoints(null);
  await world.standing(order.name, "synced", "unchanged");
});
