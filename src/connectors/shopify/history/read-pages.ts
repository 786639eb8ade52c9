import type { HistoryOptions, HistoryPage } from "#connectors/kit/history-reader.ts";
import { SyncError } from "#domain/sync-error.ts";
import { createPartReader } from "./block-file.ts";
import { fetchHistory, type HistorySystem } from "./fetch-history.ts";
import { notThere, saidOfFiles } from "./history-failures.ts";
import { dropFiles, dropLeftovers, historyFolder, openFiles, type HistoryFiles } from "./history-files.ts";
import { joinLines, type Family } from "./join-lines.ts";
import { shopAddress } from "../settings.ts";
import { createLineReader } from "./line-reader.ts";
import { readPosition, writePosition, type Position } from "./position.ts";
import { readPage } from "./read-page.ts";
import type { Ticket } from "./ticket.ts";

/** Records of a page. Those of larger ones outlive the first collections of memory, which then holds many pages at once. */
const pageSize = 250;

/** The pages of a history that is ready. See `HistoryReader.pages`. Throws `RangeError` for a position that is none. */
export async function* readPages(
  system: HistorySystem,
  { kind, operation }: Ticket,
  position: string | null,
  options: HistoryOptions,
): AsyncGenerator<HistoryPage> {
  if (operation === null) return;
  const from = position === null ? null : readPosition(position);
  const folder = historyFolder(options.folder, shopAddress(system.settings), operation);
  const read = createLineReader(kind === "orders" ? "Order" : "Customer");
  const how = { folder, parts: from?.parts ?? null, read, signal: options.signal };
  let files: HistoryFiles | null = null;
  try {
    files = await openKept(folder, how.parts);
    const isKept = files !== null;
    files ??= await fetched(system, operation, how);
    const readPart = createPartReader(files.file, files);
    for (let part = from?.part ?? 0; part < files.roots.length; part += 1) {
      if (files.roots[part] === 0) continue;
      const { bytes, families } = await joined(files.roots[part] ?? 0, () => readPart(part), read, isKept);
      const start = part === from?.part ? from.offset : 0;
      for (let offset = start; offset < families.length; offset += pageSize) {
        const end = offset + pageSize;
        const page = await readPage(system, kind, bytes, families.slice(offset, end));
        const next =
          end < families.length
            ? { parts: files.roots.length, part, offset: end }
            : nextPart(files.roots, part);
        yield { ...page, next: next === null ? null : writePosition(next) };
      }
    }
    await dropFiles(folder);
  } catch (error) {
    if (!(error instanceof DamagedFilesError)) throw saidOfFiles(error);
    await dropFiles(folder);
    throw notThere("what was kept of it is damaged");
  } finally {
    await files?.file.close();
  }
}

/** Kept files are not what was written: the machine may have lost its power. */
class DamagedFilesError extends Error {
  override readonly name = "DamagedFilesError";
}

/** What another try, or another process, has left. A reading goes on only in as many parts as it began with. */
async function openKept(folder: string, parts: number | null): Promise<HistoryFiles | null> {
  const files = await openFiles(folder);
  if (files === null || parts === null || files.roots.length === parts) return files;
  await files.file.close();
  await dropFiles(folder);
  return null;
}

async function fetched(
  system: HistorySystem,
  operation: string,
  how: Parameters<typeof fetchHistory>[2],
): Promise<HistoryFiles> {
  await dropLeftovers(how.folder);
  return fetchHistory(system, operation, how);
}

/** A part with its records, of which there are so many. */
async function joined(
  roots: number,
  readPart: () => Promise<Buffer>,
  read: ReturnType<typeof createLineReader>,
  isKept: boolean,
): Promise<{ readonly bytes: Buffer; readonly families: readonly Family[] }> {
  try {
    const bytes = await readPart();
    const families = joinLines(bytes, read);
    const doubled = families.filter(({ isDoubled }) => isDoubled).length;
    if (doubled === 0 && families.length !== roots) throw new DamagedFilesError();
    return { bytes, families };
  } catch (error) {
    if (error instanceof RangeError) throw new DamagedFilesError();
    // What was fetched just now is what the shop gave.
    throw isKept && error instanceof SyncError ? new DamagedFilesError() : error;
  }
}

/** Where the next part with records begins; null when there is none. */
function nextPart(roots: readonly number[], part: number): Position | null {
  const next = roots.findIndex((count, index) => index > part && count > 0);
  return next === -1 ? null : { parts: roots.length, part: next, offset: 0 };
}
