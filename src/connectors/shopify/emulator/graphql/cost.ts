import { getNamedType, isAbstractType, isCompositeType, isLeafType, isObjectType } from "graphql";
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLField,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionNode,
} from "graphql";
import { argumentValue, isIncluded } from "./document-values.ts";

export interface CostField {
  readonly path: readonly string[];
  readonly definedCost: number;
  readonly requestedTotalCost: number;
  readonly requestedChildrenCost: number;
}

export interface CostInput {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The answer, to work out the actual cost; left out for the requested one. */
  readonly data?: unknown;
  /** Collects the cost of each field. */
  readonly fields?: CostField[];
}

/** Dearest that a single query may be, on every plan. */
export const maxQueryCost = 1000;

const freeTypes = new Set(["MoneyBag", "MoneyV2", "Count", "LocationAddress", "PageInfo"]);
const freeFields = new Set(["Customer.defaultAddress"]);
const leafCosts: Readonly<Record<string, number>> = {
  "Count.precision": 10,
  "Location.hasUnfulfilledOrders": 1,
};
const mutationCosts: Readonly<Record<string, number>> = {
  refundCreate: 20,
  orderCapture: 20,
  deliveryProfileUpdate: 100,
};

/**
 * Cost of an operation by the rule that fits recorded answers of a development store
 * (`airhorns/shopify-draft-proxy`, `fixtures/conformance`): a page of n costs 2 + max(1, ⌊2 ln n⌋) × (1 + node), an object 1 +
 * its fields, a list once, money and counts nothing, a mutation 10. With `data` the number of rows that came back is used.
 */
export function queryCost(input: CostInput): number {
  const root = input.schema.getRootType(input.operation.operation);
  if (!root) return 1;
  const walker = new CostWalker(input);
  const values = input.data === undefined ? undefined : [input.data];
  return Math.max(1, walker.selection(root, input.operation.selectionSet.selections, values, []));
}

/** Price of a page of n rows, per unit of what one row costs. */
export function pageFactor(rows: number): number {
  return rows <= 0 ? 0 : Math.max(1, Math.floor(2 * Math.log(rows)));
}

class CostWalker {
  readonly #input: CostInput;

  constructor(input: CostInput) {
    this.#input = input;
  }

  selection(
    type: GraphQLCompositeType,
    selections: readonly SelectionNode[],
    values: readonly unknown[] | undefined,
    path: readonly string[],
  ): number {
    let cost = 0;
    const branches = new Map<string, number>();
    for (const selection of selections) {
      if (!isIncluded(selection, this.#input.variables)) continue;
      if (selection.kind === "Field") {
        cost += this.field(type, selection, values, path);
        continue;
      }
      const fragment =
        selection.kind === "InlineFragment" ? selection : this.#input.fragments.get(selection.name.value);
      if (!fragment) continue;
      const condition = fragment.typeCondition
        ? this.#input.schema.getType(fragment.typeCondition.name.value)
        : type;
      if (!condition || !isCompositeType(condition)) continue;
      const inside = this.selection(condition, fragment.selectionSet.selections, values, path);
      if (isAbstractType(type) && isObjectType(condition) && condition !== (type as unknown))
        branches.set(condition.name, (branches.get(condition.name) ?? 0) + inside);
      else cost += inside;
    }
    return cost + Math.max(0, ...branches.values());
  }

  field(
    parent: GraphQLCompositeType,
    node: FieldNode,
    values: readonly unknown[] | undefined,
    path: readonly string[],
  ): number {
    const name = node.name.value;
    const field = "getFields" in parent ? parent.getFields()[name] : undefined;
    if (!field) return 0;
    const named = getNamedType(field.type);
    if (isLeafType(named)) return leafCosts[`${parent.name}.${name}`] ?? 0;
    if (!isCompositeType(named) || !node.selectionSet) return 0;
    const key = node.alias?.value ?? name;
    const below = [...path, key];
    const found = values && collect(values, key);
    const own = { defined: 0, children: 0, total: 0 };
    if (parent === this.#input.schema.getMutationType()) {
      own.defined = mutationCosts[name] ?? 10;
      own.children = isObjectType(named)
        ? this.payload(named, node.selectionSet.selections, found, below)
        : 0;
      own.total = own.defined + own.children;
    } else if (named.name.endsWith("Connection")) {
      own.total = this.connection(named, field, node, found, below);
      own.defined = 2;
      own.children = own.total - 2;
    } else {
      own.children =
        found?.length === 0 ? 0 : this.selection(named, node.selectionSet.selections, found, below);
      const isFree =
        freeTypes.has(named.name) || freeFields.has(`${parent.name}.${name}`) || found?.length === 0;
      own.defined = isFree ? 0 : 1;
      own.total = own.defined + own.children;
    }
    this.#input.fields?.push({
      path: below,
      definedCost: own.defined,
      requestedTotalCost: own.total,
      requestedChildrenCost: own.children,
    });
    return own.total;
  }

