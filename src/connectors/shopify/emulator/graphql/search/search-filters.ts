import type { GraphQLSchema } from "graphql";

/** The filters that Shopify lists for a search, with the values it accepts where it lists them. */
export type SearchFilters = ReadonlyMap<string, { readonly accepted: readonly string[] }>;

const types = new Set(["string", "id", "time", "date", "integer", "float", "boolean", "mixed"]);

/**
 * Filters of the argument `query` of a field of the query root, read from the table in the argument's own description.
 * Undefined when the field has no such argument.
 */
export function searchFiltersOf(schema: GraphQLSchema, rootField: string): SearchFilters | undefined {
  const field = schema.getQueryType()?.getFields()[rootField];
  const description = field?.args.find((argument) => argument.name === "query")?.description;
  if (!description) return undefined;
  const filters = new Map<string, { readonly accepted: readonly string[] }>();
  for (const row of description.split(/\n(?=\|)/)) {
    const [, name = "", type = "", , values = ""] = row.split("|").map((cell) => cell.trim());
    if (!/^[a-z_]\S*$/.test(name) || !types.has(type)) continue;
    const accepted = [...values.matchAll(/`([^`]+)`/g)].map(([, value = ""]) => value.toLowerCase());
    filters.set(name, { accepted });
  }
  return filters;
}
