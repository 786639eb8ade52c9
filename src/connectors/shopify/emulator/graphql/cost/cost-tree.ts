/**
 * The priced parts of an operation. Fields that cost nothing are not in it, so that pricing an answer touches only what
 * has a price.
 */
export type CostNode = ObjectNode | ConnectionNode | LeafNode;

interface Keyed {
  /** Name in the answer: the alias, or the field's own. */
  readonly key: string;
}

/** An object or a plain list of objects; a list is charged once whatever its length. */
export interface ObjectNode extends Keyed {
  readonly kind: "object";
  readonly own: number;
  readonly inside: Selection;
}

export interface ConnectionNode extends Keyed {
  readonly kind: "connection";
  /** `first` or `last` of the call. */
  readonly rows: number;
  /** One entry for `nodes` and one for `edges`: who asks for both pays twice. */
  readonly lists: readonly {
    readonly key: string;
    readonly isEdges: boolean;
    readonly inside: Selection;
  }[];
}

/** A scalar with a price. */
export interface LeafNode extends Keyed {
  readonly kind: "leaf";
  readonly own: number;
}

export interface Selection {
  readonly nodes: readonly CostNode[];
  /** Parts for single types of an interface or union; the dearest counts. */
  readonly branches: readonly Selection[];
}

/** Price of a page of `rows` rows, per unit of what one row costs. */
export function pageFactor(rows: number): number {
  return rows <= 0 ? 0 : Math.max(1, Math.floor(2 * Math.log(rows)));
}

/** What a call asks for before it runs. */
export function requestedCost(selection: Selection): number {
  let cost = 0;
  for (const node of selection.nodes) cost += requestedCostOf(node);
  let dearest = 0;
  for (const branch of selection.branches) dearest = Math.max(dearest, requestedCost(branch));
  return cost + dearest;
}

export function requestedCostOf(node: CostNode): number {
  if (node.kind === "leaf") return node.own;
  if (node.kind === "object") return node.own + requestedCost(node.inside);
  const factor = pageFactor(node.rows);
  if (factor === 0) return connectionCost;
  return node.lists.reduce(
    (sum, list) => sum + factor * (1 + requestedCost(list.inside)),
    connectionCost + (node.lists.length === 0 ? factor : 0),
  );
}

const connectionCost = 2;

/** What an answer cost: the same prices with the rows that came back. `parents` are the objects that hold the fields. */
export function actualCost(selection: Selection, parents: readonly unknown[]): number {
  if (parents.length === 0) return 0;
  let cost = 0;
  for (const node of selection.nodes) cost += actualCostOf(node, parents);
  let dearest = 0;
  for (const branch of selection.branches) dearest = Math.max(dearest, actualCost(branch, parents));
  return cost + dearest;
}

function actualCostOf(node: CostNode, parents: readonly unknown[]): number {
  const { found, isAnswered } = collect(parents, node.key);
  if (!isAnswered) return 0;
  if (node.kind === "leaf") return node.own;
  if (node.kind === "object") return node.own + actualCost(node.inside, found);
  if (found.length === 0) return connectionCost;
  let cost = connectionCost;
  for (const list of node.lists) {
    const rows = Math.max(...found.map((connection) => lengthOf(connection, list.key)));
    if (rows > 0) cost += pageFactor(rows) * (1 + actualCost(list.inside, collect(found, list.key).found));
    else if (!list.isEdges) cost += pageFactor(Math.min(node.rows, emptyPageRows));
  }
  return cost + (node.lists.length === 0 ? pageFactor(node.rows) : 0);
}

/** Recorded answers charge an empty list of nodes like a page of at most so many. */
const emptyPageRows = 5;

function lengthOf(connection: unknown, key: string): number {
  const list = (connection as Record<string, unknown>)[key];
  return Array.isArray(list) ? list.length : 0;
}

/** The objects below `key`; `isAnswered` is false when no parent has the key, as for another type of a union. */
function collect(
  parents: readonly unknown[],
  key: string,
): { readonly found: readonly unknown[]; readonly isAnswered: boolean } {
  const found: unknown[] = [];
  let isAnswered = false;
  for (const parent of parents) {
    const value = (parent as Record<string, unknown>)[key];
    if (value === undefined) continue;
    isAnswered = true;
    if (Array.isArray(value)) found.push(...(value.flat() as unknown[]).filter((item) => item !== null));
    else if (value !== null) found.push(value);
  }
  return { found, isAnswered };
}
