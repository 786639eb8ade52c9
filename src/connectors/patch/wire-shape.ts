import type { WireContact, WireObject } from "./schema.ts";

/** An event of which nothing is trusted to be there but its id. */
export interface LooseEvent extends WireObject {
  readonly event?: unknown;
  readonly contact_id?: unknown;
  readonly data?: Readonly<Record<string, unknown>> | null | undefined;
  readonly at?: unknown;
  readonly created_at?: unknown;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An object with an id. Whether replies have an envelope is not published: one below `data` counts too. Null: neither. */
export function wireObject(value: unknown): WireObject | null {
  if (!isObject(value)) return null;
  if (hasId(value)) return value;
  const inside = value["data"];
  return isObject(inside) && hasId(inside) ? inside : null;
}

/**
 * A reply as a contact. Custom fields that are no object must not pass for none: the next write would blank them. Plain fields are not
 * looked at; who uses one takes what is no text for nothing. Null: it is none.
 */
export function wireContact(value: unknown): WireContact | null {
  const object = wireObject(value);
  if (object === null) return null;
  const custom = object["custom_fields"];
  return custom === undefined || custom === null || isObject(custom) ? object : null;
}

/** A reply as an event; null: it is none. */
export function wireEvent(value: unknown): LooseEvent | null {
  const object = wireObject(value);
  if (object === null) return null;
  const data = object["data"];
  return data === undefined || data === null || isObject(data) ? { ...object, data } : null;
}

/** The entries of a list: an array, or the one below `data`. Null: it is no list. */
export function wireList(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  const inside = isObject(value) ? value["data"] : undefined;
  return Array.isArray(inside) ? inside : null;
}

/** Text of a reply without surrounding space; null for nothing, blank or anything that is no text or number. */
export function textOf(value: unknown): string | null {
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return null;
  const text = value.trim();
  return text === "" ? null : text;
}

/** Milliseconds since 1970 of a date in a reply; null when there is none or it cannot be read. */
export function millisecondsOf(value: unknown): number | null {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}/.test(value)) return null;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? null : ms;
}

function hasId(value: Readonly<Record<string, unknown>>): value is WireObject {
  return typeof value["_id"] === "string" && value["_id"] !== "";
}
