import fc from "fast-check";

/** A JSON schema, as far as the API's own document uses them. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly pattern?: string;
  readonly format?: string;
}

const oddTexts = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    "",
    " ",
    "\u0000",
    "\ud800",
    "x".repeat(5_000),
    "NaN",
    "1e999",
    "-1",
    "../..",
    "%00",
    "'; drop table x; --",
    "__proto__",
  ),
);
const oddValues = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  oddTexts,
  fc.constantFrom(
    null,
    true,
    -1,
    0,
    1.5,
    2 ** 53,
    1e308,
    -0,
    [],
    {},
    [[]],
    JSON.parse(`${"[".repeat(200)}${"]".repeat(200)}`),
    JSON.parse('{"__proto__": {"polluted": true}}'),
  ),
);

/** Texts of the system at hand by the name of what takes them, so that not every name is one of nothing; `""`: for all others. */
export type KnownTexts = Readonly<Record<string, readonly string[]>>;

interface Place {
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  readonly known: KnownTexts;
  /** What the value is called. */
  readonly name: string;
  readonly depth?: number;
}

/** Values that fit a schema in most places, and have something else in some. */
export function arbitraryOfSchema(schema: JsonSchema, place: Place): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 15, arbitrary: fitting(schema, place) }, { weight: 1, arbitrary: oddValues });
}

function fitting(schema: JsonSchema, place: Place): fc.Arbitrary<unknown> {
  const { schemas, known, depth = 0 } = place;
  const of = (part: JsonSchema, name = place.name) =>
    arbitraryOfSchema(part, { ...place, name, depth: depth + 1 });
  if (depth > 6) return fc.constant(null);
  if (schema.$ref !== undefined) return of(schemas[schema.$ref.split("/").at(-1) ?? ""] ?? {});
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => of(choice)));
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
  if (types.includes("object") || schema.properties !== undefined) return objectOf(schema, of);
  if (types.includes("array")) return fc.array(of(schema.items ?? {}), { maxLength: 3 });
  if (types.includes("integer")) return fc.oneof(fc.integer(), fc.nat(50));
  if (types.includes("number")) return fc.double();
  if (types.includes("boolean")) return fc.boolean();
  if (types.includes("null")) return fc.constant(null);
  if (types.includes("string"))
    return fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(...(known[place.name] ?? known[""] ?? ["x"])) },
      { weight: 1, arbitrary: oddTexts },
    );
  return oddValues;
}

function objectOf(
  schema: JsonSchema,
  of: (part: JsonSchema, name?: string) => fc.Arbitrary<unknown>,
): fc.Arbitrary<object> {
  const { properties = {}, required = [], additionalProperties } = schema;
  const parts = Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, of(part, name)]));
  const requiredKeys = required.filter((name) => name in parts);
  const stated = fc.oneof(
    { weight: 15, arbitrary: fc.record(parts, { requiredKeys }) },
    { weight: 1, arbitrary: fc.record(parts, { requiredKeys: [] }) },
  );
  const isOpen = typeof additionalProperties === "object" || additionalProperties === true;
  const more = isOpen
    ? fc.dictionary(
        oddTexts,
        typeof additionalProperties === "object" ? of(additionalProperties) : oddValues,
        { maxKeys: 3 },
      )
    : fc.oneof(
        { weight: 15, arbitrary: fc.constant({}) },
        { weight: 1, arbitrary: fc.dictionary(oddTexts, oddValues, { maxKeys: 1 }) },
      );
  return fc.tuple(stated, more).map(([object, others]) => ({ ...others, ...object }));
}
