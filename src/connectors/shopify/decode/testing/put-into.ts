/** Every place in a JSON value, as the keys that lead to it; the value itself is the place without keys. */
export function placesIn(value: unknown): string[][] {
  if (typeof value !== "object" || value === null) return [[]];
  const inside = Object.entries(value).flatMap(([key, part]) => placesIn(part).map((path) => [key, ...path]));
  return [[], ...inside];
}

/** A copy of a JSON value with something else at one place. */
export function putInto(value: unknown, [key, ...rest]: readonly string[], part: unknown): unknown {
  if (key === undefined) return part;
  const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
  const fields = copy as Record<string, unknown>;
  fields[key] = putInto(fields[key], rest, part);
  return copy;
}
