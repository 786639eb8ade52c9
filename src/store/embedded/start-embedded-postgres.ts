import { randomBytes } from "node:crypto";
import { chmod, mkdir, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { FolderInUseError, folderHolder, lockFolder } from "./lock-folder.ts";
import { placeCluster, type Placement } from "./placement.ts";
import { isSameProcess, processStart } from "./process-identity.ts";
import { database, ensureDatabase, pulse } from "./server-pulse.ts";
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
const startTimeoutMs = 120_000;
const pollMs = 20;
const silentTries = 3;
const silentPauseMs = 200;
const largestLogBytes = 16 * 1024 * 1024;

/**
 * Starts the PostgreSQL of a data folder, or attaches to it when it runs. Several may call this at once: one starts it. Rejects
 * with `POSTGRES_MAJOR_VERSION` when the data is of another major version, and touches nothing then.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    const running = await attach(dataDir, deadline);
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
        (await attach(dataDir, deadline)) ?? (await launch(dataDir, options.unsafeFast ?? false, deadline))
      );
    } finally {
      await unlock();
    }
  }
}

/**
 * Attaches to the PostgreSQL of a data folder; null when it does not run. One that is full, starting, or slow to answer runs all the
 * same: what it says instead of answering shows that it lives.
 */
export async function findEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres | null> {
  const folder = resolve(dataDir);
  const running = await readRunning(folder);
  if (running === null) return null;
  const url = await connectionString(folder, running.port);
  for (let tries = 0; tries < silentTries; tries += 1) {
    if (!isSameProcess(running.pid, running.start)) return null;
    if ((await pulse(url)) !== "silent") return handle(folder, running, url);
    await pause(silentPauseMs);
  }
  return null;
}

/** Like `findEmbeddedPostgres`, and waits for one that is just starting. */
async function attach(dataDir: string, deadline: number): Promise<EmbeddedPostgres | null> {
  for (;;) {
    const found = await findEmbeddedPostgres(dataDir);
    if (found === null) return null;
    const state = await pulse(found.connectionString);
    // The first start of all was cut off before it came to this.
    if (state === "no database") await ensureDatabase(found.connectionString);
    if (state !== "starting" || Date.now() > deadline) return found;
    await pause();
  }
}

async function launch(dataDir: string, unsafeFast: boolean, deadline: number): Promise<EmbeddedPostgres> {
  const placement = await placeCluster(dataDir);
  await checkVersion(placement, dataDir);
  const password = await clusterPassword(dataDir);
  const data = join(placement.home, "data");
  if ((await versionOf(data)) === null) await initialiseCluster(placement, data, user, password);
  await clearLeftovers(data, await folderHolder(dataDir, "hub"));
  const before = await readRunning(dataDir);
  const port = await freePort(before?.port ?? null);
  const logFile = await prepareLog(dataDir);
  const server = await launchServer(placement, data, port, logFile, unsafeFast);
  const running: Running = { pid: server.pid, start: processStart(server.pid), port };
  await mkdir(join(dataDir, "run"), { recursive: true });
  await writeFile(runningFile(dataDir), JSON.stringify(running));
  await writeFile(join(dataDir, "run", "postgres.pid"), `${server.pid}\n`);
  const url = await connectionString(dataDir, port);
  while ((await pulse(url, "postgres")) !== "ready") {
    if (server.exited() || Date.now() > deadline)
      throw new Error(
        `POSTGRES_DID_NOT_START: PostgreSQL ${server.exited() ? "ended at once" : "did not answer in time"}. What it said is in ${logFile}.`,
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

/** The log of a start on, for nobody else to read: it may quote statements. What an earlier one left is kept once when it is big. */
async function prepareLog(dataDir: string): Promise<string> {
  const file = join(dataDir, "postgres.log");
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size > largestLogBytes) await rename(file, `${file}.1`);
  await (await open(file, "a", 0o600)).close();
  await chmod(file, 0o600);
  return file;
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

function pause(ms = pollMs): Promise<void> {
  return new Promise((resolvePause) => setTimeout(resolvePause, ms));
}
