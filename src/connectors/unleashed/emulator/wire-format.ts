import { createHash } from "node:crypto";
import { invalid } from "./refusal.ts";

/** The form of dates in replies. */
export const toWireDate = (ms: number) => `/Date(${ms})/`;

const isoDate = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?$/;
const wireDate = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/;

/** Milliseconds of a date in a request: ISO 8601 in UTC or the reply form. Undefined when it is neither. */
export function parseDate(text: string): number | undefined {
  const wire = wireDate.exec(text);
  if (wire) return Number(wire[1]);
  const iso = isoDate.exec(text);
  if (!iso) return undefined;
  const ms = Date.parse(iso[1] || !text.includes("T") ? text : `${text}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}

/** A date of a request body in the reply form; null stays null. Refused with 400 when it cannot be read. */
export function bodyDate(text: string | null | undefined, field: string): string | null {
  if (text === null || text === undefined || text === "") return null;
  const ms = parseDate(text);
  if (ms === undefined) throw invalid(`${field} is not a date: ${text}`);
  return toWireDate(ms);
}

const guidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const isGuid = (text: string) => guidPattern.test(text);

/** The all-zero GUID means none. */
export const noGuid = "00000000-0000-0000-0000-000000000000";

/** A GUID that is always the same for the same kind and code, so that a seeded account is too. */
export function seededGuid(kind: string, code: string): string {
  const hex = createHash("sha256").update(`${kind}\n${code}`).digest("hex");
  const [a, b, c, d, e] = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 15),
    hex.slice(15, 18),
    hex.slice(18, 30),
  ];
  return `${a}-${b}-4${c}-8${d}-${e}`;
}
