import { z } from "zod";

/** Schemas with a name of their own in the OpenAPI document. */
export const named = z.registry<{ id: string }>();

type JsonSchema = Record<string, unknown>;

/** JSON Schema (2020-12, as OpenAPI 3.1 uses it) of a schema; named ones inside stand as references. */
export function schemaOf(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  const { $schema: _dialect, $defs: _named, ...json } = z.toJSONSchema(schema, options(io));
  return toComponents(json) as JsonSchema;
}

/** All named schemas, for `components.schemas`. */
export function namedSchemas(): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(named, { ...options("output"), uri: (id: string) => `#/$defs/${id}` });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $id: _id, $schema: _dialect, ...json }]) => [
      id,
      toComponents(json) as JsonSchema,
    ]),
  );
}

function options(io: "input" | "output") {
  return {
    io,
    metadata: named,
    unrepresentable: "any",
    // An answer may grow; a request may not hold anything else.
    override: ({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: JsonSchema }) => {
      const { id: _id, ...meta } = z.globalRegistry.get(zodSchema) ?? {};
      Object.assign(jsonSchema, meta);
      delete jsonSchema["readOnly"];
      if (io === "output" && jsonSchema["additionalProperties"] === false)
        delete jsonSchema["additionalProperties"];
    },
  } as const;
}

function toComponents(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toComponents);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === "$ref" && typeof inner === "string"
        ? [key, inner.replace("#/$defs/", "#/components/schemas/")]
        : [key, toComponents(inner)],
    ),
  );
}
