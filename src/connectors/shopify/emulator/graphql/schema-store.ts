import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { buildClientSchema } from "graphql";
import type { GraphQLSchema, IntrospectionQuery } from "graphql";
import { searchFiltersOf } from "./search/search-filters.ts";
import type { SearchFilters } from "./search/search-filters.ts";

/** Versions that the emulator serves, oldest first. */
export const servedVersions = ["2026-07", "2026-10"] as const;

export type ServedVersion = (typeof servedVersions)[number];

/** What a token must be granted for a type or a field; one of `scopes` is enough. */
export interface RequiredAccess {
  readonly text: string;
  readonly scopes: readonly string[];
}

export interface VersionSchema {
  readonly name: ServedVersion;
  readonly schema: GraphQLSchema;
  readonly typeAccess: ReadonlyMap<string, RequiredAccess>;
  /** By `Type.field`. */
  readonly fieldAccess: ReadonlyMap<string, RequiredAccess>;
  /** What the searches of a field of the query root can be filtered by. */
  searchFilters(rootField: string): SearchFilters | undefined;
}

interface SchemaFile {
  readonly data: IntrospectionQuery;
  readonly offline_scopes: {
    readonly items: readonly {
      readonly type: "type" | "field";
      readonly typeName: string;
      readonly fieldName?: string;
      readonly requiredAccess: string;
      readonly offlineScopes: readonly string[];
    }[];
  };
}

const loaded = new Map<string, VersionSchema>();

/** Folder that `npm run setup` fills with Shopify's published schemas. */
export const schemaFolder = join(import.meta.dirname, "../../../../../.cache/shopify-schema");

/**
 * Shopify's own schema of a version, built on first use and shared by all emulated stores.
 * Source: npm `@shopify/dev-mcp` 1.16.0, `dist/data/admin_<version>.json.gz`.
 */
export function loadSchema(version: ServedVersion, folder = schemaFolder): VersionSchema {
  const path = join(folder, `admin_${version}.json.gz`);
  const known = loaded.get(path);
  if (known) return known;
  if (!existsSync(path))
    throw new Error(`Shopify's schema ${version} is missing at ${path}: run \`npm run setup\` first`);
  const file = JSON.parse(gunzipSync(readFileSync(path)).toString("utf8")) as SchemaFile;
  const typeAccess = new Map<string, RequiredAccess>();
  const fieldAccess = new Map<string, RequiredAccess>();
  for (const item of file.offline_scopes.items) {
    if (item.requiredAccess === "" || item.offlineScopes.length === 0) continue;
    const access = { text: item.requiredAccess, scopes: item.offlineScopes };
    if (item.type === "type") typeAccess.set(item.typeName, access);
    else fieldAccess.set(`${item.typeName}.${item.fieldName ?? ""}`, access);
  }
  const schema = buildClientSchema(file.data, { assumeValid: true });
  const filters = new Map<string, SearchFilters | undefined>();
  const built: VersionSchema = {
    name: version,
    schema,
    typeAccess,
    fieldAccess,
    searchFilters(rootField) {
      if (!filters.has(rootField)) filters.set(rootField, searchFiltersOf(schema, rootField));
      return filters.get(rootField);
    },
  };
  loaded.set(path, built);
  return built;
}

/**
 * The version that answers a request for `asked`: itself, the oldest one for a retired version, the newest one for
 * `unstable` and for versions to come; undefined when the text is no version at all. Source: "About Shopify API versioning".
 */
export function servedVersion(asked: string): ServedVersion | undefined {
  if (asked === "unstable") return servedVersions[servedVersions.length - 1];
  if (!/^\d{4}-(01|04|07|10)$/.test(asked)) return undefined;
  return servedVersions.find((version) => version >= asked) ?? servedVersions[servedVersions.length - 1];
}
