import type { FileHandle } from "node:fs/promises";

/** Where the bytes of each part lie in a block file. Blocks are of one size; the last one of a part is filled up. */
export interface BlockIndex {
  readonly blockBytes: number;
  /** Numbers of the blocks of each part, in order. */
  readonly blocks: readonly (readonly number[])[];
  /** Bytes of each part. */
  readonly bytes: readonly number[];
}

/** Writes many streams of bytes into one file, a block at a time, so that none needs a file of its own. */
export interface BlockWriter {
  /** Adds a line to a part, with its line end. Written by the next `flush`. */
  add(part: number, bytes: Buffer, from: number, to: number): void;
  /** Writes full blocks when there are enough of them. */
  flush(): Promise<void>;
  /** Writes the rest. */
  end(): Promise<BlockIndex>;
}

const newline = 10;
/** Full blocks that usually wait to be written. */
const inFlight = 32;
/** Full blocks are written together from this many bytes on. */
const writtenAtOnce = 1024 * 1024;

export function createBlockWriter(file: FileHandle, parts: number, blockBytes: number): BlockWriter {
  const blocks: number[][] = Array.from({ length: parts }, () => []);
  const bytes: number[] = Array.from({ length: parts }, () => 0);
  const open: (Buffer | null)[] = Array.from({ length: parts }, () => null);
  const used = new Int32Array(parts);
  // One piece of memory for all, which goes back to the system as one.
  const memory = Buffer.allocUnsafeSlow((parts + inFlight) * blockBytes);
  const spare: Buffer[] = Array.from({ length: parts + inFlight }, (_, block) =>
    memory.subarray(block * blockBytes, (block + 1) * blockBytes),
  ).reverse();
  let full: Buffer[] = [];
  let count = 0;

  const blockOf = (part: number): Buffer => {
    let block = open[part];
    if (block === null || block === undefined) {
      block = spare.pop() ?? Buffer.allocUnsafeSlow(blockBytes);
      open[part] = block;
      used[part] = 0;
    }
    return block;
  };
  const close = (part: number, block: Buffer): void => {
    full.push(block);
    blocks[part]?.push(count);
    count += 1;
    open[part] = null;
  };
  const write = async (): Promise<void> => {
    const written = full;
    full = [];
    for (let from = 0; from < written.length; from += 512)
      await writeAll(file, written.slice(from, from + 512));
    spare.push(...written);
  };

  return {
    add(part, source, from, to) {
      bytes[part] = (bytes[part] ?? 0) + to - from + 1;
      let at = from;
      for (;;) {
        const block = blockOf(part);
        const place = used[part] ?? 0;
        const length = Math.min(to - at, blockBytes - place);
        source.copy(block, place, at, at + length);
        at += length;
        const end = place + length;
        if (end === blockBytes) {
          close(part, block);
          continue;
        }
        // There is room, so all of the line is there; only its end is missing.
        block[end] = newline;
        used[part] = end + 1;
        if (end + 1 === blockBytes) close(part, block);
        return;
      }
    },
    flush: async () => {
      if (full.length * blockBytes >= writtenAtOnce) await write();
    },
    end: async () => {
      for (const [part, block] of open.entries())
        if (block !== null) {
          // What lay in this memory before is nobody's business.
          block.fill(0, used[part]);
          close(part, block);
        }
      await write();
      return { blockBytes, blocks, bytes };
    },
  };
}

async function writeAll(file: FileHandle, blocks: readonly Buffer[]): Promise<void> {
  const wanted = blocks.reduce((sum, { length }) => sum + length, 0);
  const { bytesWritten } = await file.writev(blocks);
  if (bytesWritten === wanted) return;
  // A disk that fills up takes a part; the rest says why.
  const rest = Buffer.concat(blocks).subarray(bytesWritten);
  for (let at = 0; at < rest.length;) at += (await file.write(rest, at)).bytesWritten;
}

/**
 * Reads parts, one after the other into the same memory: the bytes of one are good until the next is read. Rejects with `RangeError`
 * when the file is shorter than its index says.
 */
export function createPartReader(file: FileHandle, index: BlockIndex): (part: number) => Promise<Buffer> {
  const { blockBytes } = index;
  let memory = Buffer.alloc(0);
  return async (part) => {
    const length = index.bytes[part] ?? 0;
    if (memory.length < length) memory = Buffer.allocUnsafeSlow(Math.max(...index.bytes));
    let at = 0;
    for (const block of index.blocks[part] ?? []) {
      const wanted = Math.min(blockBytes, length - at);
      const { bytesRead } = await file.read(memory, at, wanted, block * blockBytes);
      if (bytesRead !== wanted) throw new RangeError("the file is shorter than its index says");
      at += wanted;
    }
    if (at !== length) throw new RangeError("the index names too few blocks");
    return memory.subarray(0, length);
  };
}
