import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { DataFolder } from "./data-folder.ts";

/** File in which a sandbox that belongs to a data folder says where it listens. */
export function sandboxFile(folder: DataFolder): string {
  return join(folder.run, "sandbox.json");
}

/**
 * How far the sandbox's clock is ahead, in milliseconds; null when no sandbox belongs to the folder. A hub that is started
 * again takes the sandbox's time, so that both agree on what has expired.
 */
export async function sandboxClockOffset(folder: DataFolder): Promise<number | null> {
  let url: string;
  try {
    const written: unknown = JSON.parse(await readFile(sandboxFile(folder), "utf8"));
    if (typeof written !== "object" || written === null || !("url" in written)) return null;
    url = String(written.url);
  } catch {
    return null;
  }
  try {
    const answer = await fetch(`${url}/_control/clock`, { signal: AbortSignal.timeout(2_000) });
    const body: unknown = await answer.json();
    return typeof body === "object" && body !== null && "offsetMs" in body ? Number(body.offsetMs) : 0;
  } catch {
    return 0;
  }
}
