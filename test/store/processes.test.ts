import { once } from "node:events";
import { connect as connectSocket, createServer, type AddressInfo, type Socket } from "node:net";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createProcessRegistry } from "#store/engine-store/processes.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function connectTo(url: string, name: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: name });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

/** A process as far as others see it. */
function openProcess(name: string, url = database.url) {
  return createProcessRegistry(database.pool, () => connectTo(url, name), {
    tryEveryMs: 50,
    answerWithinMs: 100,
  });
}

/** Ends a process's connection on the side of PostgreSQL. */
async function cutOff(name: string): Promise<void> {
  const { rows } = await database.pool.query<{ ended: boolean }>(
    `select pg_terminate_backend(pid) as ended from pg_stat_activity where application_name = $1`,
    [name],
  );
  expect(rows).toEqual([{ ended: true }]);
}

async function listed(): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ id: string }>(`select id from waybill.process order by id`);
  return rows.map(({ id }) => id);
}

/** A way to PostgreSQL on which a connection can be lost without a word to either side. */
async function openWay(): Promise<{ url: string; goSilent(): void; close(): void }> {
  const target = new URL(database.url);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connectSocket(Number(target.port), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("error", () => undefined);
      from.on("data", (chunk) => to.write(chunk));
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(database.url);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.toString(),
    goSilent: () => {
      for (const socket of sockets) socket.removeAllListeners("data").resume();
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

describe("the sign of life of a process", () => {
  it("is given again at once when its connection breaks: nobody takes the process for dead", async () => {
    const [one, two] = [openProcess("one"), openProcess("two")];
    await one.register("one", "all");
    await two.register("two", "all");
    await cutOff("one");
    expect(await two.isAlone("two")).toBe(false);
    expect(await listed()).toEqual(["one", "two"]);
    await one.close();
    expect(await two.isAlone("two")).toBe(true);
    await two.close();
    expect(await listed()).toEqual([]);
  });

  it("is given again when its connection is lost without a word, and it is on the list again", async () => {
    const way = await openWay();
    const [one, two] = [openProcess("silent", way.url), openProcess("two")];
    try {
      await one.register("silent", "all");
      await two.register("two", "all");
      way.goSilent();
      await cutOff("silent");
      await database.pool.query(`delete from waybill.process where id = 'silent'`);
      await expect.poll(listed, { timeout: 3_000 }).toEqual(["silent", "two"]);
      expect(await two.isAlone("two")).toBe(false);
    } finally {
      await one.close();
      await two.close();
      way.close();
    }
  });

  it("ends with the process, whose registration is removed then", async () => {
    const [one, two, web] = [openProcess("one"), openProcess("two"), openProcess("web")];
    await one.register("one", "all");
    await two.register("two", "all");
    await web.register("web", "web");
    // One that was killed can neither come back nor say good-bye.
    const kill = () =>
      database.pool.query(`insert into waybill.process (id, role, lock_key) values ('killed', 'all', 42)`);
    await kill();
    expect(await two.isAlone("two")).toBe(false);
    expect(await listed()).toEqual(["one", "two", "web"]);
    await one.close();
    // One that only takes webhooks claims nothing that could be put back.
    expect(await two.isAlone("two")).toBe(true);
    await kill();
    await two.forgetDead();
    expect(await listed()).toEqual(["two", "web"]);
    await Promise.all([two.close(), web.close()]);
  });
});

it("processes start one after the other, so that none puts back what another one has just claimed", async () => {
  const [one, two] = [openProcess("one"), openProcess("two")];
  const steps: string[] = [];
  let goOn = (): void => undefined;
  const first = one.startInTurn(async () => {
    steps.push("one begins");
    await new Promise<void>((resolve) => {
      goOn = resolve;
    });
    steps.push("one ends");
  });
  await expect.poll(() => steps.length).toBe(1);
  const second = two.startInTurn(() => Promise.resolve(steps.push("two")));
  await database.pool.query("select pg_sleep(0.1)");
  goOn();
  await Promise.all([first, second]);
  expect(steps).toEqual(["one begins", "one ends", "two"]);
});
