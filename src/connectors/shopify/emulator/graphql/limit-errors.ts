import type { ErrorEntry } from "./errors.ts";

const truncated: ErrorEntry = {
  message: "Too many execution errors, max error limit reached. Results truncated",
};

/**
 * Cuts an answer off after `most` errors: the lists that the last counted error lies in end with its item, further
 * errors are left out, and one more says so. Seen in reports of protected data asked for in lists.
 */
export function limitErrors(
  errors: readonly ErrorEntry[],
  data: unknown,
  most: number,
): { readonly errors: readonly ErrorEntry[]; readonly data: unknown } {
  if (errors.length <= most) return { errors, data };
  const counted = errors.slice(0, most);
  return { errors: [...counted, truncated], data: cut(data, counted.at(-1)?.path ?? []) };
}

function cut(value: unknown, path: readonly (string | number)[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value) && typeof key === "number") {
    const kept = (value as unknown[]).slice(0, key + 1);
    return kept.map((item, index) => (index === key ? cut(item, rest) : item));
  }
  if (!(key in value)) return value;
  return { ...value, [key]: cut((value as Record<string, unknown>)[key], rest) };
}
