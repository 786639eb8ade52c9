/**
 * Whether two records say the same, whatever the order of their properties. Unknown (`undefined`) values count as absent, and
 * `updatedAt` does not count: two readings that differ only in their time say the same.
 */
export function saysSame(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (left === null || right === null || typeof left !== "object" || typeof right !== "object") return false;
  if (Array.isArray(left))
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((part, index) => saysSame(part, right[index]))
    );
  return !Array.isArray(right) && covers(left, right) && covers(right, left);
}

function covers(left: object, right: object): boolean {
  const other = right as Record<string, unknown>;
  for (const [key, part] of Object.entries(left))
    if (part !== undefined && key !== "updatedAt" && !saysSame(part, other[key])) return false;
  return true;
}
