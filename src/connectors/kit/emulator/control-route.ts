/** Compares a path with a template such as `/orders/{id}/cancel`; gives the values of its parameters, or undefined. */
export function matchTemplate(template: string, path: string): Record<string, string> | undefined {
  const wanted = template.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] ?? "";
    if (!segment.startsWith("{")) {
      if (segment !== value) return undefined;
      continue;
    }
    if (value === "") return undefined;
    const decoded = decodeSegment(value);
    if (decoded === undefined) return undefined;
    parameters[segment.slice(1, -1)] = decoded;
  }
  return parameters;
}

/** Percent-decodes a path segment; undefined when it is not valid. */
export function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

/** The part of `path` below `base`, with a leading slash (`""` for the base itself), or undefined when it is elsewhere. */
export function pathBelow(base: string, path: string): string | undefined {
  if (!path.startsWith(base)) return undefined;
  const rest = path.slice(base.length);
  return rest === "" || rest.startsWith("/") ? rest : undefined;
}