  /** The payload's direct objects and its user errors are free; what is inside them is not. */
  payload(
    type: GraphQLCompositeType,
    selections: readonly SelectionNode[],
    values: readonly unknown[] | undefined,
    path: readonly string[],
  ): number {
    let cost = 0;
    for (const selection of selections) {
      if (selection.kind !== "Field" || !isIncluded(selection, this.#input.variables)) continue;
      const field = "getFields" in type ? type.getFields()[selection.name.value] : undefined;
      if (!field || /userErrors$/i.test(selection.name.value)) continue;
      const named = getNamedType(field.type);
      if (!isCompositeType(named) || !selection.selectionSet) continue;
      if (named.name.endsWith("Connection")) cost += this.field(type, selection, values, path);
      else {
        const key = selection.alias?.value ?? selection.name.value;
        cost += this.selection(named, selection.selectionSet.selections, values && collect(values, key), [
          ...path,
          key,
        ]);
      }
    }
    return cost;
  }

  connection(
    type: GraphQLCompositeType,
    field: GraphQLField<unknown, unknown>,
    node: FieldNode,
    found: readonly unknown[] | undefined,
    path: readonly string[],
  ): number {
    const rows = found
      ? Math.max(0, ...found.map(rowsOf))
      : (numberArgument(field, node, "first", this.#input.variables) ??
        numberArgument(field, node, "last", this.#input.variables) ??
        0);
    const factor = pageFactor(rows);
    if (factor === 0) return 2;
    const charges: number[] = [];
    for (const selection of node.selectionSet?.selections ?? []) {
      if (selection.kind !== "Field" || !isIncluded(selection, this.#input.variables)) continue;
      const name = selection.name.value;
      if (name !== "nodes" && name !== "edges") continue;
      const child = "getFields" in type ? type.getFields()[name] : undefined;
      const childType = child && getNamedType(child.type);
      if (!childType || !isCompositeType(childType) || !selection.selectionSet) continue;
      const values = found && collect(found, selection.alias?.value ?? name);
      const inside = this.selection(childType, selection.selectionSet.selections, values, [...path, name]);
      // The edge's own `node` is the object that the page already charges.
      charges.push(name === "nodes" ? inside : Math.max(0, inside - 1));
    }
    if (charges.length === 0) charges.push(0);
    return charges.reduce((sum, inside) => sum + factor * (1 + inside), 2);
  }
}

function numberArgument(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  name: string,
  variables: Readonly<Record<string, unknown>>,
): number | undefined {
  const value = argumentValue(field, node, name, variables);
  return typeof value === "number" ? value : undefined;
}

function collect(values: readonly unknown[], key: string): unknown[] {
  return values.flatMap((value) => {
    const found =
      typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
    return (Array.isArray(found) ? (found as unknown[]).flat() : [found]).filter(
      (item) => item !== null && item !== undefined,
    );
  });
}

function rowsOf(connection: unknown): number {
  const { nodes, edges } = connection as { nodes?: unknown; edges?: unknown };
  return Math.max(Array.isArray(nodes) ? nodes.length : 0, Array.isArray(edges) ? edges.length : 0);
}
