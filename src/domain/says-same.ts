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

/**
 * Whether `found` says everything that `wanted` says, however much more: properties that only `found` has do not count, at any depth.
 * Lists have to be as long as each other.
 */
export function saysAtLeast(found: unknown, wanted: unknown): boolean {
  if (wanted === null || typeof wanted !== "object" || found === null || typeof found !== "object")
    return saysSame(found, wanted);
  if (Array.isArray(wanted))
    return (
      Array.isArray(found) &&
      found.length === wanted.length &&
      wanted.every((part, index) => saysAtLeast(found[index], part))
    );
  if (Array.isArray(found)) return false;
  const other = found as Record<string, unknown>;
  return Object.entries(wanted).every(([key, part]) => part === undefined || saysAtLeast(other[key], part));
}
