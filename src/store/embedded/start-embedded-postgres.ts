import { randomBytes } from "node:crypto";
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import pg from "pg";
import { FolderInUseError, lockFolder } from "./lock-folder.ts";
import { placeCluster, type Placement } from "./placement.ts";
import { isSameProcess, processStart } from "./process-identity.ts";
import { initialiseCluster, launchServer, clearLeftovers } from "./server-process.ts";

/** A running PostgreSQL that belongs to a data folder. It goes on when the process that started it ends. */
export interface EmbeddedPostgres {
  readonly connectionString: string;
  readonly pid: number;
  /** Ends the server in an orderly way; resolves once it is gone. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** `$WAYBILL_DATA`. */
  readonly dataDir: string;
  /** Only for tests: gives up durability for speed. Default false. */
  readonly unsafeFast?: boolean;
}

interface Running {
  readonly pid: number;
  readonly start: string | null;
  readonly port: number;
}

const user = "waybill";
const database = "waybill";
const startTimeoutMs = 120_000;
const pollMs = 20;

/**
 * Starts the PostgreSQL of a data folder, or attaches to it when it runs. Several may call this at once: one starts it. Rejects
 * with `POSTGRES_MAJOR_VERSION` when the data is of another major version, and touches nothing then.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    const running = await findEmbeddedPostgres(dataDir);
    if (running !== null) return running;
    let unlock: () => Promise<void>;
    try {
      unlock = await lockFolder(dataDir, "postgres-start");
    } catch (error) {
      if (!(error instanceof FolderInUseError) || Date.now() > deadline) throw error;
      await pause();
      continue;
    }
    try {
      return (
        (await findEmbeddedPostgres(dataDir)) ??
        (await launch(dataDir, options.unsafeFast ?? false, deadline))
      );
    } finally {
      await unlock();
    }
  }
}

/** Attaches to the PostgreSQL of a data folder; null when it does not run. */
export async function findEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres | null> {
  const folder = resolve(dataDir);
  const running = await readRunning(folder);
  if (running === null || !isSameProcess(running.pid, running.start)) return null;
  const url = await connectionString(folder, running.port);
  return (await answers(url)) ? handle(folder, running, url) : null;
}

async function launch(dataDir: string, unsafeFast: boolean, deadline: number): Promise<EmbeddedPostgres> {
  const placement = await placeCluster(dataDir);
  await checkVersion(placement, dataDir);
  const password = await clusterPassword(dataDir);
  const data = join(placement.home, "data");
  if ((await versionOf(data)) === null) await initialiseCluster(placement, data, user, password);
  await clearLeftovers(data);
  const before = await readRunning(dataDir);
  const port = await freePort(before?.port ?? null);
  const server = await launchServer(placement, data, port, join(dataDir, "postgres.log"), unsafeFast);
  const running: Running = { pid: server.pid, start: processStart(server.pid), port };
  await mkdir(join(dataDir, "run"), { recursive: true });
  await writeFile(runningFile(dataDir), JSON.stringify(running));
  await writeFile(join(dataDir, "run", "postgres.pid"), `${server.pid}\n`);
  const url = await connectionString(dataDir, port);
  while (!(await answers(url, "postgres"))) {
    if (server.exited() || Date.now() > deadline)
      throw new Error(
        `POSTGRES_DID_NOT_START: PostgreSQL ${server.exited() ? "ended at once" : "did not answer in time"}. What it said is in ${join(dataDir, "postgres.log")}.`,
      );
    await pause();
  }
  await ensureDatabase(url);
  return handle(dataDir, running, url);
}

function handle(dataDir: string, running: Running, url: string): EmbeddedPostgres {
  return {
    connectionString: url,
    pid: running.pid,
    stop: async () => {
      if (isSameProcess(running.pid, running.start)) process.kill(running.pid, "SIGINT");
      while (isSameProcess(running.pid, running.start)) await pause();
      await rm(join(dataDir, "run", "postgres.pid"), { force: true });
    },
  };
}

async function checkVersion(placement: Placement, dataDir: string): Promise<void> {
  const found = await versionOf(join(placement.home, "data"));
  if (found === null || found === placement.major) return;
  throw new Error(
    `POSTGRES_MAJOR_VERSION: the data in ${dataDir} belongs to PostgreSQL ${found}, this Waybill brings ${placement.major}. Nothing was touched. ` +
      "Make a backup with the Waybill version that wrote it (`waybill backup FILE`), start this one on an empty folder, and restore it there (`waybill restore FILE`).",
  );
}

async function versionOf(data: string): Promise<string | null> {
  return readFile(join(data, "PG_VERSION"), "utf8").then(
    (text) => text.trim(),
    () => null,
  );
}

async function clusterPassword(dataDir: string): Promise<string> {
  const file = join(dataDir, "postgres-password");
  const stored = await readFile(file, "utf8").catch(() => null);
  if (stored !== null) return stored.trim();
  const made = randomBytes(24).toString("base64url");
  await mkdir(dataDir, { recursive: true });
  await writeFile(file, made, { mode: 0o600 });
  await chmod(file, 0o600);
  return made;
}

async function connectionString(dataDir: string, port: number): Promise<string> {
  return `postgresql://${user}:${await clusterPassword(dataDir)}@127.0.0.1:${port}/${database}`;
}

function runningFile(dataDir: string): string {
  return join(dataDir, "run", "postgres.json");
}

async function readRunning(dataDir: string): Promise<Running | null> {
  try {
    return JSON.parse(await readFile(runningFile(dataDir), "utf8")) as Running;
  } catch {
    return null;
  }
}

/** Whether the server takes queries; asks for a named database, which may not exist yet on a first start. */
async function answers(url: string, name = database): Promise<boolean> {
  const client = new pg.Client({ connectionString: withDatabase(url, name), connectionTimeoutMillis: 2_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase(url, "postgres") });
  client.on("error", () => undefined);
  await client.connect();
  try {
    const { rowCount } = await client.query(`select 1 from pg_database where datname = $1`, [database]);
    if (rowCount === 0) await client.query(`create database ${database}`);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.toString();
}

/** The port of the last start when it is free, else one that is. */
async function freePort(preferred: number | null): Promise<number> {
  if (preferred !== null && (await canListen(preferred)) !== null) return preferred;
  const port = await canListen(0);
  if (port === null) throw new Error("NO_FREE_PORT: no port on 127.0.0.1 is free.");
  return port;
}

function canListen(port: number): Promise<number | null> {
  return new Promise((resolvePort) => {
    const server = createServer();
    server.once("error", () => resolvePort(null));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      const bound = typeof address === "object" && address !== null ? address.port : null;
      server.close(() => resolvePort(bound));
    });
  });
}

function pause(): Promise<void> {
  return new Promise((resolvePause) => setTimeout(resolvePause, pollMs));
}
