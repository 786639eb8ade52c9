import { randomBytes, randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ChangePage } from "#connectors/kit/source-system.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { HubDeps } from "#engine/hub/hub-deps.ts";
import { changeRun } from "#engine/hub/run-backfill.ts";
import { workRun } from "#engine/hub/work-run.ts";
import type { EngineStore } from "#engine/ports/engine-store.ts";
import { StoreAwayError } from "#engine/ports/store-away-error.ts";
import { createEngineStore } from "#store/engine-store/create-engine-store.ts";
import { createSecretBox } from "#store/secrets/secret-box.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

let database: TestDatabase;
let store: EngineStore;
let id: string;
/** What the shop answers to each reading, and the queue when it is asked how full it is. */
let read: () => Promise<ChangePage>;
let depth: () => Promise<{ waiting: number; running: number }>;
let readings = 0;

const nothingMore: ChangePage = { records: [], next: null };

beforeAll(async () => {
  database = await createTestDatabase();
  store = createEngineStore({
    pool: database.pool,
    box: createSecretBox(randomBytes(32).toString("base64")),
    connect: () => Promise.reject(new Error("no process is registered here")),
  });
  await database.pool.query(`insert into waybill.process (id, role, lock_key) values ('p1', 'all', 1)`);
});
afterAll(() => database.drop());

beforeEach(async () => {
  readings = 0;
  read = () => Promise.resolve(nothingMore);
  depth = () => Promise.resolve({ waiting: 0, running: 0 });
  const started = await store.startRun({
    id: randomUUID(),
    connection: `c-${randomUUID()}`,
    type: "backfill",
    entity: "orders",
    since: null,
    startedAt: "2026-01-01T00:00:00.000Z",
  });
  id = started.run?.id ?? "";
});

const deps = (): HubDeps =>
  ({
    context: {
      store,
      process: "p1",
      clock: { now: () => Date.parse("2026-01-02T00:00:00.000Z") },
      newId: () => randomUUID(),
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    },
    queue: { depth: () => depth(), withdraw: () => Promise.resolve() },
    scratchFolder: tmpdir(),
    registry: {
      connection: () => ({
        store: {
          row: { name: "acme" },
          system: {
            changedSince: () => {
              readings += 1;
              return read();
            },
          },
        },
      }),
      connectionRows: () => [],
      connectionsOf: () => [],
    },
  }) as unknown as HubDeps;

/** As if the time had passed for which nobody works on a run after trouble. */
const rested = () => database.pool.query(`update waybill.run set held_until = null where id = $1`, [id]);
const standing = async () => store.run(id);

describe("a run that meets trouble", () => {
  it("of the database goes on later", async () => {
    depth = () => Promise.reject(new StoreAwayError(new Error("terminating connection")));
    await expect(workRun(deps(), id)).rejects.toBeInstanceOf(StoreAwayError);
    expect(await standing()).toMatchObject({ state: "running", reason: null });
    await database.pool.query(`update waybill.run set held_until = now() where id = $1`, [id]);
    depth = () => Promise.resolve({ waiting: 0, running: 0 });
    await workRun(deps(), id);
    expect(await standing()).toMatchObject({ state: "done" });
  });

  it("of which nobody knows what it is tries again, and fails only when it stays", async () => {
    const raw = Object.assign(new Error("terminating connection due to administrator command"), {
      code: "57P01",
    });
    depth = () => Promise.reject(raw);
    for (const round of [1, 2]) {
      await workRun(deps(), id);
      expect(await standing(), `round ${round}`).toMatchObject({ state: "running", reason: null });
      // Nobody hammers meanwhile.
      await workRun(deps(), id);
      expect(await standing()).toMatchObject({ state: "running" });
      await rested();
    }
    await workRun(deps(), id);
    expect(await standing()).toMatchObject({
      state: "failed",
      reason: { code: "INTERNAL_DEFECT" },
      endedAt: "2026-01-02T00:00:00.000Z",
    });
  });

  it("now and then never fails for it", async () => {
    for (let page = 1; page <= 4; page += 1) {
      let once = true;
      read = () => {
        if (!once) return Promise.reject(new Error("odd"));
        once = false;
        return Promise.resolve({ records: [], next: `page ${page + 1}` });
      };
      await workRun(deps(), id);
      await rested();
    }
    expect(await standing()).toMatchObject({ state: "running", cursor: "page 5" });
  });

  it("of the shop waits while it passes, and says what is wrong when it does not", async () => {
    read = () => Promise.reject(new SyncError("unavailable", { code: "SHOP_AWAY", message: "Away." }));
    for (let round = 0; round < 5; round += 1) {
      await workRun(deps(), id);
      await rested();
    }
    expect(await standing()).toMatchObject({ state: "running" });
    read = () => Promise.reject(new SyncError("unauthorised", { code: "SIGN_IN_REFUSED", message: "No." }));
    await workRun(deps(), id);
    expect(await standing()).toMatchObject({ state: "failed", reason: { code: "SIGN_IN_REFUSED" } });
  });
});

it("a run is worked on once, also while it waits for the queue to empty", async () => {
  let waiting = 5_000;
  depth = () => Promise.resolve({ waiting, running: 0 });
  const work = workRun(deps(), id);
  await expect
    .poll(
      async () =>
        (await database.pool.query(`select 1 from waybill.run where id = $1 and worker is not null`, [id]))
          .rows.length,
    )
    .toBe(1);
  await Promise.all([workRun(deps(), id), workRun(deps(), id)]);
  expect(readings).toBe(0);
  waiting = 0;
  await work;
  expect(readings).toBe(1);
  expect(await standing()).toMatchObject({ state: "done" });
});

it("a run that is cancelled while a page is read stays cancelled", async () => {
  read = async () => {
    await changeRun(deps(), id, "cancelled");
    return nothingMore;
  };
  await workRun(deps(), id);
  expect(await standing()).toMatchObject({ state: "cancelled", report: null });
  await expect(changeRun(deps(), id, "paused")).rejects.toMatchObject({ status: 409, code: "RUN_STATE" });
});

it("a run that is paused while a page is read keeps the page, and goes on behind it", async () => {
  read = async () => {
    await changeRun(deps(), id, "paused");
    return { records: [], next: "page 2" };
  };
  await workRun(deps(), id);
  expect(await standing()).toMatchObject({ state: "paused", cursor: "page 2" });
  read = () => Promise.resolve(nothingMore);
  await changeRun(deps(), id, "running");
  await workRun(deps(), id);
  expect(await standing()).toMatchObject({ state: "done" });
});
