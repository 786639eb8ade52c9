/** Numeric ids ascending, however long. */
export function sortIds(ids: readonly string[]): readonly string[] {
  return ids.length < 2
    ? ids
    : [...ids].sort(
        (left, right) => left.length - right.length || (left < right ? -1 : left === right ? 0 : 1),
      );
}
