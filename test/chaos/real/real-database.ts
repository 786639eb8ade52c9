import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { isSameProcess, processStart } from "#store/embedded/process-identity.ts";
import { findEmbeddedPostgres, startEmbeddedPostgres } from "#store/embedded/start-embedded-postgres.ts";

/** The embedded PostgreSQL of a data folder, as somebody sees it who ends it and starts it again. */
export interface RealDatabase {
  /** Where it was when it was ended or started last; null before that. */
  lastAddress(): string | null;
  /** Ends it: in an orderly way, or with `kill -9` of the server and everything that belongs to it. Takes turns. */
  stop(): Promise<void>;
  /** Starts it when it does not run; answers its address, which is the same one unless somebody else took the port. */
  start(): Promise<string>;
  rows<Row extends object>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** Closes what this holds open; the server goes on. */
  close(): Promise<void>;
}

/** `killsFirst`: whether the first stop is a `kill -9`. */
export function openRealDatabase(dataDir: string, killsFirst: boolean): RealDatabase {
  let killsNext = killsFirst;
  let pool: pg.Pool | null = null;
  let lastAddress: string | null = null;

  const close = async (): Promise<void> => {
    const open = pool;
    pool = null;
    await open?.end();
  };
  const open = async (): Promise<pg.Pool> => {
    const running = await findEmbeddedPostgres(dataDir);
    if (running === null) throw new Error("PostgreSQL was stopped and cannot be asked");
    const opened = new pg.Pool({ connectionString: running.connectionString, max: 2 });
    // Connections break when the server ends; the next question takes a new one.
    opened.on("error", () => undefined);
    opened.on("connect", (client) => client.on("error", () => undefined));
    return opened;
  };

  return {
    lastAddress: () => lastAddress,
    stop: async () => {
      const running = await findEmbeddedPostgres(dataDir);
      if (running === null) return;
      lastAddress = running.connectionString;
      // What we hold open ourselves would only be cut.
      await close();
      if (killsNext) await killServer(running.pid);
      else await running.stop();
      killsNext = !killsNext;
    },
    start: async () => (lastAddress = (await startEmbeddedPostgres({ dataDir })).connectionString),
    rows: async <Row extends object>(text: string, values: readonly unknown[] = []) => {
      const ask = async () => (await (pool ??= await open()).query<Row>(text, [...values])).rows;
      try {
        return await ask();
      } catch {
        // It may have ended and come back since the last question.
        await close();
        return ask();
      }
    },
    close,
  };
}

/** Ends the server and all its processes at once; resolves when none of them lives. */
async function killServer(pid: number): Promise<void> {
  const all = [pid, ...childrenOf(pid)].map((id) => ({ id, start: processStart(id) }));
  for (const { id } of all) {
    try {
      process.kill(id, "SIGKILL");
    } catch {
      // It ended by itself.
    }
  }
  while (all.some(({ id, start }) => isSameProcess(id, start))) await pause(5);
}

/** Where the system does not list them, none: they end by themselves when they notice that the server is gone. */
function childrenOf(parent: number): readonly number[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => parentOf(pid) === parent);
  } catch {
    return [];
  }
}

function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the name in brackets, which may hold spaces; field 4 is the parent.
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return null;
  }
}
