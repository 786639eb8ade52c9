import { getLocation, GraphQLError, Kind, parse } from "graphql";
import type { DocumentNode, FragmentDefinitionNode, OperationDefinitionNode } from "graphql";
import { actualCost, requestedCost } from "./cost/cost-tree.ts";
import type { Selection } from "./cost/cost-tree.ts";
import { priceOperation } from "./cost/price-operation.ts";
import { deprecationOf } from "./deprecations.ts";
import type { ErrorEntry } from "./errors.ts";
import type { VersionSchema } from "./schema-store.ts";
import { validationErrors } from "./validation/validation-errors.ts";

/** A query text that was read and checked once. */
export interface PreparedDocument {
  readonly document: DocumentNode | undefined;
  /** Empty when the document fits the schema. */
  readonly errors: readonly ErrorEntry[];
  readonly operations: readonly PreparedOperation[];
  /** Says what deprecated part of the API the document uses. */
  readonly deprecation: string | undefined;
}

export interface PreparedOperation {
  readonly node: OperationDefinitionNode;
  readonly name: string | undefined;
  price(variables: Readonly<Record<string, unknown>>): PricedOperation;
}

export interface PricedOperation {
  readonly selection: Selection;
  readonly requested: number;
  actual(data: unknown): number;
}

const mostDocuments = 500;
const mostPrices = 20;

/** Reads and checks query texts against one version, each once while it is in use. */
export function createDocuments(version: VersionSchema): (text: string) => PreparedDocument {
  const kept = new Map<string, PreparedDocument>();
  return (text) => {
    const known = kept.get(text);
    if (known) return known;
    const prepared = prepare(version, text);
    if (kept.size >= mostDocuments)
      for (const oldest of kept.keys()) {
        kept.delete(oldest);
        break;
      }
    kept.set(text, prepared);
    return prepared;
  };
}

function prepare(version: VersionSchema, text: string): PreparedDocument {
  const failed = (errors: readonly ErrorEntry[], document?: DocumentNode): PreparedDocument => ({
    document,
    errors,
    operations: [],
    deprecation: undefined,
  });
  let document: DocumentNode;
  try {
    document = parse(text);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return failed([parseError(error)]);
  }
  const errors = validationErrors(version.schema, document);
  if (errors.length > 0) return failed(errors, document);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const operations = document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? [prepareOperation(version, definition, fragments)] : [],
  );
  return { document, errors: [], operations, deprecation: deprecationOf(version.schema, document) };
}

function parseError(error: GraphQLError): ErrorEntry {
  const [node] = error.positions ?? [];
  const at = error.source && node !== undefined ? getLocation(error.source, node) : undefined;
  const what = error.message.replace(/^Syntax Error: /, "");
  return {
    message: at ? `syntax error, ${lowered(what)} at [${at.line}, ${at.column}]` : lowered(what),
    ...(at ? { locations: [{ line: at.line, column: at.column }] } : {}),
    extensions: { code: "PARSE_ERROR" },
  };
}

function lowered(text: string): string {
  return (text.charAt(0).toLowerCase() + text.slice(1)).replace(/\.$/, "");
}

function prepareOperation(
  { schema }: VersionSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): PreparedOperation {
  const prices = new Map<string, PricedOperation>();
  return {
    node: operation,
    name: operation.name?.value,
    price(variables) {
      const key = pricingKey(operation, variables);
      const known = prices.get(key);
      if (known) return known;
      const selection = priceOperation({ schema, operation, fragments, variables });
      const priced: PricedOperation = {
        selection,
        requested: Math.max(1, requestedCost(selection)),
        actual: (data) =>
          Math.max(1, data === null || data === undefined ? 0 : actualCost(selection, [data])),
      };
      if (prices.size >= mostPrices) prices.clear();
      prices.set(key, priced);
      return priced;
    },
  };
}

/** Variables that decide about a price: page sizes and the conditions of `@skip` and `@include`. */
function pricingKey(
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): string {
  let key = "";
  for (const definition of operation.variableDefinitions ?? []) {
    const value = variables[definition.variable.name.value];
    if (typeof value === "number" || typeof value === "boolean") key += `${String(value)},`;
    else key += ",";
  }
  return key;
}
