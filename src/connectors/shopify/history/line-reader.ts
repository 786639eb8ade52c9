import { readGid } from "../decode/read-id.ts";
import { isObject } from "../decode/read-values.ts";
import { notWhole } from "./history-failures.ts";

/** Type of the records of a history, as Shopify's ids name it. */
export type RootType = "Order" | "Customer";

/** What a line says of its record; the same object for every line, since there are millions. */
export interface LinePlace {
  /** The line is the record itself, and not a child of it. */
  isRoot: boolean;
  /** Numeric id of the record. */
  readonly id: () => string;
  /** A number made of that id, the same in every process. */
  hash: number;
}

const quote = 0x22;
const slash = 0x2f;
const zero = 0x30;
const nine = 0x39;
const closing = 0x7d;

/**
 * Tells the record that lines belong to, from the bytes at their beginning and end; only lines of another shape are parsed. A text
 * inside a line cannot be taken for a key: its quotes are escaped. Throws `SyncError` for a line that belongs to no record.
 */
export function createLineReader(type: RootType): (bytes: Buffer, from: number, to: number) => LinePlace {
  const rootStart = Buffer.from(`{"id":"gid://shopify/${type}/`);
  const parentStart = Buffer.from(`"__parentId":"gid://shopify/${type}/`);
  let [source, idFrom, idTo]: [Buffer, number, number] = [Buffer.alloc(0), 0, 0];
  const place = { isRoot: false, hash: 0, id: () => source.toString("latin1", idFrom, idTo) };

  const found = (bytes: Buffer, from: number, to: number, isRoot: boolean): LinePlace => {
    [source, idFrom, idTo] = [bytes, from, to];
    let hash = 0x811c9dc5;
    for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
    place.hash = hash >>> 0;
    place.isRoot = isRoot;
    return place;
  };

  return (bytes, from, to) => {
    if (isAt(bytes, from, rootStart)) {
      const start = from + rootStart.length;
      const end = endOfDigits(bytes, start, to);
      if (end > start && bytes[end] === quote) return found(bytes, start, end, true);
    } else if (bytes[to - 1] === closing && bytes[to - 2] === quote) {
      let start = to - 2;
      while (start > from && isDigit(bytes[start - 1])) start -= 1;
      const before = start - parentStart.length;
      if (start < to - 2 && bytes[start - 1] === slash && before > from && isAt(bytes, before, parentStart))
        return found(bytes, start, to - 2, false);
    }
    const parsed = parse(bytes, from, to, type);
    const id = Buffer.from(parsed.id);
    return found(id, 0, id.length, parsed.isRoot);
  };
}

function isAt(bytes: Buffer, at: number, wanted: Buffer): boolean {
  for (let index = 0; index < wanted.length; index += 1)
    if (bytes[at + index] !== wanted[index]) return false;
  return true;
}

function endOfDigits(bytes: Buffer, from: number, to: number): number {
  let at = from;
  while (at < to && isDigit(bytes[at])) at += 1;
  return at;
}

function isDigit(code: number | undefined): boolean {
  return code !== undefined && code >= zero && code <= nine;
}

function parse(
  bytes: Buffer,
  from: number,
  to: number,
  type: RootType,
): { readonly id: string; readonly isRoot: boolean } {
  const value = parseLine(bytes, from, to);
  const { id, __parentId: parent } = value as { readonly id?: unknown; readonly __parentId?: unknown };
  const isRoot = parent === undefined;
  const root = readGid(isRoot ? id : parent, type);
  if (root === null) throw notWhole("has a line that belongs to none of its records");
  return { id: root, isRoot };
}

/** The object of a line. Throws `SyncError` when it is none. */
export function parseLine(bytes: Buffer, from: number, to: number): object {
  try {
    const value: unknown = JSON.parse(bytes.toString("utf8", from, to));
    if (isObject(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw notWhole("has a line that is no object");
}
