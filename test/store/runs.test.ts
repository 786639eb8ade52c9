import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EngineStore } from "#engine/ports/engine-store.ts";
import type { RecordKey } from "#domain/source-record.ts";
import { createEngineStore } from "#store/engine-store/create-engine-store.ts";
import { createSecretBox } from "#store/secrets/secret-box.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

let database: TestDatabase;
let store: EngineStore;
beforeAll(async () => {
  database = await createTestDatabase();
  store = createEngineStore({
    pool: database.pool,
    box: createSecretBox(randomBytes(32).toString("base64")),
    connect: () => Promise.reject(new Error("no process is registered here")),
  });
  await database.pool.query(
    `insert into waybill.process (id, role, lock_key) values ('p1', 'all', 1), ('p2', 'all', 2)`,
  );
});
afterAll(() => database.drop());

const key = (id: string): RecordKey => ({ kind: "orders", id });

async function start(): Promise<{ readonly id: string; readonly connection: string }> {
  const connection = `c-${randomUUID()}`;
  const { run } = await store.startRun({
    id: randomUUID(),
    connection,
    type: "backfill",
    entity: "orders",
    since: null,
    startedAt: "2026-01-01T00:00:00.000Z",
  });
  if (run === null) throw new Error("the run did not start");
  return { id: run.id, connection };
}

const stand = (connection: string, id: string, change: Readonly<Record<string, unknown>>) =>
  database.pool.query(
    `insert into waybill.record_state (connection, kind, record_id, state, dirty, holder)
     values ($1, 'orders', $2, $3, $4, $5)
     on conflict (connection, kind, record_id) do update
     set state = excluded.state, dirty = excluded.dirty, holder = excluded.holder`,
    [connection, id, change["state"] ?? null, change["dirty"] ?? false, change["holder"] ?? null],
  );

const at = (cursor: string) => ({ cursor, phase: "reading" }) as const;

const lapse = (id: string) =>
  database.pool.query(`update waybill.run set held_until = now() - interval '1 s' where id = $1`, [id]);

describe("the turn of a recurring job", () => {
  const every = 60_000;
  it("is not taken again by a host whose clock is a little behind, or by less than the job's time", async () => {
    expect(await store.takeTurn("hub", "a", 1_000_000, every)).toBe(true);
    expect(await store.takeTurn("hub", "a", 1_000_000 - 5, every)).toBe(false);
    expect(await store.takeTurn("hub", "a", 1_000_000 - every, every)).toBe(false);
    expect(await store.takeTurn("hub", "a", 1_000_000 + every - 1, every)).toBe(false);
    expect(await store.takeTurn("hub", "a", 1_000_000 + every, every)).toBe(true);
  });

  it("is due when the remembered time can only be that of a clock that was moved", async () => {
    await store.takeTurn("hub", "b", 50_000_000, every);
    expect(await store.takeTurn("hub", "b", 1_000_000, every)).toBe(true);
  });
});

describe("the work on a run", () => {
  it("belongs to one worker, until its lease lapses or it lets go", async () => {
    const { id } = await start();
    expect(await store.workOnRun(id, "p1/a", 60_000)).toMatchObject({ id, state: "running" });
    expect(await store.workOnRun(id, "p1/b", 60_000)).toBeNull();
    expect(await store.workOnRun(id, "p2/a", 60_000)).toBeNull();
    expect(await store.workOnRun(id, "p1/a", 60_000)).not.toBeNull();
    await lapse(id);
    expect(await store.workOnRun(id, "p2/a", 60_000)).not.toBeNull();
    expect(await store.workOnRun(id, "p1/a", 60_000)).toBeNull();
    await store.leaveRun(id, "p2/a", 0);
    expect(await store.workOnRun(id, "p1/c", 60_000)).not.toBeNull();
  });

  it("rests when its worker leaves it so", async () => {
    const { id } = await start();
    await store.workOnRun(id, "p1/a", 60_000);
    await store.leaveRun(id, "p1/a", 60_000);
    expect(await store.workOnRun(id, "p1/b", 60_000)).toBeNull();
  });

  it("is free at once when the process that had it is gone", async () => {
    const { id } = await start();
    await store.workOnRun(id, "gone/a", 60_000);
    expect(await store.workOnRun(id, "p1/a", 60_000)).not.toBeNull();
  });

  it("is not to be had on a run that is paused or over", async () => {
    const { id } = await start();
    await store.workOnRun(id, "p1/a", 60_000);
    await store.changeRun(id, ["running"], { state: "paused" });
    expect(await store.workOnRun(id, "p1/a", 60_000)).toBeNull();
  });

  it("that was taken over does not move the position back", async () => {
    const { id } = await start();
    await store.workOnRun(id, "p1/a", 60_000);
    await lapse(id);
    await store.workOnRun(id, "p2/a", 60_000);
    await store.moveRun(id, "p2/a", at("page 5"));
    await store.moveRun(id, "p1/a", at("page 2"));
    expect((await store.run(id))?.cursor).toBe("page 5");
    expect(await store.noteRunFailure(id, "p1/a")).toBe(0);
    expect(await store.noteRunFailure(id, "p2/a")).toBe(1);
    expect(await store.noteRunFailure(id, "p2/a")).toBe(2);
    await store.moveRun(id, "p2/a", at("page 6"));
    expect(await store.noteRunFailure(id, "p2/a")).toBe(1);
  });
});

