import { getLocation, specifiedRules, validate } from "graphql";
import type { ASTNode, DocumentNode, GraphQLError, GraphQLSchema } from "graphql";
import type { ErrorEntry } from "../errors.ts";
import { globalIdsRule } from "./global-ids.ts";
import { placesOf } from "./places.ts";
import type { Place } from "./places.ts";
import { wordingOf } from "./wordings.ts";

const rulesOfShopify = [...specifiedRules, globalIdsRule];

/**
 * Checks a document against the schema and words what is wrong as Shopify does: message, locations, a path that begins
 * with `query Name`, and a code. Shapes by recorded answers in `airhorns/shopify-draft-proxy`, `fixtures/conformance`.
 */
export function validationErrors(schema: GraphQLSchema, document: DocumentNode): ErrorEntry[] {
  const errors = validate(schema, document, rulesOfShopify, { maxErrors: 100 });
  if (errors.length === 0) return [];
  const places = placesOf(schema, document);
  return mergeMissingArguments(errors.map((error) => translate(error, places)));
}

function translate(error: GraphQLError, places: ReadonlyMap<ASTNode, Place>): ErrorEntry {
  // Of a variable that does not fit, the second node is where it is used.
  const node = error.nodes?.[error.message.includes("used in position expecting") ? 1 : 0];
  const place = node && places.get(node);
  const path = place?.path ?? [];
  const wording = wordingOf(error.message, node, place);
  const loc = (wording?.shownAt ?? node)?.loc;
  const at = loc && getLocation(loc.source, loc.start);
  return {
    message: wording?.message ?? error.message,
    ...(at ? { locations: [{ line: at.line, column: at.column }] } : {}),
    path: wording?.at === undefined ? path : [...path, wording.at],
    extensions: wording ? { code: wording.code, ...wording.facts } : { code: "GRAPHQL_VALIDATION_FAILED" },
  };
}

/** Shopify says once what a field lacks; graphql-js says it per argument. */
function mergeMissingArguments(entries: readonly ErrorEntry[]): ErrorEntry[] {
  const merged = new Map<string, ErrorEntry>();
  for (const [index, entry] of entries.entries()) {
    const isMissing = entry.extensions?.["code"] === "missingRequiredArguments";
    const key = isMissing ? JSON.stringify([entry.locations, entry.path]) : String(index);
    const known = merged.get(key);
    if (!known) {
      merged.set(key, entry);
      continue;
    }
    const argument = String(entry.extensions?.["arguments"]);
    merged.set(key, {
      ...known,
      message: `${known.message}, ${argument}`,
      extensions: {
        ...known.extensions,
        arguments: `${String(known.extensions?.["arguments"])}, ${argument}`,
      },
    });
  }
  return [...merged.values()];
}
