import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isSameProcess, processStart } from "./process-identity.ts";

interface Holder {
  readonly pid: number;
  readonly start: string | null;
  /** Tells two locks of one process apart. */
  readonly nonce?: string;
}

/** A data folder is in use by another process of the same role. */
export class FolderInUseError extends Error {
  override readonly name = "FolderInUseError";
  readonly pid: number;
  constructor(dataDir: string, role: string, pid: number) {
    super(
      `FOLDER_IN_USE: another ${role} (process ${pid}) works on ${dataDir} already. Stop it first, or choose another folder with WAYBILL_DATA.`,
    );
    this.pid = pid;
  }
}

/**
 * Takes a data folder for a role, so that two of them cannot work on it. A lock of a process that no longer lives is taken over,
 * even when its pid belongs to somebody else by now. Resolves with the function that gives it back, and only it: called again, it
 * leaves the lock of whoever took the folder meanwhile. Rejects with `FolderInUseError`.
 */
export async function lockFolder(dataDir: string, role: string): Promise<() => Promise<void>> {
  const folder = join(dataDir, "run");
  await mkdir(folder, { recursive: true });
  const lock = join(folder, `${role}.lock`);
  const nonce = randomUUID();
  const mine = `${lock}.${nonce}`;
  const holder: Holder = { pid: process.pid, start: processStart(process.pid), nonce };
  const own = JSON.stringify(holder);
  await writeFile(mine, own);
  try {
    for (;;) {
      if (await tryLink(mine, lock)) return () => unlock(lock, own);
      const text = await readFile(lock, "utf8").catch(() => null);
      if (text === null) continue;
      const other = parse(text);
      if (other !== null && isSameProcess(other.pid, other.start))
        throw new FolderInUseError(dataDir, role, other.pid);
      await removeStale(lock, text);
    }
  } finally {
    await rm(mine, { force: true });
  }
}

async function unlock(lock: string, own: string): Promise<void> {
  if ((await readFile(lock, "utf8").catch(() => null)) === own) await rm(lock, { force: true });
}

/** Process that holds a data folder for a role; null when none that lives does. */
export async function folderHolder(dataDir: string, role: string): Promise<number | null> {
  const text = await readFile(join(dataDir, "run", `${role}.lock`), "utf8").catch(() => null);
  const holder = text === null ? null : parse(text);
  return holder !== null && isSameProcess(holder.pid, holder.start) ? holder.pid : null;
}

/** Takes a stale lock away, unless somebody else has replaced it meanwhile. */
async function removeStale(lock: string, text: string): Promise<void> {
  const aside = `${lock}.stale.${randomUUID()}`;
  try {
    await rename(lock, aside);
  } catch {
    return;
  }
  if ((await readFile(aside, "utf8").catch(() => text)) !== text) await tryLink(aside, lock);
  await rm(aside, { force: true });
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function parse(text: string): Holder | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || !("pid" in value)) return null;
    const start = "start" in value && typeof value.start === "string" ? value.start : null;
    return { pid: Number(value.pid), start };
  } catch {
    return null;
  }
}
