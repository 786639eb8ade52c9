/** Takes exact numbers of bytes out of a stream of chunks. */
export interface ByteReader {
  /** Throws `RangeError` when the stream ends before that many bytes. */
  take(bytes: number): Promise<Buffer>;
  /** Reads what is left and forgets it. */
  drain(): Promise<void>;
}

export function createByteReader(chunks: AsyncIterable<Buffer>): ByteReader {
  const iterator = chunks[Symbol.asyncIterator]();
  let held: Buffer[] = [];
  let heldBytes = 0;
  return {
    take: async (bytes) => {
      while (heldBytes < bytes) {
        const next = await iterator.next();
        if (next.done === true) throw new RangeError("the stream ended early");
        held.push(next.value);
        heldBytes += next.value.length;
      }
      const all = held.length === 1 && held[0] !== undefined ? held[0] : Buffer.concat(held);
      held = bytes < all.length ? [all.subarray(bytes)] : [];
      heldBytes = all.length - bytes;
      return all.subarray(0, bytes);
    },
    drain: async () => {
      held = [];
      heldBytes = 0;
      while ((await iterator.next()).done !== true);
    },
  };
}
