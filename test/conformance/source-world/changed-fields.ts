/** A field that is not as it was. */
export interface ChangedField {
  readonly path: string;
  /** What it is now; undefined: unknown. */
  readonly is: unknown;
}

/**
 * Fields that had a value and have another one now, or none; of a part that is unknown or empty as a whole, only the part. Times of
 * changes and notes are left aside.
 */
export function changedFields(before: unknown, now: unknown, path = ""): readonly ChangedField[] {
  if (before === undefined || before === null || Object.is(before, now)) return [];
  if (typeof before !== "object" || typeof now !== "object" || now === null) return [{ path, is: now }];
  return Object.entries(before).flatMap(([name, value]) =>
    name === "updatedAt" || name === "note"
      ? []
      : changedFields(value, (now as Readonly<Record<string, unknown>>)[name], `${path}.${name}`),
  );
}
