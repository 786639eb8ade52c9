import { amount, type Amount } from "#domain/money.ts";

/** A number of a reply: a JSON number, decimal text (sell price tiers), or nothing. */
export type WireNumber = number | string | null | undefined;

/**
 * Decimal text of a number in a reply; null when there is none or it is not a number. The shortest text of a double is the
 * very decimal that stood in the JSON, as long as it has at most 15 digits, so no money is damaged on the way.
 */
export function decimalOf(value: WireNumber): Amount | null {
  if (typeof value === "number") {
    if (!Number.isFinite(value)) return null;
    const text = value === 0 ? "0" : String(value);
    return text.includes("e") ? amount(value) : text;
  }
  if (typeof value !== "string") return null;
  const text = value.trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) ? amount(text) : null;
}

/**
 * JSON number of decimal text, for a request. Unleashed takes numbers only. Exact for up to 15 digits: the double prints as the
 * same decimal. Throws `RangeError` when it is not a number.
 */
export function numberOf(value: Amount): number {
  const number = Number(value);
  if (value.trim() === "" || !Number.isFinite(number))
    throw new RangeError(`not a decimal number: ${JSON.stringify(value)}`);
  return number === 0 ? 0 : number;
}

const wireDate = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/;
const isoDate = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Milliseconds since 1970 of a date in a reply; null when there is none or it cannot be read. Takes `/Date(1700000000000)/`, the
 * form with an offset (which only says where it was written: the milliseconds are UTC), and ISO 8601, read as UTC when it names
 * no zone.
 */
export function millisecondsOf(value: string | null | undefined): number | null {
  if (value === null || value === undefined) return null;
  const wire = wireDate.exec(value);
  if (wire !== null) return Number(wire[1]);
  const iso = isoDate.exec(value);
  if (iso === null) return null;
  const ms = Date.parse(iso[4] !== undefined || iso[1] === undefined ? value : `${value}Z`);
  return Number.isNaN(ms) ? null : ms;
}

/** A moment as filters and bodies want it: ISO in UTC, whole seconds, without a zone: `2024-04-17T23:11:05`. */
export function filterTime(ms: number): string {
  return new Date(Math.floor(ms / 1000) * 1000).toISOString().slice(0, 19);
}

/** Text of a reply without surrounding space; null for nothing, blank or anything that is no text. */
export function textOf(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const text = value.trim();
  return text === "" ? null : text;
}
