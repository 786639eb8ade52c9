import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { compareSystems } from "#test/support/compare-dumps.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { startEmulatedSystems, type EmulatedSystems } from "#test/support/emulated-systems.ts";
import {
  createHubFolder,
  endAllHubs,
  startHubProcess,
  type HubFolder,
  type HubProcess,
} from "#test/support/hub-process.ts";

let systems: EmulatedSystems;
let database: TestDatabase;
let folders: readonly HubFolder[] = [];
const secretKey = randomBytes(32).toString("base64");
beforeAll(async () => {
  [systems, database, folders] = await Promise.all([
    startEmulatedSystems(),
    createTestDatabase(),
    Promise.all([1, 2, 3].map(() => createHubFolder())),
  ]);
}, 60_000);
afterAll(async () => {
  await endAllHubs();
  await Promise.all(folders.map((folder) => folder.remove()));
  await systems.host.close();
  await database.drop();
});

const start = (folder: HubFolder | undefined, role: string): Promise<HubProcess> =>
  startHubProcess(
    {
      WAYBILL_DATA: folder?.path ?? "",
      DATABASE_URL: database.url,
      WAYBILL_SECRET_KEY: secretKey,
      PORT: "0",
      WAYBILL_SWEEP_SECONDS: "5",
      LOG_LEVEL: "silent",
    },
    ["--role", role],
  );
const place = (count: number) =>
  systems.control("/shopify/acme/orders", { count, lines: [{ sku: "TOTE-01", quantity: 1 }] });
const compare = () => compareSystems((path) => systems.control(path));
const agreed = { missing: [], doubled: [], strange: [], different: [] };
const holders = async (): Promise<readonly string[]> =>
  (
    await database.pool.query<{ holder: string }>(
      `select distinct holder from waybill.record_state where holder is not null`,
    )
  ).rows.map(({ holder }) => holder);

it("one that takes webhooks and two that work share one database; when one is killed the other takes over its keys", async () => {
  const [web, first, second] = await Promise.all([
    start(folders[0], "web"),
    start(folders[1], "worker"),
    start(folders[2], "worker"),
  ]);
  const folder = folders[0];
  if (folder === undefined) throw new Error("no folder");
  const client = await folder.connect(web);
  await client.apply(systems.configuration());
  await client.close();
  const { subscriptions } = await systems.control<{ subscriptions: readonly { uri: string }[] }>(
    "/shopify/acme/webhooks",
  );
  expect(new Set(subscriptions.map(({ uri }) => uri))).toEqual(new Set([`${web.url}/webhooks/shopify`]));

  // Unleashed takes its time, so that both have keys in hand.
  systems.host.setFaults("unleashed", { slowMs: [80, 160] });
  await place(30);
  const workers = new Set<string>();
  await expect
    .poll(
      async () => {
        for (const holder of await holders()) workers.add(holder);
        return workers.size;
      },
      { timeout: 30_000, interval: 20 },
    )
    .toBe(2);
  await first.end("SIGKILL");
  expect(await holders()).not.toEqual([]);
  await place(10);
  systems.host.setFaults("unleashed", {});

  await expect.poll(compare, { timeout: 60_000, interval: 100 }).toEqual(agreed);
  await expect.poll(holders, { timeout: 60_000, interval: 100 }).toEqual([]);
  // An order whose write was cut off is found as it was made, so it may stand as unchanged.
  const { rows } = await database.pool.query<{ settled: boolean; n: number }>(
    `select state in ('synced', 'unchanged') as settled, count(*)::int as n
     from waybill.record_state where kind = 'orders' group by 1`,
  );
  expect(rows).toEqual([{ settled: true, n: 40 }]);

  // The one that is left ends in an orderly way and leaves nothing in hand.
  await place(5);
  await second.end("SIGTERM");
  expect(await holders()).toEqual([]);
  const again = await start(folders[1], "worker");
  await expect.poll(compare, { timeout: 60_000, interval: 100 }).toEqual(agreed);
  expect(again.pid).not.toBe(first.pid);
}, 180_000);
