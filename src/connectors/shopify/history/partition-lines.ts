import type { BlockWriter } from "./block-file.ts";
import { notWhole } from "./history-failures.ts";
import type { createLineReader } from "./line-reader.ts";

/** What came in. */
export interface Partitioned {
  readonly bytes: number;
  readonly lines: number;
  /** Records of each part. */
  readonly roots: readonly number[];
  /** The last line had no line end. */
  readonly isCut: boolean;
}

const newline = 10;
/** No record is that large; a file without lines is no history. */
const longestLine = 64 * 1024 * 1024;

/**
 * Puts lines into parts by their record, so that a record and all its children are in one part, in the order in which they came. Lines
 * are looked at, not parsed. The last line is left out when it has no line end.
 */
export async function partitionLines(
  pieces: AsyncIterable<Buffer>,
  read: ReturnType<typeof createLineReader>,
  parts: number,
  writer: Pick<BlockWriter, "add" | "flush">,
): Promise<Partitioned> {
  const roots: number[] = Array.from({ length: parts }, () => 0);
  let [bytes, lines, carried]: [number, number, number] = [0, 0, 0];
  let carry: Buffer[] = [];
  const take = (source: Buffer, from: number, to: number): void => {
    if (to <= from) return;
    const { hash, isRoot } = read(source, from, to);
    const part = hash % parts;
    lines += 1;
    if (isRoot) roots[part] = (roots[part] ?? 0) + 1;
    writer.add(part, source, from, to);
  };
  for await (const piece of pieces) {
    bytes += piece.length;
    let from = 0;
    for (let end = piece.indexOf(newline); end !== -1; end = piece.indexOf(newline, from)) {
      if (carried === 0) take(piece, from, end);
      else {
        const line = Buffer.concat([...carry, piece.subarray(0, end)]);
        take(line, 0, line.length);
        [carry, carried] = [[], 0];
      }
      from = end + 1;
    }
    if (from < piece.length) {
      carry.push(piece.subarray(from));
      carried += piece.length - from;
      if (carried > longestLine) throw notWhole("has a line that is longer than any record");
    }
    await writer.flush();
  }
  return { bytes, lines, roots, isCut: carried > 0 };
}
