import { requestedCostOf } from "./cost-tree.ts";
import type { Selection } from "./cost-tree.ts";

export interface CostField {
  readonly path: readonly string[];
  readonly definedCost: number;
  readonly requestedTotalCost: number;
  readonly requestedChildrenCost: number | null;
}

/** What `Shopify-GraphQL-Cost-Debug: 1` adds to the answer; fields that cost nothing are left out. */
export function describeCost(selection: Selection, above: readonly string[] = []): CostField[] {
  const fields = selection.nodes.flatMap((node): CostField[] => {
    const path = [...above, node.key];
    const total = requestedCostOf(node);
    const own = node.kind === "connection" ? 2 : node.own;
    const below =
      node.kind === "object"
        ? describeCost(node.inside, path)
        : node.kind === "connection"
          ? node.lists.flatMap((list) => describeCost(list.inside, [...path, list.key]))
          : [];
    const children = node.kind === "leaf" ? null : total - own;
    return [{ path, definedCost: own, requestedTotalCost: total, requestedChildrenCost: children }, ...below];
  });
  return [...fields, ...selection.branches.flatMap((branch) => describeCost(branch, above))];
}
