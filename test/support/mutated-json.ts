import fc from "fast-check";

/** How one place of a JSON value is spoilt. */
type Mutation =
  | { readonly do: "delete" | "double" | "unknown" | "pollute" }
  | { readonly do: "put"; readonly value: unknown; readonly shownAs: string };

export interface MutatedJson {
  readonly text: string;
  /** What was done, for people who read a counterexample. */
  readonly told: string;
}

const raw = (text: string): unknown =>
  (JSON as unknown as { rawJSON: (text: string) => unknown }).rawJSON(text);

const deep = (levels: number): unknown => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`) as unknown;

/** Values that decoders meet sooner or later, and some that no sender means. */
const values: Readonly<Record<string, unknown>> = {
  null: null,
  true: true,
  "the number 0": 0,
  "the number -1": -1,
  "the number 1.5": 1.5,
  "the number 1e308": 1e308,
  "the number 1e400": raw("1e400"),
  "the number -0": raw("-0"),
  "a number of 23 digits": raw("99999999999999999999999"),
  "the text -1.00": "-1.00",
  "the text 0.001": "0.001",
  "the text NaN": "NaN",
  "the text Infinity": "Infinity",
  "the text 1e5": "1e5",
  "the text 1e5000": "1e5000",
  "the text 1e-5000": "1e-5000",
  "the text 0x1F": "0x1F",
  "5,000 digits": "7".repeat(5_000),
  "an empty text": "",
  "a blank text": " ",
  "a word of no list": "SOMETHING_NEW",
  "20,000 letters": "x".repeat(20_000),
  "a NUL": "a\u0000b",
  "half a surrogate": "a\ud800",
  "right to left": "\u202eabc\u202c",
  markup: "<script>alert(1)</script>'\"; drop table inbox; --",
  "a time that is none": "2026-13-45T99:99:99Z",
  "a time beyond all calendars": "+275760-09-13T00:00:00.000Z",
  "a time before Christ": "-000001-01-01T00:00:00Z",
  "another kind of id": "gid://shopify/Product/1",
  "the id of another order": "gid://shopify/Order/5",
  "an empty list": [],
  "a list in a list": [[]],
  "a list of nothing": [null],
  "an empty object": {},
  "an object of something": { amount: "1.00", id: 1, nodes: [{}] },
  "lists in lists": deep(2_000),
};

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ do: "delete" as const }) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom("double" as const, "unknown" as const, "pollute" as const)
      .map((what) => ({ do: what })),
  },
  {
    weight: 6,
    arbitrary: fc
      .constantFrom(...Object.keys(values))
      .map((shownAs) => ({ do: "put" as const, value: values[shownAs], shownAs })),
  },
);

/** JSON text of a value of which up to three places were spoilt. */
export function mutatedJson(base: unknown): fc.Arbitrary<MutatedJson> {
  return fc
    .array(fc.record({ place: fc.nat(), mutation }), { minLength: 1, maxLength: 3 })
    .map((mutations) => {
      let value = base;
      const told: string[] = [];
      for (const { place, mutation } of mutations) {
        const places = placesOf(value);
        const path = places[place % places.length] ?? [];
        value = changed(value, path, mutation);
        told.push(`${path.join(".") || "(all)"}: ${mutation.do === "put" ? mutation.shownAs : mutation.do}`);
      }
      const text = JSON.stringify(value) ?? "";
      const mutated = { text: text.replaceAll(doubledKey, ""), told: told.join("; ") };
      return Object.assign(mutated, { [fc.toStringMethod]: () => mutated.told });
    });
}

/** Every place in a JSON value, as the keys that lead to it; what was put there is left whole. */
function placesOf(value: unknown): readonly string[][] {
  if (typeof value !== "object" || value === null || !isPlain(value)) return [[]];
  const inside = Object.entries(value).flatMap(([key, part]) => placesOf(part).map((path) => [key, ...path]));
  return [[], ...inside];
}

function isPlain(value: object): boolean {
  return (
    (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype) &&
    value !== values["lists in lists"]
  );
}

/** Marks a key so that it comes to the same as another one once the mark is taken out of the text. */
const doubledKey = "\u{f0000}";

function changed(value: unknown, [key, ...rest]: readonly string[], mutation: Mutation): unknown {
  if (key === undefined) return mutation.do === "put" ? mutation.value : extended(value, mutation.do);
  const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
  const fields = copy as Record<string, unknown>;
  if (rest.length > 0) fields[key] = changed(fields[key], rest, mutation);
  else if (mutation.do === "put") fields[key] = mutation.value;
  else if (mutation.do === "double")
    fields[Array.isArray(copy) ? key : `${key}${doubledKey}`] = otherOf(fields[key]);
  else if (mutation.do !== "delete") fields[key] = extended(fields[key], mutation.do);
  else if (Array.isArray(copy)) copy.splice(Number(key), 1);
  else delete fields[key];
  return copy;
}

/** Another value that could have stood there. */
function otherOf(value: unknown): unknown {
  if (typeof value === "number") return value + 1;
  return typeof value === "string" ? value.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)) : null;
}

/** A value with keys that nobody promised. */
function extended(value: unknown, how: "delete" | "double" | "unknown" | "pollute"): unknown {
  if (
    how === "delete" ||
    how === "double" ||
    typeof value !== "object" ||
    value === null ||
    Array.isArray(value)
  )
    return value;
  const more =
    how === "unknown"
      ? '{"a_new_field": {"of": ["something"]}, "": 0}'
      : '{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}, "toString": 1, "hasOwnProperty": null}';
  const copy: Record<string, unknown> = { ...value };
  for (const [key, part] of Object.entries(JSON.parse(more) as object))
    Object.defineProperty(copy, key, { value: part, enumerable: true, configurable: true, writable: true });
  return copy;
}
