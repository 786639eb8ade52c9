import { randomBytes } from "node:crypto";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { buildHub } from "#app/build-hub.ts";
import { closeInTurn } from "#app/close-in-turn.ts";
import { armFaultPoints } from "#connectors/kit/fault-point.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
afterEach(() => armFaultPoints(null));

const build = () =>
  buildHub({
    databaseUrl: database.url,
    secretKey: randomBytes(32).toString("base64"),
    role: "all",
    log: pino({ level: "silent" }),
  });

/** Connections to the database but those of this test's own pool. */
async function connections(): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`,
  );
  return rows[0]?.count ?? 0;
}

it.each(["store.registerProcess.before", "store.registerProcess.after", "store.takeTurn.before"])(
  "a hub that fails at its start at %s leaves no connection and no sign of life",
  async (point) => {
    armFaultPoints((reached) => {
      if (reached === point) throw new Error("the start fails here");
    });
    const hub = await build().catch((error: unknown) => String(error));
    // What is due by the clock is done after the start; a failure of it does not end a hub.
    if (typeof hub !== "string") await hub.stop();
    else expect(hub).toContain("the start fails here");
    await expect.poll(connections).toBe(0);
    const { rows } = await database.pool.query("select id from waybill.process");
    expect(rows).toEqual([]);
  },
);

it("what cannot be closed keeps nothing else open, and is told", async () => {
  const closed: string[] = [];
  const closes =
    (name: string, fails = false) =>
    async (): Promise<void> => {
      closed.push(name);
      if (fails) throw new Error(`${name} would not close`);
    };
  const ending = closeInTurn([closes("first"), closes("second", true), closes("third", true)]);
  await expect(ending).rejects.toThrow("third would not close");
  expect(closed).toEqual(["third", "second", "first"]);
});
