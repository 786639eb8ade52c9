import { randomUUID } from "node:crypto";
import {
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
  type FileHandle,
} from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { sha256 } from "#connectors/kit/sha256.ts";
import type { BlockIndex } from "./block-file.ts";

const prefix = "waybill-shopify-history-";
/** Shopify keeps nothing longer than a week, so what is older can belong to no run that goes on. */
const keptMs = 8 * 24 * 60 * 60_000;
/** A folder that is being filled changes all the time; this long after the last change its process has ended. */
const abandonedMs = 30 * 60_000;

/** Written last: a folder without it is not whole. */
const manifestSchema = z.strictObject({
  form: z.literal(1),
  blockBytes: z.int(),
  blocks: z.array(z.array(z.int())),
  bytes: z.array(z.int()),
  /** Records of each part. */
  roots: z.array(z.int()),
});

/** A history's file as it lies on disk, its lines put into parts by their record. */
export interface HistoryFiles extends BlockIndex {
  readonly file: FileHandle;
  readonly roots: readonly number[];
}

/**
 * The folder of a history. Two histories never share one: `address` is where the shop is asked, since two emulated shops of one name,
 * side by side on a machine, give their operations the same ids.
 */
export function historyFolder(folder: string, address: string, operation: string): string {
  return join(folder, `${prefix}${sha256(`${address} ${operation}`).slice(0, 32)}`);
}

/** Opens a folder that was filled; null when there is none, or it is not whole. Close its `file`. */
export async function openFiles(folder: string): Promise<HistoryFiles | null> {
  let text: string;
  try {
    text = await readFile(join(folder, "manifest.json"), "utf8");
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  const manifest = manifestSchema.safeParse(jsonOf(text));
  if (!manifest.success || !(await isOwn(folder))) return null;
  try {
    return { ...manifest.data, file: await open(join(folder, "blocks"), "r") };
  } catch (error) {
    // Whoever filled it is through with it and has just removed it.
    if (isMissing(error)) return null;
    throw error;
  }
}

/** A folder for temporary files may be open to others, who could put a history of their own there. */
async function isOwn(folder: string): Promise<boolean> {
  const { uid, mode } = await lstat(folder);
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0);
}

/**
 * Fills a folder: it comes to its name only when all is in it. Another process may fill the same one at the same time; the first
 * one stays, and what is handed out here can be read all the same. Close its `file`.
 */
export async function fillFiles(
  folder: string,
  fill: (file: FileHandle) => Promise<BlockIndex & { readonly roots: readonly number[] }>,
): Promise<HistoryFiles> {
  const own = `${folder}.${randomUUID()}`;
  await mkdir(own, { recursive: true, mode: 0o700 });
  let file: FileHandle | null = null;
  try {
    file = await open(join(own, "blocks"), "wx+", 0o600);
    const { blockBytes, blocks, bytes, roots } = await fill(file);
    const manifest: z.input<typeof manifestSchema> = {
      form: 1,
      blockBytes,
      blocks: blocks.map((numbers) => [...numbers]),
      bytes: [...bytes],
      roots: [...roots],
    };
    await writeFile(join(own, "manifest.json"), JSON.stringify(manifest), { mode: 0o600 });
    await moveTo(own, folder);
    return { file, blockBytes, blocks, bytes, roots };
  } catch (error) {
    await file?.close();
    throw error;
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

async function moveTo(own: string, folder: string): Promise<void> {
  try {
    await rename(own, folder);
  } catch (error) {
    if (!["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    const there = await openFiles(folder);
    await there?.file.close();
    if (there !== null) return;
    await rm(folder, { recursive: true, force: true });
    await rename(own, folder);
  }
}

export async function dropFiles(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** Removes what ended processes and given up runs have left beside this folder. */
export async function dropLeftovers(folder: string): Promise<void> {
  const beside = dirname(folder);
  for (const name of await readdir(beside).catch(() => [])) {
    if (!name.startsWith(prefix)) continue;
    const path = join(beside, name);
    const changedAt = await lastChange(path);
    const kept = name.startsWith(`${basename(folder)}.`) ? abandonedMs : keptMs;
    if (changedAt !== null && changedAt < Date.now() - kept) await rm(path, { recursive: true, force: true });
  }
}

async function lastChange(folder: string): Promise<number | null> {
  const times = [folder, join(folder, "blocks")].map((path) =>
    stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    ),
  );
  const latest = Math.max(...(await Promise.all(times)));
  return latest === 0 ? null : latest;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOENT";
}
