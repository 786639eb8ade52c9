/**
 * Orders arrive while the hub is killed again and again. `npm test` places 60 orders and kills three times; with
 * `WAYBILL_LONG_TESTS=1` it is 500 orders and ten kills. The moments are drawn from a seed, which is printed; `WAYBILL_TEST_SEED`
 * brings one back.
 */
import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createSeededRandom } from "#connectors/kit/emulator/seeded-random.ts";
import { findEmbeddedPostgres } from "#store/embedded/start-embedded-postgres.ts";
import { compareSystems, type Comparison } from "#test/support/compare-dumps.ts";
import { startEmulatedSystems, type EmulatedSystems } from "#test/support/emulated-systems.ts";
import {
  createHubFolder,
  endAllHubs,
  freePort,
  startHubProcess,
  type HubFolder,
  type HubProcess,
} from "#test/support/hub-process.ts";
import { drawOrder } from "#test/support/order-mix.ts";

const isLong = process.env["WAYBILL_LONG_TESTS"] === "1";
const [wanted, kills] = isLong ? [500, 10] : [60, 3];
const seed = Number(process.env["WAYBILL_TEST_SEED"] ?? randomInt(2 ** 31));
const patienceMs = isLong ? 240_000 : 60_000;

let systems: EmulatedSystems;
let folder: HubFolder;
let environment: Record<string, string>;
beforeAll(async () => {
  [systems, folder] = await Promise.all([startEmulatedSystems(), createHubFolder()]);
  environment = {
    WAYBILL_DATA: folder.path,
    PORT: String(await freePort()),
    WAYBILL_SWEEP_SECONDS: "2",
    LOG_LEVEL: "error",
  };
});
afterAll(async () => {
  await endAllHubs();
  await folder.remove();
  await systems.host.close();
});

const agreed: Comparison = { missing: [], doubled: [], strange: [], different: [] };

it(
  `${wanted} orders arrive once each although the hub is killed ${kills} times (seed ${seed})`,
  async () => {
    process.stdout.write(`killed-hub: WAYBILL_TEST_SEED=${seed}\n`);
    let hub: HubProcess = await startHubProcess(environment);
    const client = await folder.connect(hub);
    await client.apply(systems.configuration());
    await client.close();

    const buyers = createSeededRandom(seed);
    const moments = createSeededRandom(seed + 1);
    const place = async (count: number): Promise<void> => {
      for (let left = count; left > 0; left -= 1) {
        await systems.control("/shopify/acme/orders", drawOrder(buyers));
        await pause(buyers() * 40);
      }
    };
    /** Kills it just after its start or in the middle of things, and starts another one. */
    const kill = async (): Promise<void> => {
      await pause(moments() * 1_500);
      await hub.end("SIGKILL");
      await pause(moments() * 200);
      hub = await startHubProcess(environment);
    };
    // What is ordered while no hub runs is announced to nobody.
    const share = Math.floor(wanted / kills);
    for (let round = 1; round < kills; round += 1) await Promise.all([place(share), kill()]);
    await Promise.all([place(wanted - share * (kills - 1)), kill()]);

    const until = Date.now() + patienceMs;
    let compared = await compareSystems((path) => systems.control(path));
    while (compared.missing.length > 0 && Date.now() < until) {
      await pause(100);
      compared = await compareSystems((path) => systems.control(path));
    }
    expect(compared).toEqual(agreed);

    const postgres = await findEmbeddedPostgres(folder.path);
    const database = new pg.Client({ connectionString: postgres?.connectionString });
    await database.connect();
    try {
      const unsettled = () =>
        database
          .query(
            `select 'intent' as what, record_id as of from waybill.intent
             union all select 'delivery', record_id from waybill.inbox where done_at is null
             union all select 'wake-up', data ->> 'key' from pgboss.job where name like 'connection/%' or name like 'store/%'
             union all select 'held', record_id from waybill.record_state where holder is not null or dirty
             union all select state || ' ' || code, record_id from waybill.record_state
               where state not in ('synced', 'unchanged', 'skipped')`,
          )
          .then(({ rows }) => rows);
      await expect.poll(unsettled, { timeout: 60_000, interval: 100 }).toEqual([]);
      const { rows } = await database.query<{ state: string; n: number }>(
        `select state, count(*)::int as n from waybill.record_state where kind = 'orders' group by state`,
      );
      expect(rows.reduce((sum, { n }) => sum + n, 0)).toBe(wanted);
      const { rows: found } = await database.query<{ code: string; n: number }>(
        `select code, count(*)::int as n from waybill.journal
         where code in ('ARRIVED_BEFORE', 'FOUND_AND_AGREES', 'CUSTOMER_ADOPTED', 'FOUND_BY_SWEEP') group by code order by code`,
      );
      process.stdout.write(`killed-hub: ${found.map(({ code, n }) => `${code} ${n}`).join(", ")}\n`);
    } finally {
      await database.end();
    }
    // It is still the last hub that does all this, and nothing that it logged was an error of its own.
    expect(hub.errors()).toBe("");
    expect(await compareSystems((path) => systems.control(path))).toEqual(agreed);
  },
  patienceMs + 120_000,
);
