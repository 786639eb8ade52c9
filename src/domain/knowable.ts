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
 * Lays `newer` over `older`: each known property of `newer` wins, each unknown one keeps what was known.
 * Never loses a known value to an unknown one; laying the same value twice changes nothing.
 */
export function overlay<T extends object>(older: T, newer: T): T {
  const known = Object.entries(newer).filter(([, value]) => value !== undefined);
  return { ...older, ...Object.fromEntries(known) };
}
