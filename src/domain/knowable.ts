/**
 * A value that another system may withhold.
 *
 * - `undefined` (or the property absent): **unknown**. The shop's plan, an approval or a missing scope hides it,
 *   or the message at hand does not carry it. An unknown value never overwrites anything.
 * - `null`: **known to be empty**. The other system says that there is nothing.
 *
 * The difference survives JSON: `JSON.stringify` drops `undefined` and keeps `null`.
 */
export type Knowable<T> = T | null | undefined;

/** True when the other system said something, even that there is nothing. */
export function isKnown<T>(value: Knowable<T>): value is T | null {
  return value !== undefined;
}

/** True when there is a value: neither unknown nor empty. Blank text counts as empty. */
export function isPresent<T>(value: Knowable<T>): value is T {
  if (value === undefined || value === null) return false;
  return typeof value !== "string" || value.trim() !== "";
}

/** The first value that is present, else `null` when any was known to be empty, else unknown. */
export function firstPresent<T>(...values: readonly Knowable<T>[]): Knowable<T> {
  for (const value of values) if (isPresent(value)) return value;
  return values.some(isKnown) ? null : undefined;
}

/**
 * Lays `newer` over `older`: each known property of `newer` wins, each unknown one keeps what was known. Parts within are laid
 * over each other when they are about the same thing: they carry the same `id`, or neither has one and nothing that both know
 * differs. So a withheld name is kept, and never put on another person's street. Laying the same value twice changes nothing.
 */
export function overlay<T extends object>(older: T, newer: T): T {
  const laid: Record<string, unknown> = Object.fromEntries(Object.entries(older));
  for (const [key, value] of Object.entries(newer)) {
    if (value === undefined) continue;
    const before = laid[key];
    laid[key] =
      isPart(before) && isPart(value) && isSameThing(before, value) ? overlay(before, value) : value;
  }
  return laid as T;
}

type Part = Readonly<Record<string, unknown>>;

function isPart(value: unknown): value is Part {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSameThing(older: Part, newer: Part): boolean {
  if (older["id"] !== undefined || newer["id"] !== undefined) return older["id"] === newer["id"];
  return Object.entries(newer).every(
    ([key, value]) => value === undefined || older[key] === undefined || older[key] === value,
  );
}
