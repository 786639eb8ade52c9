import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isSameProcess } from "#store/embedded/process-identity.ts";
import { FolderInUseError, lockFolder } from "#store/embedded/lock-folder.ts";
import { placeCluster } from "#store/embedded/placement.ts";
import { clearLeftovers } from "#store/embedded/server-process.ts";
import { findEmbeddedPostgres, startEmbeddedPostgres } from "#store/embedded/start-embedded-postgres.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "waybill-pg-"));
});
/** Ends the server of a folder and removes the folder, and the cluster where it lies outside. */
async function remove(dataDir: string): Promise<void> {
  await (await findEmbeddedPostgres(dataDir))?.stop();
  const place = (await readFile(join(dataDir, "postgres-home"), "utf8").catch(() => "")).trim();
  if (place !== "") await rm(join("/var/lib/waybill", place), { recursive: true, force: true });
  await rm(dataDir, { recursive: true, force: true });
}
afterAll(() => remove(folder));

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

describe("the PostgreSQL of a data folder", () => {
  it("lives in a folder that only we may enter, whoever runs it", async () => {
    // The folder of mkdtemp has mode 700; as root, PostgreSQL's own user cannot pass through it.
    const postgres = await startEmbeddedPostgres({ dataDir: folder });
    const [row] = await query(postgres.connectionString, "show fsync");
    expect(row).toEqual({ fsync: "on" });
    expect(Number(await readFile(join(folder, "run", "postgres.pid"), "utf8"))).toBe(postgres.pid);
  });

  it("is started once, however many ask at the same moment", async () => {
    const [first, second] = await Promise.all([
      startEmbeddedPostgres({ dataDir: folder }),
      startEmbeddedPostgres({ dataDir: folder }),
    ]);
    expect(first.pid).toBe(second.pid);
  });

  it("keeps what was committed when it is killed, and takes over its leftovers", async () => {
    const before = await startEmbeddedPostgres({ dataDir: folder });
    await query(before.connectionString, "create table kept (n int)");
    await query(before.connectionString, "insert into kept values (7)");
    process.kill(before.pid, "SIGKILL");
    await expect.poll(() => isSameProcess(before.pid, null)).toBe(false);
    const after = await startEmbeddedPostgres({ dataDir: folder });
    expect(after.pid).not.toBe(before.pid);
    expect(await query(after.connectionString, "select n from kept")).toEqual([{ n: 7 }]);
  });

  it("is not taken for dead when it has no connection left, or is slow to answer", async () => {
    const postgres = await startEmbeddedPostgres({ dataDir: folder });
    const clients: pg.Client[] = [];
    try {
      for (let isFull = false; !isFull;) {
        const client = new pg.Client({ connectionString: postgres.connectionString });
        client.on("error", () => undefined);
        isFull = await client.connect().then(
          () => !clients.push(client),
          () => true,
        );
      }
      expect((await startEmbeddedPostgres({ dataDir: folder })).pid).toBe(postgres.pid);
    } finally {
      await Promise.all(clients.map((client) => client.end()));
    }
    process.kill(postgres.pid, "SIGSTOP");
    const found = findEmbeddedPostgres(folder);
    setTimeout(() => process.kill(postgres.pid, "SIGCONT"), 2_300);
    expect((await found)?.pid).toBe(postgres.pid);
  });

  it("is never ended while the hub of another process works on it", async () => {
    const postgres = await startEmbeddedPostgres({ dataDir: folder });
    const [row] = await query(postgres.connectionString, "show data_directory");
    const data = String(row?.["data_directory"]);
    await expect(clearLeftovers(data, process.ppid)).rejects.toThrow(/POSTGRES_NOT_ANSWERING.*Nothing was/s);
    expect(await query(postgres.connectionString, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("keeps its log to itself, and starts a new one when it has become big", async () => {
    await (await startEmbeddedPostgres({ dataDir: folder })).stop();
    const log = join(folder, "postgres.log");
    await truncate(log, 20 * 1024 * 1024);
    await chmod(log, 0o644);
    await startEmbeddedPostgres({ dataDir: folder });
    expect((await stat(log)).size).toBeLessThan(1024 * 1024);
    expect((await stat(log)).mode & 0o777).toBe(0o600);
    expect((await stat(`${log}.1`)).size).toBe(20 * 1024 * 1024);
  });

  it.runIf(process.getuid?.() === 0)(
    "is run by the owner of its data, whoever would be chosen now",
    async () => {
      const made = await mkdtemp(join(tmpdir(), "waybill-pg-owner-"));
      try {
        await chmod(made, 0o755);
        const data = join(made, "postgres", "data");
        await mkdir(data, { recursive: true });
        await chown(data, 4242, 4243);
        const { user, home } = await placeCluster(made);
        expect(user).toEqual({ uid: 4242, gid: 4243 });
        expect((await stat(home)).uid).toBe(4242);
      } finally {
        await rm(made, { recursive: true, force: true });
      }
    },
  );

  it("begins with an empty cluster when its folder was removed and made again", async () => {
    const again = await mkdtemp(join(tmpdir(), "waybill-pg-again-"));
    try {
      const before = await startEmbeddedPostgres({ dataDir: again });
      await query(before.connectionString, "create table kept (n int)");
      await before.stop();
      // What lies outside is nobody's then; only its place is noted in the folder.
      const place = (await readFile(join(again, "postgres-home"), "utf8").catch(() => "")).trim();
      await rm(again, { recursive: true });
      await mkdir(again, { mode: 0o700 });
      const after = await startEmbeddedPostgres({ dataDir: again });
      expect(await query(after.connectionString, "select to_regclass('kept') as kept")).toEqual([
        { kept: null },
      ]);
      if (place !== "") await rm(join("/var/lib/waybill", place), { recursive: true, force: true });
    } finally {
      await remove(again);
    }
  });

  it("refuses data of another major version and touches nothing", async () => {
    const other = await mkdtemp(join(tmpdir(), "waybill-pg-old-"));
    try {
      await chmod(other, 0o755);
      const data = join(other, "postgres", "data");
      await mkdir(data, { recursive: true });
      await writeFile(join(data, "PG_VERSION"), "12\n");
      await expect(startEmbeddedPostgres({ dataDir: other })).rejects.toThrow(
        /POSTGRES_MAJOR_VERSION.*PostgreSQL 12.*waybill restore/s,
      );
      expect(await readFile(join(data, "PG_VERSION"), "utf8")).toBe("12\n");
    } finally {
      await rm(other, { recursive: true, force: true });
    }
  });
});

describe("the lock of a data folder", () => {
  it("is held by one process; the second is told who has it and what to do", async () => {
    const unlock = await lockFolder(folder, "hub");
    const refused = lockFolder(folder, "hub");
    await expect(refused).rejects.toBeInstanceOf(FolderInUseError);
    await expect(refused).rejects.toThrow(new RegExp(`process ${process.pid}.*WAYBILL_DATA`, "s"));
    await unlock();
    const next = await lockFolder(folder, "hub");
    // Giving back twice does not give back what somebody else holds by now.
    await unlock();
    await expect(lockFolder(folder, "hub")).rejects.toBeInstanceOf(FolderInUseError);
    await next();
    await (
      await lockFolder(folder, "hub")
    )();
  });

  it("is taken over from a process that died, even when its pid lives again", async () => {
    const lock = join(folder, "run", "hub.lock");
    await writeFile(lock, JSON.stringify({ pid: process.pid, start: "1" }));
    await (
      await lockFolder(folder, "hub")
    )();
    await writeFile(lock, "not a lock at all");
    await (
      await lockFolder(folder, "hub")
    )();
  });
});
