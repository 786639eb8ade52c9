import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SyncError } from "#domain/sync-error.ts";
import { StoreAwayError } from "#engine/ports/store-away-error.ts";
import { transaction } from "#store/engine-store/statement.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe("a transaction", () => {
  it("whose connection breaks between two statements fails for a passing reason, and ends nothing else", async () => {
    const work = transaction(database.pool, async (client) => {
      const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
      const gone = new Promise((resolve) => client.once("end", () => resolve(undefined)));
      await database.pool.query("select pg_terminate_backend($1)", [rows[0]?.pid]);
      await gone;
      await client.query("select 1");
    });
    await expect(work).rejects.toBeInstanceOf(StoreAwayError);
    expect((await database.pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  });

  it("passes on what is no failure of the database", async () => {
    const failure = new SyncError("unavailable", { code: "AWAY", message: "The other side is away." });
    await expect(transaction(database.pool, () => Promise.reject(failure))).rejects.toBe(failure);
  });

  it("that could not have a lock in time fails for a passing reason", async () => {
    await transaction(database.pool, async (holder) => {
      await holder.query("select pg_advisory_xact_lock(1)");
      const waiter = transaction(database.pool, async (client) => {
        await client.query("set local lock_timeout = 10");
        await client.query("select pg_advisory_xact_lock(1)");
      });
      await expect(waiter).rejects.toBeInstanceOf(StoreAwayError);
    });
  });
});
