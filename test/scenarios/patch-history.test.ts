/**
 * A shop's whole history is carried to Patch Retention: silently, completely, once. `WAYBILL_HISTORY_ORDERS` sets how many orders
 * (default 300).
 */
import { afterEach, expect, it } from "vitest";
import type { RunRow } from "#engine/ports/engine-store.ts";
import { confirmSilence, patchSettings, placeOldOrders } from "#test/support/old-orders.ts";
import { eventsOfOrders, patchAccount, runsFor } from "#test/support/patch-account.ts";
import { patchTarget } from "#test/support/patch-target.ts";
import { startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";
import { change, numericId, whenQuiet } from "#test/support/story.ts";

const wanted = Number(process.env["WAYBILL_HISTORY_ORDERS"] ?? 300);
const connection = "acme-patch";

let world: SmallWorld;
afterEach(() => world.stop());

async function openShopWith(
  orders: number,
  account: Readonly<Record<string, unknown>> = patchSettings.account,
): Promise<readonly string[]> {
  let ids: readonly string[] = [];
  world = await startSmallWorld({
    target: patchTarget(),
    settings: { ...patchSettings, account },
    beforehand: async (control) => {
      ids = await placeOldOrders(control, orders);
    },
  });
  await confirmSilence(world.hub);
  return ids;
}

/** The run once it is over. */
async function ended({ id }: Pick<RunRow, "id">): Promise<RunRow> {
  for (const until = Date.now() + 30_000 + wanted * 50; Date.now() < until;) {
    const run = await world.hub.run(id);
    if (run.state !== "running") return run;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`the run is still under way: ${JSON.stringify(await world.hub.run(id))}`);
}

const backfill = (entity: "orders" | "customers" = "orders") =>
  world.hub.startBackfill({ connection, entity, since: null });

/** Calls of the account that change something, since the watch began. */
function watchWrites(): () => number {
  const { next } = world.host.requests("patch");
  return () => world.host.requests("patch", next).requests.filter(({ method }) => method !== "GET").length;
}

it(
  `${wanted} orders arrive once each without a word to anybody; again nothing is written; fifty that changed are updated`,
  async () => {
    const ids = await openShopWith(wanted);
    const probed = (await patchAccount(world)).events.length;
    const run = await ended(await backfill());
    expect(run).toMatchObject({ state: "done", expected: wanted, read: wanted });
    expect(run.report).toMatchObject({
      created: wanted,
      complete: true,
      told: { live: 0, history: wanted },
    });
    const account = await patchAccount(world);
    const events = eventsOfOrders(account);
    expect([...events.keys()].sort()).toEqual([...ids].sort());
    expect([...events.values()].filter((ofOne) => ofOne.length !== 1)).toEqual([]);
    expect(account.automationLog).toEqual([]);
    const buyers = account.contacts.filter(({ email }) => email?.endsWith("@history.example"));
    expect(buyers).toHaveLength(Math.ceil(wanted / 3));
    expect(new Set(buyers.map(({ email }) => email)).size).toBe(buyers.length);
    // A first import awards nothing.
    expect(account.orders.filter(({ points }) => (points ?? 0) !== 0)).toEqual([]);
    expect(account.events.length).toBeGreaterThan(probed);

    const writes = watchWrites();
    const again = await ended(await backfill());
    expect(again.report).toMatchObject({ unchanged: wanted, created: 0, updated: 0, complete: true });
    expect(writes()).toBe(0);

    // Fifty change, and no announcement of it arrives.
    await world.control("/shopify/acme/webhooks", { lose: 1 });
    const changed = ids.slice(0, 50);
    for (const id of changed)
      await world.control(`/shopify/acme/orders/${id}/refund`, {
        amount: "1.00",
      });
    const third = await ended(await backfill());
    expect(third.report).toMatchObject({ updated: 50, unchanged: wanted - 50, complete: true });
    const after = await patchAccount(world);
    for (const id of changed)
      expect(
        (eventsOfOrders(after).get(id) ?? []).map(({ event }) => event),
        id,
      ).toEqual(["order.finished", "order.updated"]);
    expect(after.automationLog).toEqual([]);
    expect(after.contacts).toHaveLength(account.contacts.length);
  },
  60_000 + wanted * 200,
);

it("orders that are placed, edited and refunded during the run end as the store has them, and live ones are told once", async () => {
  const old = await openShopWith(120);
  const run = await backfill();
  const read = async (): Promise<number> => (await world.hub.run(run.id)).read;
  await expect.poll(read, { timeout: 20_000, interval: 5 }).toBeGreaterThan(0);

  const placed: string[] = [];
  for (let index = 0; index < 20; index += 1) {
    placed.push(
      numericId(
        await world.place({
          paid: true,
          lines: [{ sku: "MUG-STONE", quantity: 2 }],
          customer: { firstName: "Lee", lastName: "Now", email: `lee.${index}@live.example` },
        }),
      ),
    );
    const touched = old[index * 5];
    if (touched === undefined) throw new Error("no such order");
    if (index % 2 === 0) await world.control(`/shopify/acme/orders/${touched}/refund`, { amount: "2.00" });
    else await change(world, { id: touched }, "edit", { add: [{ sku: "CHOC-80", quantity: 1 }] });
  }
  const done = await ended(run);
  expect(done.report).toMatchObject({ complete: true });
  await world.advance("PT6M");
  await whenQuiet(world);

  const account = await patchAccount(world);
  const events = eventsOfOrders(account);
  expect(events.size).toBe(140);
  const { orders } = await world.control<{
    orders: readonly { readonly legacyResourceId: string; readonly currentTotalPriceSet: MoneyBag }[];
  }>("/shopify/acme/dump?only=orders");
  const held = new Map(account.orders.map((order) => [order.order_id, order]));
  for (const { legacyResourceId: id, currentTotalPriceSet } of orders)
    expect(Number(held.get(id)?.data["total_price"]), id).toBe(Number(currentTotalPriceSet.shopMoney.amount));
  for (const id of placed) {
    expect((events.get(id) ?? []).map(({ event, silent }) => [event, silent])).toEqual([
      ["order.finished", false],
    ]);
    expect(runsFor(account, id)).toHaveLength(1);
  }
  for (const id of old) {
    const [first, ...later] = events.get(id) ?? [];
    expect([first?.event, first?.silent], id).toEqual(["order.finished", true]);
    // A change that came after its history is news, and told once; one that was read with it is part of the history.
    expect(later.length, id).toBeLessThanOrEqual(1);
    expect(runsFor(account, id)).toHaveLength(later.filter(({ silent }) => !silent).length);
  }
}, 120_000);

interface MoneyBag {
  readonly shopMoney: { readonly amount: string };
}

it("starts by itself once somebody has confirmed that the account stays silent, and only once", async () => {
  world = await startSmallWorld({
    target: patchTarget(),
    settings: patchSettings,
    beforehand: async (control) => void (await placeOldOrders(control, 6)),
  });
  await world.advance("PT1M");
  expect(await world.hub.runs(connection)).toEqual([]);
  await expect(backfill()).rejects.toMatchObject({ status: 422, code: "SILENCE_NOT_CONFIRMED" });
  await confirmSilence(world.hub);
  await world.advance("PT1M");
  await expect
    .poll(async () => (await world.hub.runs(connection)).length, { timeout: 10_000 })
    .toBeGreaterThan(0);
  for (const run of await world.hub.runs(connection)) await ended(run);
  const started = (await world.hub.runs(connection)).length;
  await world.advance("PT10M");
  await world.advance("PT10M");
  const runs = await world.hub.runs(connection);
  for (const run of runs) expect((await ended(run)).state).toBe("done");
  expect(runs.filter(({ entity }) => entity === "orders")).toHaveLength(1);
  expect(runs.length).toBeGreaterThanOrEqual(started);
  expect((await patchAccount(world)).automationLog).toEqual([]);
}, 60_000);

it("a second start is refused with how far the first one is, and what is cancelled goes on from there", async () => {
  // So few calls that it does not end by itself meanwhile.
  await openShopWith(200, { callsPerSecond: 60 });
  const first = await backfill();
  await expect(backfill()).rejects.toMatchObject({
    status: 409,
    code: "RUN_UNDER_WAY",
    detail: { id: first.id, state: "running" },
  });
  await expect
    .poll(async () => (await world.hub.run(first.id)).progress?.settled ?? 0, {
      timeout: 20_000,
      interval: 5,
    })
    .toBeGreaterThan(0);
  const asked = performance.now();
  const cancelled = await world.hub.cancelRun(first.id);
  expect(cancelled.state).toBe("cancelled");
  const writes = watchWrites();
  // What was in hand comes to its end; nothing else is begun.
  const inHand = async (): Promise<number> => {
    const { rows } = await world.database.pool.query<{ n: number }>(
      `select (select count(*)::int from waybill.record_state where dirty or holder is not null)
         + (select count(*)::int from pgboss.job where state in ('created', 'retry', 'active') and name like 'connection/%') as n`,
    );
    return rows[0]?.n ?? 0;
  };
  await expect.poll(inHand, { timeout: 10_000, interval: 20 }).toBe(0);
  expect(performance.now() - asked).toBeLessThan(5_000);
  const before = (await patchAccount(world)).orders.length;
  expect(before).toBeLessThan(200);
  expect(writes()).toBeLessThan(150);

  await world.hub.resumeRun(first.id);
  const run = await ended(first);
  expect(run.report).toMatchObject({ created: 200, complete: true });
  const account = await patchAccount(world);
  expect([...eventsOfOrders(account).values()].filter((ofOne) => ofOne.length !== 1)).toEqual([]);
  expect(account.orders).toHaveLength(200);
  expect(account.automationLog).toEqual([]);
}, 60_000);