describe("the state of a run", () => {
  it("that was cancelled is not made done, and one that is done is not made cancelled", async () => {
    const cancelled = await start();
    await store.workOnRun(cancelled.id, "p1/a", 60_000);
    await store.changeRun(cancelled.id, ["running", "paused"], { state: "cancelled" });
    expect(await store.finishRun(cancelled.id, "p1/a", "2026-01-02T00:00:00.000Z")).toBe(false);
    expect((await store.run(cancelled.id))?.state).toBe("cancelled");

    const done = await start();
    await store.workOnRun(done.id, "p1/a", 60_000);
    expect(await store.finishRun(done.id, "p1/a", "2026-01-02T00:00:00.000Z")).toBe(true);
    expect(await store.changeRun(done.id, ["running", "paused"], { state: "cancelled" })).toBeNull();
    expect(await store.run(done.id)).toMatchObject({
      state: "done",
      endedAt: "2026-01-02T00:00:00.000Z",
      report: { read: 0, created: 0, complete: true },
    });
  });

  it("that was cancelled or failed may be resumed, unless another is under way", async () => {
    const { id, connection } = await start();
    await store.changeRun(id, ["running"], { state: "cancelled", endedAt: "2026-01-02T00:00:00.000Z" });
    const request = { connection, type: "backfill", entity: "orders", since: null } as const;
    const other = { ...request, id: randomUUID(), startedAt: "2026-01-03T00:00:00.000Z" };
    await store.startRun(other);
    expect(await store.changeRun(id, ["cancelled"], { state: "running" })).toBeNull();
    await store.changeRun(other.id, ["running"], { state: "failed", reason: { code: "X", message: "x" } });
    expect(await store.changeRun(id, ["cancelled"], { state: "running" })).toMatchObject({ endedAt: null });
  });

  it("is not made done by a worker that lost it", async () => {
    const { id } = await start();
    await store.workOnRun(id, "p1/a", 60_000);
    await lapse(id);
    await store.workOnRun(id, "p2/a", 60_000);
    expect(await store.finishRun(id, "p1/a", "2026-01-02T00:00:00.000Z")).toBe(false);
  });

  it("of one under way is listed however many have ended since", async () => {
    const { id, connection } = await start();
    await database.pool.query(
      `insert into waybill.run (id, connection, type, state, entity, started_at)
       select gen_random_uuid(), $1, 'backfill', 'done', 'orders', now() from generate_series(1, 150)`,
      [connection],
    );
    expect((await store.runs(connection))[0]?.id).toBe(id);
  });
});

