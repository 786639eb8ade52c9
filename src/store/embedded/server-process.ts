import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chown, mkdir, open, readFile, readdir, readlink, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Placement } from "./placement.ts";

const run = promisify(execFile);

/** Settings for many small commits on a small machine; everything stays durable. */
const settings: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "60",
  shared_buffers: "96MB",
  work_mem: "4MB",
  maintenance_work_mem: "32MB",
  wal_buffers: "4MB",
  max_wal_size: "512MB",
  min_wal_size: "128MB",
  checkpoint_timeout: "10min",
  checkpoint_completion_target: "0.9",
  wal_compression: "off",
  full_page_writes: "on",
  random_page_cost: "1.1",
  jit: "off",
  huge_pages: "off",
  autovacuum_naptime: "15s",
  autovacuum_max_workers: "2",
  max_worker_processes: "4",
  max_parallel_workers_per_gather: "0",
  max_wal_senders: "0",
  wal_level: "minimal",
  track_activities: "on",
  log_min_messages: "warning",
  logging_collector: "off",
  password_encryption: "scram-sha-256",
};

const unsafeSettings: Readonly<Record<string, string>> = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  // Many worlds share it at once.
  max_connections: "200",
};

/**
 * Makes a new cluster. It is built aside and renamed when it is complete, so that a start that was cut off leaves nothing that
 * looks like data.
 */
export async function initialiseCluster(
  placement: Placement,
  data: string,
  user: string,
  password: string,
): Promise<void> {
  await mkdir(placement.home, { recursive: true, mode: 0o700 });
  const partial = `${data}.new`;
  const passwordFile = join(placement.home, "initial-password");
  await rm(partial, { recursive: true, force: true });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (placement.user !== null) await chown(passwordFile, placement.user.uid, placement.user.gid);
  try {
    await run(
      join(placement.native, "bin", "initdb"),
      [
        `--pgdata=${partial}`,
        `--username=${user}`,
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
      ],
      { ...placement.user, cwd: placement.home, env: environment(placement) },
    );
    await rename(partial, data);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** Starts the server as a process of its own that nothing of ours holds on to. */
export async function launchServer(
  placement: Placement,
  data: string,
  port: number,
  logFile: string,
  unsafeFast: boolean,
): Promise<{ readonly pid: number; exited(): boolean }> {
  const all = { ...settings, ...(unsafeFast ? unsafeSettings : {}), port: String(port) };
  const log = await open(logFile, "a");
  try {
    const child = spawn(
      join(placement.native, "bin", "postgres"),
      ["-D", data, ...Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
      {
        ...placement.user,
        cwd: placement.home,
        env: environment(placement),
        stdio: ["ignore", log.fd, log.fd],
        detached: true,
      },
    );
    if (child.pid === undefined) {
      const [error] = (await once(child, "error")) as [Error];
      throw error;
    }
    let exited = false;
    child.on("exit", () => {
      exited = true;
    });
    child.unref();
    return { pid: child.pid, exited: () => exited };
  } finally {
    await log.close();
  }
}

/**
 * Clears what a killed server left: backends that outlived it (they would keep a new one from starting), and a pid file whose pid
 * belongs to somebody else by now. Rejects with `POSTGRES_NOT_ANSWERING` and touches nothing when the server lives and the hub of
 * another process (`hub`, its pid) works on it.
 */
export async function clearLeftovers(data: string, hub: number | null): Promise<void> {
  const pidFile = join(data, "postmaster.pid");
  const [line] = (await readFile(pidFile, "utf8").catch(() => "")).split("\n");
  const pids = await processesIn(data);
  const postmaster = Number(line);
  if (Number.isInteger(postmaster) && postmaster > 0 && pids.includes(postmaster)) {
    if (hub !== null && hub !== process.pid)
      throw new Error(
        `POSTGRES_NOT_ANSWERING: PostgreSQL (process ${postmaster}) does not answer, and a hub (process ${hub}) works on it. Nothing was ended. Try again when the machine is less busy, or stop the hub first.`,
      );
    // It lives although nobody could reach it; its own shutdown is the safe way.
    process.kill(postmaster, "SIGINT");
    for (let i = 0; i < 250 && (await processesIn(data)).length > 0; i += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
  }
  for (const pid of await processesIn(data)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended by itself.
    }
  }
  await rm(pidFile, { force: true });
}

/** Processes whose working folder is the cluster's data folder: PostgreSQL changes into it. */
async function processesIn(data: string): Promise<readonly number[]> {
  const names = await readdir("/proc").catch(() => []);
  const found: number[] = [];
  for (const name of names) {
    if (!/^\d+$/.test(name)) continue;
    const cwd = await readlink(`/proc/${name}/cwd`).catch(() => null);
    if (cwd === data) found.push(Number(name));
  }
  return found;
}

function environment(placement: Placement): NodeJS.ProcessEnv {
  return { PATH: process.env["PATH"], LC_ALL: "C", TZ: "UTC", HOME: placement.home };
}
