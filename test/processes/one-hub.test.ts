import { createHmac } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findEmbeddedPostgres, startEmbeddedPostgres } from "#store/embedded/start-embedded-postgres.ts";
import { compareSystems } from "#test/support/compare-dumps.ts";
import {
  clientSecret,
  domain,
  startEmulatedSystems,
  type EmulatedSystems,
} from "#test/support/emulated-systems.ts";
import {
  createHubFolder,
  endAllHubs,
  freePort,
  HubDidNotStart,
  startHubProcess,
  type HubFolder,
  type HubProcess,
} from "#test/support/hub-process.ts";

let systems: EmulatedSystems;
let folder: HubFolder;
let environment: Record<string, string>;
let hub: HubProcess;
beforeAll(async () => {
  [systems, folder] = await Promise.all([startEmulatedSystems(), createHubFolder()]);
  environment = {
    WAYBILL_DATA: folder.path,
    PORT: String(await freePort()),
    WAYBILL_SWEEP_SECONDS: "2",
    LOG_LEVEL: "silent",
  };
  hub = await startHubProcess(environment);
  const client = await folder.connect(hub);
  await client.apply(systems.configuration());
  await client.close();
}, 90_000);
afterAll(async () => {
  await endAllHubs();
  await folder.remove();
  await systems.host.close();
});

const place = (count: number) =>
  systems.control("/shopify/acme/orders", { count, lines: [{ sku: "TOTE-01", quantity: 1 }] });
const compare = () => compareSystems((path) => systems.control(path));
const agreed = { missing: [], doubled: [], strange: [], different: [] };
const inTime = { timeout: 40_000, interval: 100 };

async function refusedStart(changes: Record<string, string>): Promise<HubDidNotStart> {
  const failure = await startHubProcess({ ...environment, ...changes }).then(
    () => null,
    (error: unknown) => error,
  );
  if (failure instanceof HubDidNotStart) return failure;
  throw new Error("a hub started that should not have");
}

describe("a second hub", () => {
  it("on the same folder says who has it and what to do, and leaves the first unharmed", async () => {
    const refused = await refusedStart({ PORT: "0" });
    expect(refused.code).toBe(4);
    expect(refused.errors).toContain(`another hub (process ${hub.pid}) works on ${folder.path}`);
    expect(refused.errors).toMatch(/Stop it first, or choose another folder.*FOLDER_IN_USE/);
    expect((await fetch(`${hub.url}/readyz`)).status).toBe(200);
    await place(1);
    await expect.poll(compare, inTime).toEqual(agreed);
  });

  it("on the same port says so, and leaves the first unharmed", async () => {
    const other = await createHubFolder();
    try {
      const refused = await refusedStart({ WAYBILL_DATA: other.path });
      expect(refused.code).toBe(1);
      expect(refused.errors).toMatch(/in use\. Choose another one with PORT\. \(PORT_TAKEN\)/);
    } finally {
      await other.remove();
    }
    await place(1);
    await expect.poll(compare, inTime).toEqual(agreed);
  }, 60_000);
});

interface Sent {
  readonly id: string;
  readonly status: number;
  readonly retryAfter: string | null;
}

/** Deliveries about nothing that is carried over, one after the other, until told to stop. */
async function sendUntil(stopped: () => boolean, name: string): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  for (let count = 0; !stopped(); count += 1) {
    const id = `${name}-${count}`;
    const body = JSON.stringify({ id: count, note: name });
    const answer = await fetch(`${hub.url}/webhooks/shopify`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-shopify-topic": "products/update",
        "x-shopify-shop-domain": domain,
        "x-shopify-webhook-id": id,
        "x-shopify-hmac-sha256": createHmac("sha256", clientSecret).update(body).digest("base64"),
      },
      body,
    });
    await answer.arrayBuffer();
    sent.push({ id, status: answer.status, retryAfter: answer.headers.get("retry-after") });
    await pause(5);
  }
  return sent;
}

describe("PostgreSQL, killed and started again under a running hub", () => {
  it("costs nothing that was answered with 200; the hub says 503 meanwhile and goes on by itself", async () => {
    let over = false;
    const senders = [1, 2, 3, 4].map((number) => sendUntil(() => over, `sender-${number}`));
    await place(15);

    for (let round = 1; round <= 2; round += 1) {
      const postgres = await findEmbeddedPostgres(folder.path);
      if (postgres === null) throw new Error("no database to kill");
      process.kill(postgres.pid, "SIGKILL");
      await expect
        .poll(async () => {
          const answer = await fetch(`${hub.url}/readyz`);
          return [answer.status, answer.headers.get("retry-after") !== null];
        }, inTime)
        .toEqual([503, true]);
      expect((await fetch(`${hub.url}/healthz`)).status).toBe(200);
      await place(5);
      await startEmbeddedPostgres({ dataDir: folder.path });
      await expect.poll(async () => (await fetch(`${hub.url}/readyz`)).status, inTime).toBe(200);
      await place(5);
      await expect.poll(compare, inTime).toEqual(agreed);
    }

    over = true;
    const sent = (await Promise.all(senders)).flat();
    const refused = sent.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every(({ retryAfter }) => Number(retryAfter) > 0)).toBe(true);
    expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([200, 503]));

    const database = new pg.Client({
      connectionString: (await findEmbeddedPostgres(folder.path))?.connectionString,
    });
    await database.connect();
    try {
      const { rows } = await database.query<{ id: string }>(
        `select delivery_id as id from waybill.inbox where topic = 'products/update'`,
      );
      const stored = new Set(rows.map(({ id }) => id));
      const lost = sent.filter(({ id, status }) => status === 200 && !stored.has(id));
      expect(lost).toEqual([]);
      const unsettled = () =>
        database
          .query(
            `select 'intent' as what, record_id as of from waybill.intent
             union all select 'delivery', topic from waybill.inbox where done_at is null
             union all select 'held', record_id from waybill.record_state where holder is not null or dirty
             union all select state || ' ' || code, record_id from waybill.record_state
               where state not in ('synced', 'unchanged', 'skipped')`,
          )
          .then(({ rows: left }) => left);
      await expect.poll(unsettled, inTime).toEqual([]);
    } finally {
      await database.end();
    }
    expect((await compare()).missing).toEqual([]);
    expect(hub.pid).toBeGreaterThan(0);
  }, 180_000);
});
