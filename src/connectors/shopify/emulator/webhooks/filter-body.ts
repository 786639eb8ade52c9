import { isRawNumber } from "./bodies/json-number.ts";
import { compileSearch } from "../graphql/search/match-search.ts";
import type { SearchField, SearchIndex } from "../graphql/search/match-search.ts";
import { parseSearch } from "../graphql/search/parse-search.ts";
import type { SearchNode } from "../graphql/search/parse-search.ts";

/** A filter must name the field of every term. Source: "Customize your webhooks with filters". */
export function isUsableFilter(filter: string): boolean {
  return termsOf(parseSearch(filter)).every((field) => field !== null);
}

function termsOf(node: SearchNode): (string | null)[] {
  if (node.kind === "term") return [node.field];
  return node.kind === "not" ? termsOf(node.part) : node.parts.flatMap(termsOf);
}

/** Whether a body passes a subscription's filter: search syntax over the body's own fields (`line_items.sku:A-1`). */
export function passesFilter(body: unknown, filter: string): boolean {
  const fields: Record<string, SearchField<unknown>> = {};
  for (const name of termsOf(parseSearch(filter))) if (name !== null) fields[name] = bodyField(name, filter);
  const index: SearchIndex<unknown> = { fields, plain: () => [] };
  return compileSearch(filter, index).matches(body);
}

function bodyField(name: string, filter: string): SearchField<unknown> {
  const usesComparison = new RegExp(`${name.replaceAll(".", "\\.")}:[<>]`).test(filter);
  if (usesComparison && name.endsWith("_at"))
    return { kind: "time", of: (body) => Date.parse(valuesAt(body, name)[0] ?? "") || null };
  if (usesComparison) return { kind: "number", of: (body) => Number(valuesAt(body, name)[0]) };
  return { kind: "exact", of: (body) => valuesAt(body, name) };
}

function valuesAt(body: unknown, path: string): string[] {
  let values: unknown[] = [body];
  for (const key of path.split("."))
    values = values.flatMap((value) => {
      const found =
        typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
      return Array.isArray(found) ? (found as unknown[]) : [found];
    });
  return values.flatMap((value) =>
    isRawNumber(value)
      ? [value.rawJSON]
      : typeof value === "string" || typeof value === "number" || typeof value === "boolean"
        ? [String(value)]
        : [],
  );
}
