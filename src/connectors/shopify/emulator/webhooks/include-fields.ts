/**
 * Keeps only the named fields of a body; a dot goes into objects and into each object of a list (`line_items.sku`).
 * Names that the body has not are ignored. Source: "Modify the payload of webhooks".
 */
export function includeFields(body: unknown, paths: readonly string[]): unknown {
  return paths.length === 0 ? body : pick(body, treeOf(paths));
}

/** Null: everything below. */
type Tree = Map<string, Tree | null>;

function treeOf(paths: readonly string[]): Tree {
  const root: Tree = new Map();
  for (const path of paths) {
    let branch: Tree = root;
    const keys = path.split(".");
    for (const [index, key] of keys.entries()) {
      const known = branch.get(key);
      if (known === null) break;
      if (index === keys.length - 1) branch.set(key, null);
      else branch.set(key, (branch = known ?? new Map()));
    }
  }
  return root;
}

function pick(value: unknown, tree: Tree): unknown {
  if (Array.isArray(value)) return value.map((item) => pick(item, tree));
  if (typeof value !== "object" || value === null) return value;
  const picked: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) {
    const below = tree.get(key);
    if (below === null) picked[key] = part;
    else if (below) picked[key] = pick(part, below);
  }
  return picked;
}
