import { readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { isSameProcess } from "#store/embedded/process-identity.ts";

/** How names of the data folders of tests begin. */
export const hubFolderPrefix = "waybill-hub-";

const longestEndMs = 5_000;

/**
 * Ends the PostgreSQL of a test's data folder and removes the folder, all without a turn of the event loop: for a process that is
 * about to end. Touches no folder of another name.
 */
export function removeDataFolderNow(folder: string): void {
  if (!basename(folder).startsWith(hubFolderPrefix)) return;
  const server = readServer(folder);
  if (server !== null && isSameProcess(server.pid, server.start)) {
    // "Immediate shutdown": nobody needs the data, but its shared memory has to be given back.
    process.kill(server.pid, "SIGQUIT");
    const until = Date.now() + longestEndMs;
    while (isSameProcess(server.pid, server.start) && Date.now() < until) sleep(20);
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function readServer(folder: string): { readonly pid: number; readonly start: string | null } | null {
  try {
    return JSON.parse(readFileSync(join(folder, "run", "postgres.json"), "utf8")) as {
      pid: number;
      start: string | null;
    };
  } catch {
    return null;
  }
}

function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
