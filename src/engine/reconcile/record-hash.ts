import { createHash } from "node:crypto";

/**
 * Hash of what a record says, whatever the order of its properties. Times of change are left out: two readings that differ
 * only in `updatedAt` say the same. Unknown values are left out as JSON does.
 */
export function recordHash(record: unknown): string {
  return createHash("sha1").update(canonical(record)).digest("base64url");
}

function canonical(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const entries = Object.entries(value).filter(([key, part]) => part !== undefined && key !== "updatedAt");
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join(",")}}`;
}
