import fc from "fast-check";

/** A value once in so many draws, else nothing. Shrinks to nothing. */
export function sometimes<T>(onceIn: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: onceIn - 1, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary },
  );
}

/** A record without the keys that were drawn as nothing, as JSON has it. */
export function stated<T extends object>(parts: {
  readonly [Key in keyof T]: fc.Arbitrary<T[Key]>;
}): fc.Arbitrary<Record<string, unknown>> {
  return fc
    .record(parts)
    .map((drawn) => Object.fromEntries(Object.entries(drawn).filter(([, value]) => value !== undefined)));
}

/** Money as text with two decimals, from 0 to so many cents. */
export function cents(min: number, max: number): fc.Arbitrary<string> {
  return fc.integer({ min, max }).map((amount) => (amount / 100).toFixed(2));
}
