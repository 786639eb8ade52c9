/** Where the connections of a node lie: response keys that lead to each, and the same for their own nodes. */
export interface NodePlan {
  readonly connections: readonly { readonly path: readonly string[]; readonly node: NodePlan }[];
}

/** A line of the file with those that follow from it, one list per connection. */
export interface Family {
  readonly line: string;
  readonly children: readonly (readonly Family[])[];
}

type Result = Record<string, unknown>;

/**
 * A node of an answer as lines: nodes of its connections become lines of their own that name their parent. Takes the
 * connections out of `node`.
 */
export function flattenNode(node: Result, plan: NodePlan, parentId: unknown): Family {
  const children: (readonly Family[])[] = [];
  for (const { path, node: inner } of plan.connections) {
    const holder = holderOf(node, path);
    const key = path[path.length - 1];
    if (!holder || key === undefined || !(key in holder)) continue;
    const connection = holder[key] as { readonly edges: readonly { readonly node: Result }[] } | null;
    delete holder[key];
    if (connection) children.push(connection.edges.map((edge) => flattenNode(edge.node, inner, node["id"])));
  }
  if (parentId !== null) node["__parentId"] = parentId;
  return { line: JSON.stringify(node), children };
}

function holderOf(node: Result, path: readonly string[]): Result | null {
  let at: unknown = node;
  for (const key of path.slice(0, -1)) {
    if (typeof at !== "object" || at === null) return null;
    at = (at as Result)[key];
  }
  return typeof at === "object" && at !== null ? (at as Result) : null;
}
