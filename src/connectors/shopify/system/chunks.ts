import { SyncError } from "#domain/sync-error.ts";
import { tooExpensiveCode } from "../errors/graph-failure.ts";

/** True when a call asked for more points than one call may. */
export function isTooMuch(error: unknown): boolean {
  return error instanceof SyncError && error.reason.code === tooExpensiveCode;
}

/** How many records are asked for at once; learnt from refusals, kept as long as the shop is open. */
export interface ChunkSize {
  size: number;
}

/** Most records of one call: the engine gathers as many, and Shopify takes lists of up to 250 ids. */
export const largestChunk = 50;

/**
 * Reads ids a chunk at a time, all chunks at once (the limiter paces them). Should a shop count each record of a list, a chunk
 * that asks for too much is halved, and later ones stay that small.
 */
export async function readInChunks(
  chunks: ChunkSize,
  ids: readonly string[],
  read: (chunk: readonly string[]) => Promise<void>,
): Promise<void> {
  const { size } = chunks;
  const parts = Array.from({ length: Math.ceil(ids.length / size) }, (_, index) =>
    ids.slice(index * size, (index + 1) * size),
  );
  await Promise.all(
    parts.map(async (part) => {
      try {
        await read(part);
      } catch (error) {
        if (!isTooMuch(error) || part.length < 2) throw error;
        chunks.size = Math.min(chunks.size, Math.ceil(part.length / 2));
        await readInChunks(chunks, part, read);
      }
    }),
  );
}
