import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isSameProcess } from "#store/embedded/process-identity.ts";
import { FolderInUseError, lockFolder } from "#store/embedded/lock-folder.ts";
import { findEmbeddedPostgres, startEmbeddedPostgres } from "#store/embedded/start-embedded-postgres.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "waybill-pg-"));
});
afterAll(async () => {
  await (await findEmbeddedPostgres(folder))?.stop();
  await rm(folder, { recursive: true, force: true });
});

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
