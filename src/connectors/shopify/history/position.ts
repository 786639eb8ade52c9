/** Where a reading of a history stands: `parts` that its file was put into, the part, and records of that part that were read. */
export interface Position {
  readonly parts: number;
  readonly part: number;
  readonly offset: number;
}

export function writePosition({ parts, part, offset }: Position): string {
  return `${parts}/${part}/${offset}`;
}

/** Throws `RangeError` for a text that is none. */
export function readPosition(text: string): Position {
  const [, parts, part, offset] = /^(\d{1,6})\/(\d{1,6})\/(\d{1,9})$/.exec(text) ?? [];
  if (parts === undefined || Number(parts) === 0 || Number(part) >= Number(parts))
    throw new RangeError("not a position in a history");
  return { parts: Number(parts), part: Number(part), offset: Number(offset) };
}
