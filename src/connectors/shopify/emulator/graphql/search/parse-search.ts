/** A query in Shopify's search syntax, read. Source: "Shopify API search syntax". */
export type SearchNode =
  | { readonly kind: "and" | "or"; readonly parts: readonly SearchNode[] }
  | { readonly kind: "not"; readonly part: SearchNode }
  | SearchTerm;

export interface SearchTerm {
  readonly kind: "term";
  /** Null for plain words. */
  readonly field: string | null;
  readonly operator: ":" | ":>" | ":>=" | ":<" | ":<=";
  readonly value: string;
  /** Without quotes a time loses everything from its first colon on. */
  readonly quoted: boolean;
}

type Token = { readonly kind: "(" | ")" | "OR" | "AND" | "NOT" } | SearchTerm;

export function parseSearch(query: string): SearchNode {
  const tokens = tokenize(query);
  let at = 0;

  const parseOr = (): SearchNode => {
    const parts = [parseAnd()];
    while (tokens[at]?.kind === "OR") {
      at += 1;
      parts.push(parseAnd());
    }
    return parts.length === 1 && parts[0] ? parts[0] : { kind: "or", parts };
  };

  const parseAnd = (): SearchNode => {
    const parts: SearchNode[] = [];
    for (let token = tokens[at]; token && token.kind !== ")" && token.kind !== "OR"; token = tokens[at]) {
      if (token.kind === "AND") at += 1;
      else parts.push(parseUnary());
    }
    return parts.length === 1 && parts[0] ? parts[0] : { kind: "and", parts };
  };

  const parseUnary = (): SearchNode => {
    const token = tokens[at];
    at += 1;
    if (!token) return { kind: "and", parts: [] };
    if (token.kind === "NOT") return { kind: "not", part: parseUnary() };
    if (token.kind === "(") {
      const inside = parseOr();
      if (tokens[at]?.kind === ")") at += 1;
      return inside;
    }
    return token.kind === "term" ? token : { kind: "and", parts: [] };
  };

  const parts: SearchNode[] = [];
  while (at < tokens.length) {
    parts.push(parseOr());
    if (tokens[at]?.kind === ")") at += 1;
  }
  return parts.length === 1 && parts[0] ? parts[0] : { kind: "and", parts };
}

const fieldPattern = /([A-Za-z_][\w.]*):\s*(>=|<=|>|<)?/y;

function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < query.length) {
    const char = query[at] ?? "";
    if (/\s/.test(char)) {
      at += 1;
    } else if (char === "(" || char === ")") {
      tokens.push({ kind: char });
      at += 1;
    } else if (char === "-" && /[\w("']/.test(query[at + 1] ?? "")) {
      tokens.push({ kind: "NOT" });
      at += 1;
    } else {
      fieldPattern.lastIndex = at;
      const match = fieldPattern.exec(query);
      if (match) at = fieldPattern.lastIndex;
      const { value, quoted, end } = readValue(query, at);
      at = Math.max(end, at + (match ? 0 : 1));
      if (!match && !quoted && (value === "OR" || value === "AND" || value === "NOT")) {
        tokens.push({ kind: value });
        continue;
      }
      tokens.push({
        kind: "term",
        field: match?.[1] ?? null,
        operator: `:${match?.[2] ?? ""}` as SearchTerm["operator"],
        value,
        quoted,
      });
    }
  }
  return tokens;
}

function readValue(query: string, start: number): { value: string; quoted: boolean; end: number } {
  let at = start;
  while (query[at] === " ") at += 1;
  const quote = query[at];
  if (quote === '"' || quote === "'") {
    let value = "";
    for (at += 1; at < query.length && query[at] !== quote; at += 1) {
      if (query[at] === "\\" && at + 1 < query.length) at += 1;
      value += query[at] ?? "";
    }
    return { value, quoted: true, end: at + 1 };
  }
  const match = /^[^\s()]*/.exec(query.slice(at));
  const raw = match?.[0] ?? "";
  return { value: raw.replace(/\\(.)/g, "$1"), quoted: false, end: at + raw.length };
}

/** The query as `extensions.search[].parsed` shows it. */
export function describeSearch(node: SearchNode): unknown {
  switch (node.kind) {
    case "and":
    case "or":
      return { [node.kind]: node.parts.map(describeSearch) };
    case "not":
      return { not: describeSearch(node.part) };
    case "term":
      return { field: node.field ?? "default", ...matchOf(node) };
  }
}

const comparisonNames = {
  ":>": "range_gt",
  ":>=": "range_gte",
  ":<": "range_lt",
  ":<=": "range_lte",
} as const;

function matchOf(term: SearchTerm): Record<string, string> {
  return { [term.operator === ":" ? "match_all" : comparisonNames[term.operator]]: term.value };
}
