import { getNamedType, isAbstractType, isCompositeType, isLeafType, isObjectType, Kind } from "graphql";
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLField,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionNode,
} from "graphql";
import { argumentValue, isIncluded } from "../document-values.ts";
import type { ConnectionNode, CostNode, Selection } from "./cost-tree.ts";

export interface PriceInput {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Dearest that a single query may be, on every plan. Source: "GraphQL Admin API rate limits". */
export const maxQueryCost = 1000;

const freeTypes = new Set([
  "MoneyBag",
  "MoneyV2",
  "Count",
  "LocationAddress",
  "PageInfo",
  "WebhookSubscriptionEndpoint",
]);
const freeFields = new Set(["Customer.defaultAddress"]);
const leafPrices: Readonly<Record<string, number>> = {
  "Count.precision": 10,
  "Location.hasUnfulfilledOrders": 1,
};
const mutationPrices: Readonly<Record<string, number>> = {
  refundCreate: 20,
  orderCapture: 20,
  deliveryProfileUpdate: 100,
  fulfillmentTrackingInfoUpdate: 50,
};
const usualMutationPrice = 10;

/**
 * The priced parts of an operation, by the rule that fits recorded answers of a development store
 * (`airhorns/shopify-draft-proxy`, `fixtures/conformance`): a page of n costs 2 + max(1, ⌊2 ln n⌋) × (1 + node), an object
 * 1 + its fields, a list once, money and counts nothing, a mutation 10.
 */
export function priceOperation(input: PriceInput): Selection {
  const root = input.schema.getRootType(input.operation.operation);
  if (!root) return { nodes: [], branches: [] };
  const pricer = new Pricer(input);
  return pricer.selection(root, input.operation.selectionSet.selections);
}

class Pricer {
  readonly #input: PriceInput;

  constructor(input: PriceInput) {
    this.#input = input;
  }

  selection(type: GraphQLCompositeType, selections: readonly SelectionNode[]): Selection {
    const nodes: CostNode[] = [];
    const branches = new Map<string, Selection>();
    for (const selection of selections) {
      if (!isIncluded(selection, this.#input.variables)) continue;
      if (selection.kind === Kind.FIELD) {
        const node = this.field(type, selection);
        if (node) nodes.push(node);
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#input.fragments.get(selection.name.value);
      if (!fragment) continue;
      const condition = fragment.typeCondition
        ? this.#input.schema.getType(fragment.typeCondition.name.value)
        : type;
      if (!condition || !isCompositeType(condition)) continue;
      const inside = this.selection(condition, fragment.selectionSet.selections);
      const isBranch = isAbstractType(type) && isObjectType(condition);
      if (isBranch) branches.set(condition.name, merge(branches.get(condition.name), inside));
      else {
        nodes.push(...inside.nodes);
        inside.branches.forEach((branch, index) => branches.set(`${condition.name} ${index}`, branch));
      }
    }
    return { nodes, branches: [...branches.values()] };
  }

  /** Undefined: the field and everything in it costs nothing. */
  field(parent: GraphQLCompositeType, node: FieldNode): CostNode | undefined {
    const name = node.name.value;
    const field = "getFields" in parent ? parent.getFields()[name] : undefined;
    if (!field) return undefined;
    const named = getNamedType(field.type);
    const key = node.alias?.value ?? name;
    if (isLeafType(named)) {
      const own = leafPrices[`${parent.name}.${name}`];
      return own === undefined ? undefined : { kind: "leaf", key, own };
    }
    if (!isCompositeType(named) || !node.selectionSet) return undefined;
    if (named.name.endsWith("Connection")) return this.connection(named, field, node, key);
    const isMutation = parent === this.#input.schema.getMutationType();
    const inside =
      isMutation && isObjectType(named)
        ? this.payload(named, node.selectionSet.selections)
        : this.selection(named, node.selectionSet.selections);
    const isFree = freeTypes.has(named.name) || freeFields.has(`${parent.name}.${name}`);
    const own = isMutation ? (mutationPrices[name] ?? usualMutationPrice) : Number(!isFree);
    return own === 0 && isEmpty(inside) ? undefined : { kind: "object", key, own, inside };
  }

  /** The payload's direct objects and its user errors are free; what is inside them is not. */
  payload(type: GraphQLCompositeType, selections: readonly SelectionNode[]): Selection {
    const { nodes, branches } = this.selection(type, selections);
    return {
      nodes: nodes.flatMap((node): CostNode[] => {
        if (node.kind !== "object") return [node];
        return /userErrors$/i.test(node.key) || isEmpty(node.inside) ? [] : [{ ...node, own: 0 }];
      }),
      branches,
    };
  }

  connection(
    type: GraphQLCompositeType,
    field: GraphQLField<unknown, unknown>,
    node: FieldNode,
    key: string,
  ): ConnectionNode {
    const { variables } = this.#input;
    const size =
      argumentValue(field, node, "first", variables) ?? argumentValue(field, node, "last", variables);
    const lists: ConnectionNode["lists"][number][] = [];
    for (const selection of node.selectionSet?.selections ?? []) {
      if (selection.kind !== Kind.FIELD || !isIncluded(selection, variables)) continue;
      const name = selection.name.value;
      if (name !== "nodes" && name !== "edges") continue;
      const child = "getFields" in type ? type.getFields()[name] : undefined;
      const childType = child && getNamedType(child.type);
      if (!childType || !isCompositeType(childType) || !selection.selectionSet) continue;
      const inside = this.selection(childType, selection.selectionSet.selections);
      const isEdges = name === "edges";
      lists.push({
        key: selection.alias?.value ?? name,
        isEdges,
        // The edge's own `node` is the object that the page already charges.
        inside: isEdges ? { ...inside, nodes: inside.nodes.map(withoutOwnPrice) } : inside,
      });
    }
    return { kind: "connection", key, rows: typeof size === "number" ? size : 0, lists };
  }
}

function withoutOwnPrice(node: CostNode): CostNode {
  return node.kind === "object" ? { ...node, own: 0 } : node;
}

function isEmpty({ nodes, branches }: Selection): boolean {
  return nodes.length === 0 && branches.length === 0;
}

function merge(left: Selection | undefined, right: Selection): Selection {
  if (!left) return right;
  return { nodes: [...left.nodes, ...right.nodes], branches: [...left.branches, ...right.branches] };
}
