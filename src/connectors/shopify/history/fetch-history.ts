import type { HttpCaller, HttpFile } from "#connectors/kit/http-caller.ts";
import type { SystemParts } from "../system/system-parts.ts";
import { createBlockWriter } from "./block-file.ts";
import { askForOperation, stateOf, type BulkOperation } from "./bulk-operation.ts";
import { notThere, notWhole, torn } from "./history-failures.ts";
import { fillFiles, type HistoryFiles } from "./history-files.ts";
import type { createLineReader } from "./line-reader.ts";
import { partitionLines, type Partitioned } from "./partition-lines.ts";

export interface HistorySystem extends SystemParts {
  readonly fetchFile: NonNullable<HttpCaller["fetchFile"]>;
}

/** Bytes of a part, which is worked in memory as a whole. */
const partBytes = 8 * 1024 * 1024;
const mostParts = 2048;
/** All open blocks together. */
const openBytes = 32 * 1024 * 1024;
const blockSizes = { least: 16 * 1024, most: 64 * 1024 };

/**
 * Fetches the file of an operation into a folder, its lines put into parts. `parts`: how many; null: as many as its size asks for.
 * Rejects when it is not all that the shop has counted.
 */
export async function fetchHistory(
  system: HistorySystem,
  id: string,
  how: {
    readonly folder: string;
    readonly parts: number | null;
    readonly read: ReturnType<typeof createLineReader>;
    readonly signal: AbortSignal | undefined;
  },
): Promise<HistoryFiles> {
  const operation = await readyOperation(system, id);
  const parts = how.parts ?? Math.min(mostParts, Math.ceil(sizeOf(operation) / partBytes) || 1);
  const blockBytes = Math.min(blockSizes.most, Math.max(blockSizes.least, floorToPage(openBytes / parts)));
  return fillFiles(how.folder, async (file) => {
    const writer = createBlockWriter(file, parts, blockBytes);
    const pieces =
      operation.url === null ? noPieces() : (await openLink(system, id, operation.url, how.signal)).bytes;
    const came = await partitionLines(pieces, how.read, parts, writer);
    checkWhole(came, operation);
    return { ...(await writer.end()), roots: came.roots };
  });
}

async function readyOperation(system: HistorySystem, id: string): Promise<BulkOperation> {
  const operation = await askForOperation(system, id);
  const state = stateOf(operation);
  if (operation !== null && state.state === "ready") return operation;
  throw notThere(state.state === "lost" ? state.reason.message : "it is not ready yet");
}

/** Where the size is not told, by what a line has at least. */
function sizeOf({ bytes, lines }: BulkOperation): number {
  return bytes ?? lines * 1_000;
}

function floorToPage(bytes: number): number {
  return Math.floor(bytes / 4096) * 4096;
}

async function* noPieces(): AsyncGenerator<Buffer> {
  // An operation that found nothing has no file.
}

/** The storage refuses links that are over; the shop gives a new one for the asking. */
async function openLink(
  system: HistorySystem,
  id: string,
  url: string,
  signal: AbortSignal | undefined,
): Promise<HttpFile> {
  const first = await open(system, url, signal);
  if (first.status === 200) return first;
  await giveUp(first);
  const { url: renewed } = await readyOperation(system, id);
  const second = first.status < 500 && renewed !== null ? await open(system, renewed, signal) : first;
  if (second.status === 200) return second;
  if (second !== first) await giveUp(second);
  throw notThere(`the storage behind the shop answers ${second.status}`);
}

function open(system: HistorySystem, url: string, signal: AbortSignal | undefined): Promise<HttpFile> {
  return system.fetchFile({ url, operation: "GET bulk result", ...(signal === undefined ? {} : { signal }) });
}

/** The bytes of an answer have to be read or given up. */
async function giveUp({ bytes }: HttpFile): Promise<void> {
  const iterator = bytes[Symbol.asyncIterator]();
  await iterator.next().catch(() => undefined);
  await iterator.return?.().catch(() => undefined);
}

function checkWhole(came: Partitioned, { bytes, lines, roots }: BulkOperation): void {
  if (bytes !== null && came.bytes < bytes) throw torn();
  if (came.isCut) throw bytes === null ? torn() : notWhole("ends in the middle of a line");
  const rootsCame = came.roots.reduce((sum, count) => sum + count, 0);
  if (came.lines !== lines || rootsCame !== roots)
    throw notWhole(
      `has ${rootsCame} records in ${came.lines} lines, where the shop counted ${roots} in ${lines}`,
    );
}
