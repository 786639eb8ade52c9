import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstPresent, isKnown, isPresent, overlay, type Knowable } from "#domain/knowable.ts";
import { runs } from "#test/support/random-runs.ts";

const value = fc.option(fc.oneof(fc.constantFrom("a", "b"), fc.constant(null)), { nil: undefined });
const place = fc.record({ name: value, street: value });
const person = fc.record({
  id: fc.constantFrom("1", "2"),
  email: value,
  place: fc.option(place, { nil: undefined }),
});
const record = fc.record(
  {
    note: value,
    tags: fc.option(fc.array(fc.constantFrom("x", "y"), { maxLength: 2 }), { nil: undefined }),
    place: fc.option(fc.option(place, { nil: null }), { nil: undefined }),
    person: fc.option(fc.option(person, { nil: null }), { nil: undefined }),
  },
  { requiredKeys: [] },
);
const laid = (older: object, newer: object): Record<string, unknown> =>
  overlay<object>(older, newer) as Record<string, unknown>;

describe("laying a newer telling over an older one", () => {
  it("is settled at once: laying the same again, or nothing, changes nothing", () => {
    fc.assert(
      fc.property(record, record, (older, newer) => {
        const once = laid(older, newer);
        expect(laid(once, newer)).toEqual(once);
        expect(laid(once, once)).toEqual(once);
        expect(laid(older, {})).toEqual(older);
        expect(laid({}, newer)).toEqual(known(newer));
      }),
      runs(500),
    );
  });

  it("never loses what is known to what is not, and never keeps what the newer one knows better", () => {
    fc.assert(
      fc.property(record, record, (older, newer) => {
        const both = laid(older, newer);
        expect(says(both, newer)).toBe(true);
        for (const [key, told] of Object.entries(known(older)))
          if (!(key in known(newer))) expect([key, both[key]]).toEqual([key, told]);
      }),
      runs(500),
    );
  });

  it("mixes no parts of two persons or two places", () => {
    fc.assert(
      fc.property(record, record, (older, newer) => {
        const both = laid(older, newer);
        if (newer.person && older.person && newer.person.id !== older.person.id)
          expect(both["person"]).toEqual(newer.person);
        if (newer.place && older.place && isOther(older.place.street, newer.place.street))
          expect(both["place"]).toEqual(newer.place);
      }),
      runs(500),
    );
  });

  it("comes to the same however tellings are put together, where parts stay about the same thing", () => {
    // The same place and the same person throughout: where they change meanwhile, what is kept depends on when one looked.
    const shown = <Value>(value: Value) => fc.option(fc.constant(value), { nil: undefined });
    const stable = fc.record({
      note: value,
      tags: shown(["x"]),
      place: fc.option(fc.record({ name: shown("Jane"), street: shown("1 High Street") }), {
        nil: undefined,
      }),
      person: fc.option(fc.record({ id: fc.constant("1"), email: value }), { nil: undefined }),
    });
    fc.assert(
      fc.property(stable, stable, stable, (first, second, third) => {
        expect(laid(laid(first, second), third)).toEqual(laid(first, laid(second, third)));
      }),
      runs(500),
    );
  });

  function isOther(left: Knowable<string>, right: Knowable<string>): boolean {
    return isKnown(left) && isKnown(right) && left !== right;
  }
});

describe("the first of several values", () => {
  const told = fc.option(fc.oneof(fc.constantFrom("a", " ", ""), fc.constant(null)), { nil: undefined });

  it("is one that is there, else empty when one is known to be, else unknown; in any grouping", () => {
    fc.assert(
      fc.property(told, told, told, (first, second, third) => {
        const all = firstPresent(first, second, third);
        expect(firstPresent(firstPresent(first, second), third)).toBe(all);
        expect(firstPresent(first, firstPresent(second, third))).toBe(all);
        const values = [first, second, third];
        expect(isPresent(all)).toBe(values.some(isPresent));
        expect(isKnown(all)).toBe(values.some(isKnown));
      }),
      runs(300),
    );
  });
});

/** Whether everything that `told` knows, in its parts too, is what `all` says. */
function says(all: unknown, told: object): boolean {
  return (
    isPart(all) &&
    Object.entries(known(told)).every(([key, part]) => {
      const said = (all as Record<string, unknown>)[key];
      return isPart(part) ? says(said, part) : JSON.stringify(said) === JSON.stringify(part);
    })
  );
}

function known(value: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined));
}

function isPart(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
