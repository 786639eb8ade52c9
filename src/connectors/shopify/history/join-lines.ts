import { notWhole } from "./history-failures.ts";
import type { createLineReader } from "./line-reader.ts";

/** A record's lines in the bytes of a part. */
export interface Family {
  /** Numeric id. */
  readonly id: string;
  /** Beginning and end of the record's own line. */
  from: number;
  to: number;
  /** Beginnings and ends of its children's lines, one after the other, in the order in which they came. */
  children: number[];
  /** The record has more than one line of its own, so that its children cannot be told apart. */
  isDoubled: boolean;
}

const newline = 10;

/**
 * The records of a part with their children, in the order in which any of their lines came first. Throws `SyncError` when children
 * are left without their record.
 */
export function joinLines(bytes: Buffer, read: ReturnType<typeof createLineReader>): readonly Family[] {
  const families = new Map<string, Family>();
  let from = 0;
  for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, from)) {
    const place = read(bytes, from, end);
    const id = place.id();
    let family = families.get(id);
    if (family === undefined) {
      family = { id, from: -1, to: -1, children: [], isDoubled: false };
      families.set(id, family);
    }
    if (!place.isRoot) family.children.push(from, end);
    else {
      family.isDoubled = family.from !== -1;
      family.from = from;
      family.to = end;
    }
    from = end + 1;
  }
  const joined = [...families.values()];
  if (joined.some((family) => family.from === -1))
    throw notWhole("has children of a record that is not in it");
  return joined;
}
