import { getNamedType, getNullableType, isCompositeType, isListType, Kind, OperationTypeNode } from "graphql";
import type { FieldNode, FragmentDefinitionNode, GraphQLCompositeType, SelectionSetNode } from "graphql";
import { notModelled } from "../graphql/errors.ts";
import type { PreparedDocument } from "../graphql/prepared-documents.ts";
import type { VersionExecutor } from "../graphql/version-executor.ts";
import type { NodePlan } from "./flatten-node.ts";

/** A query that may run in bulk. */
export interface BulkQuery {
  readonly prepared: PreparedDocument;
  /** Response key of the root connection. */
  readonly rootKey: string;
  readonly plan: NodePlan;
}

/** Longest text of a query, in bytes. Source: recorded refusals (`airhorns/shopify-draft-proxy`). */
const longestQuery = 65_535;

const mostConnections = 5;
const deepestNesting = 2;

/**
 * Reads a bulk query; a list of texts says why it is refused, in Shopify's words. Source: recorded refusals
 * (`airhorns/shopify-draft-proxy`, `fixtures/conformance`, API 2026-04).
 */
export function readBulkQuery(text: string, executor: VersionExecutor): BulkQuery | readonly string[] {
  if (text.trim() === "") return ["Invalid bulk query: syntax error, unexpected end of file"];
  const prepared = executor.prepare(text);
  if (prepared.errors.length > 0)
    return prepared.errors.map(({ message }) => `Invalid bulk query: ${message}`);
  const [operation] = prepared.operations;
  const queryType = executor.version.schema.getQueryType();
  if (!operation || !queryType) return ["Invalid bulk query: syntax error, unexpected end of file"];
  if (operation.node.operation !== OperationTypeNode.QUERY)
    return ["Invalid operation type. Only `query` operations are supported."];
  const reader = new Reader(executor, prepared);
  const root = reader.node(queryType, operation.node.selectionSet, -1, [], false);
  const refusals = reader.refusals();
  const bytes = Buffer.byteLength(text);
  if (refusals.length === 0 && bytes > longestQuery)
    refusals.push(`Query is too large (${bytes} bytes; maximum is ${longestQuery} bytes)`);
  if (refusals.length > 0) return refusals;
  const [connection, another] = root.connections;
  const [rootKey, deeper] = connection?.path ?? [];
  const isOneList = prepared.operations.length === 1 && another === undefined && deeper === undefined;
  if (!connection || rootKey === undefined || !isOneList)
    throw notModelled("Mutation", "bulkOperationRunQuery", "query: more than one connection at its root");
  return { prepared, rootKey, plan: connection.node };
}

class Reader {
  readonly #executor: VersionExecutor;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #withoutContents: string[] = [];
  readonly #withoutId: string[] = [];
  #connections = 0;
  #depth = 0;
  #isInList = false;
  #isTopLevelNode = false;

  constructor(executor: VersionExecutor, { document }: PreparedDocument) {
    this.#executor = executor;
    for (const definition of document?.definitions ?? [])
      if (definition.kind === Kind.FRAGMENT_DEFINITION)
        this.#fragments.set(definition.name.value, definition);
  }

  refusals(): string[] {
    const example = this.#withoutContents[0] ?? "";
    const refusals = [
      this.#withoutContents.length > 0 &&
        `All connection fields in a bulk query must select their contents using 'edges' > 'node', e.g: '${example} { edges { node {'. Selecting via 'nodes' is not supported. Invalid connection fields: '${this.#withoutContents.join("', '")}'.`,
      this.#isTopLevelNode && "Bulk queries cannot contain a top level `node` field.",
      this.#depth > deepestNesting &&
        `Bulk queries cannot contain connections with a nesting depth greater than ${deepestNesting}.`,
      this.#connections > mostConnections &&
        `Bulk queries cannot contain more than ${mostConnections} connections.`,
      this.#withoutId.length > 0 &&
        `The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' return type. Connection fields without 'id': ${this.#withoutId.join(", ")}.`,
      this.#isInList &&
        "Queries that contain a connection field within a list field are not currently supported.",
      this.#connections === 0 && "Bulk queries must contain at least one connection.",
    ];
    return refusals.filter((refusal) => refusal !== false);
  }

  /** `depth` is that of the connection which holds the node; -1 for the root of the query. */
  node(
    type: GraphQLCompositeType,
    set: SelectionSetNode,
    depth: number,
    path: readonly string[],
    isInList: boolean,
  ): NodePlan {
    const connections: NodePlan["connections"][number][] = [];
    for (const [parent, field] of this.fields(type, set)) {
      const name = field.name.value;
      const definition = "getFields" in parent ? parent.getFields()[name] : undefined;
      const named = definition && getNamedType(definition.type);
      if (!definition || !named || !isCompositeType(named) || !field.selectionSet) continue;
      const key = field.alias?.value ?? name;
      if (depth === -1 && path.length === 0 && (name === "node" || name === "nodes"))
        this.#isTopLevelNode = true;
      if (named.name.endsWith("Connection")) {
        this.#isInList ||= isInList;
        connections.push({ path: [...path, key], node: this.connection(named, field, name, depth + 1) });
        continue;
      }
      const isList = isInList || isListType(getNullableType(definition.type));
      connections.push(...this.node(named, field.selectionSet, depth, [...path, key], isList).connections);
    }
    return { connections };
  }

  connection(type: GraphQLCompositeType, field: FieldNode, name: string, depth: number): NodePlan {
    this.#connections += 1;
    this.#depth = Math.max(this.#depth, depth);
    const edges = this.find(type, field, "edges");
    const node = edges && this.find(edges[0], edges[1], "node");
    const hasNodes = this.find(type, field, "nodes") !== undefined;
    if (!node || hasNodes) this.#withoutContents.push(name);
    if (!node?.[1].selectionSet) return { connections: [] };
    if (edges?.[1].alias || node[1].alias)
      throw notModelled("Mutation", "bulkOperationRunQuery", "query: aliases of edges and node");
    const plan = this.node(node[0], node[1].selectionSet, depth, [], false);
    const hasId = [...this.fields(node[0], node[1].selectionSet)].some(
      ([, { name: own, alias }]) => own.value === "id" && alias === undefined,
    );
    if (plan.connections.length > 0 && !hasId) this.#withoutId.push(name);
    return plan;
  }

  /** The field `name` in the selection of another, with the type that it gives. */
  find(
    type: GraphQLCompositeType,
    field: FieldNode,
    name: string,
  ): readonly [GraphQLCompositeType, FieldNode] | undefined {
    if (!field.selectionSet) return undefined;
    for (const [parent, inner] of this.fields(type, field.selectionSet)) {
      if (inner.name.value !== name || !("getFields" in parent)) continue;
      const named = getNamedType(parent.getFields()[name]?.type);
      if (named && isCompositeType(named)) return [named, inner];
    }
    return undefined;
  }

  /** Fields with the type that they belong to, through fragments. */
  *fields(
    type: GraphQLCompositeType,
    set: SelectionSetNode,
  ): Generator<readonly [GraphQLCompositeType, FieldNode]> {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        yield [type, selection];
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragments.get(selection.name.value);
      const condition = fragment?.typeCondition?.name.value;
      const inside = condition === undefined ? type : this.#executor.version.schema.getType(condition);
      if (fragment && inside && isCompositeType(inside)) yield* this.fields(inside, fragment.selectionSet);
    }
  }
}