describe("the records of a run", () => {
  it("count once, however often they are read", async () => {
    const { id } = await start();
    await store.noteRunRecords(id, [key("1"), key("2"), key("1")]);
    await store.noteRunRecords(id, [key("2"), key("3")]);
    expect((await store.run(id))?.read).toBe(3);
  });

  it("are settled once each was seen without work left, whatever comes later and whatever else there is", async () => {
    const { id, connection } = await start();
    await store.workOnRun(id, "p1/a", 60_000);
    await stand(connection, "other", { state: "failed", dirty: true });
    const ids = ["1", "2", "3", "4"];
    await store.noteRunRecords(id, ids.map(key));
    await stand(connection, "1", { state: "synced" });
    await stand(connection, "2", { state: "synced", dirty: true });
    await stand(connection, "3", { state: "synced", holder: "p1" });
    expect(await store.settleRunRecords(id)).toBe(3);
    expect(await store.finishRun(id, "p1/a", "2026-01-02T00:00:00.000Z")).toBe(false);
    await stand(connection, "1", { state: "synced", dirty: true });
    await stand(connection, "2", { state: "skipped" });
    await stand(connection, "3", { state: "failed" });
    expect(await store.settleRunRecords(id)).toBe(1);
    await stand(connection, "4", { state: "attention" });
    expect(await store.settleRunRecords(id)).toBe(0);
    expect(await store.finishRun(id, "p1/a", "2026-01-02T00:00:00.000Z")).toBe(true);
    expect((await store.run(id))?.report).toEqual({
      created: 0,
      updated: 0,
      unchanged: 1,
      skipped: 1,
      waiting: 0,
      attention: 1,
      failed: 1,
      expected: null,
      read: 4,
      told: { live: 0, history: 0 },
      reasons: {},
      complete: true,
    });
  });

  it("that the shop counts and that were not read make the run incomplete", async () => {
    const { id, connection } = await start();
    await store.workOnRun(id, "p1/a", 60_000);
    await store.noteRunRecords(id, [key("1")]);
    await store.moveRun(id, "p1/a", { cursor: "all", phase: "settling", expected: 2 });
    await stand(connection, "1", { state: "synced" });
    expect(await store.settleRunRecords(id)).toBe(0);
    expect(await store.finishRun(id, "p1/a", "2026-01-02T00:00:00.000Z")).toBe(true);
    expect(await store.run(id)).toMatchObject({
      state: "incomplete",
      expected: 2,
      report: { read: 1, unchanged: 1, complete: false },
    });
  });

  it("are put aside when nothing else has called for them, and named again when the run goes on", async () => {
    const { id, connection } = await start();
    await store.noteRunRecords(id, ["1", "2", "3", "4"].map(key));
    await stand(connection, "1", { dirty: true });
    await stand(connection, "2", { dirty: true, holder: "p1" });
    await stand(connection, "3", { dirty: true });
    await database.pool.query(
      `update waybill.record_state set live = true where connection = $1 and record_id = '3'`,
      [connection],
    );
    await stand(connection, "4", { state: "synced" });
    expect(await store.shelveRun(id)).toEqual([key("1")]);
    await store.settleRunRecords(id);
    expect(await store.openOfRun(id, null, 2)).toEqual([key("1"), key("2")]);
    expect(await store.openOfRun(id, key("2"), 2)).toEqual([key("3")]);
    expect(await store.runProgress(id)).toMatchObject({ results: { unchanged: 1, created: 0 } });
  });

  it("that wait for others are settled once there is nothing to come of those", async () => {
    const { id, connection } = await start();
    await store.noteRunRecords(id, [key("1")]);
    await stand(connection, "1", { state: "waiting" });
    await database.pool.query(`insert into waybill.waits values ($1, 'orders', '1', 'orders', '9')`, [
      connection,
    ]);
    expect(await store.settleRunRecords(id)).toBe(1);
    await stand(connection, "9", { state: "synced", dirty: true });
    expect(await store.settleRunRecords(id)).toBe(1);
    await stand(connection, "9", { state: "attention" });
    expect(await store.settleRunRecords(id)).toBe(0);
  });

  it("are forgotten some time after its end", async () => {
    const ended = await start();
    await store.noteRunRecords(ended.id, [key("1")]);
    const open = await start();
    await store.noteRunRecords(open.id, [key("1")]);
    await store.changeRun(ended.id, ["running"], { state: "cancelled" });
    await store.prune("2026-01-01T00:00:00.000Z");
    const { rows } = await database.pool.query<{ run: string }>(
      `select run from waybill.run_record where run = any($1::uuid[])`,
      [[ended.id, open.id]],
    );
    expect(rows).toEqual([{ run: open.id }]);
  });
});
