import { deflateRawSync, inflateRawSync } from "node:zlib";

/** The lines of a bulk operation, packed: a file of a large shop would take more memory than the shop itself. */
export interface BulkFile {
  /** Bytes as they are downloaded. */
  readonly size: number;
  append(text: string): void;
  /** The bytes, a piece at a time. */
  pieces(): Iterable<Buffer>;
}

export function createBulkFile(): BulkFile {
  const packed: Buffer[] = [];
  let size = 0;
  return {
    get size() {
      return size;
    },
    append(text) {
      if (text === "") return;
      const bytes = Buffer.from(text);
      size += bytes.length;
      packed.push(deflateRawSync(bytes, { level: 1 }));
    },
    *pieces() {
      for (const piece of packed) yield inflateRawSync(piece);
    },
  };
}
