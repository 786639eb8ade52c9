import type { Knowable } from "#domain/knowable.ts";
import { unreadable } from "./unreadable.ts";

/** An object of a message, by the names of its fields; nothing is known of the values. */
export type Loose<Names extends string> = { readonly [Name in Names]?: unknown };

export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Text that may be withheld: absent is unknown, null and blank are empty. */
export function readText(value: unknown): Knowable<string> {
  if (typeof value === "string") return value.trim() === "" ? null : value;
  if (value === null) return null;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** Text that is never withheld: absent, null and blank are null. */
export function readPlainText(value: unknown): string | null {
  return readText(value) ?? null;
}

export function readFlag(value: unknown): boolean {
  return value === true;
}

export function readCount(value: unknown, field: string): number {
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  return unreadable(field, "a whole number");
}

/** The objects of a list. An absent list is empty, and so is `{}`, which Shopify sends for some empty lists. */
export function readList(value: unknown, field: string): readonly object[] {
  if (Array.isArray(value)) {
    for (const item of value) if (!isObject(item)) unreadable(field, "a list of objects");
    return value as object[];
  }
  return value === undefined || value === null || isObject(value) ? none : unreadable(field, "a list");
}

const none: readonly never[] = [];

/** A time in UTC to the second, as Shopify's GraphQL tells it, on a day that every month has. */
const plainTime = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

/** Time as `Date.toISOString` prints it. */
export function readTime(value: unknown, field: string): string {
  if (typeof value === "string" && plainTime.test(value)) return `${value.slice(0, 19)}.000Z`;
  const time = typeof value === "string" ? new Date(value) : null;
  return time === null || Number.isNaN(time.getTime()) ? unreadable(field, "a time") : time.toISOString();
}

export function readOptionalTime(value: unknown, field: string): string | null {
  return value === undefined || value === null ? null : readTime(value, field);
}

/** Texts trimmed, each once, sorted; blank ones left out. */
export function sortTexts(texts: readonly unknown[]): readonly string[] {
  if (texts.length === 0) return none;
  const kept = new Set<string>();
  for (const text of texts) {
    const trimmed = typeof text === "string" ? text.trim() : "";
    if (trimmed !== "") kept.add(trimmed);
  }
  return [...kept].sort();
}

/** Name or value of an attribute; null is an empty text. */
export function readAttributeText(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? "" : JSON.stringify(value);
}
