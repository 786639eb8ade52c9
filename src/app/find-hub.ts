import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isSameProcess } from "#store/embedded/process-identity.ts";
import type { DataFolder } from "./data-folder.ts";

const startingMs = 60_000;
const lookMs = 100;
const healthMs = 10_000;

/**
 * Address of the hub that runs on a data folder; null when none does. A hub that is just starting is waited for. Rejects with
 * `HUB_NOT_ANSWERING` when one is there and does not answer.
 */
export async function findHub(folder: Pick<DataFolder, "run" | "hubFile">): Promise<string | null> {
  const until = Date.now() + startingMs;
  for (;;) {
    const holder = await readJson<{ pid: number; start: string | null }>(join(folder.run, "hub.lock"));
    if (holder === null || !isSameProcess(holder.pid, holder.start)) return null;
    const written = await readJson<{ pid: number; url: string }>(folder.hubFile);
    if (written?.pid === holder.pid) {
      if (await isHealthy(written.url)) return written.url;
      // It may have ended between the two looks.
      if (!isSameProcess(holder.pid, holder.start)) return null;
      throw notAnswering(holder.pid, `does not answer at ${written.url}`);
    }
    if (Date.now() > until) throw notAnswering(holder.pid, "has not come up yet");
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(healthMs) })).ok;
  } catch {
    return false;
  }
}

async function readJson<T>(file: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as T;
  } catch {
    return null;
  }
}

function notAnswering(pid: number, what: string): Error {
  return new Error(
    `HUB_NOT_ANSWERING: process ${pid} works on this data folder but ${what}. Wait for it, or end it and try again.`,
  );
}
