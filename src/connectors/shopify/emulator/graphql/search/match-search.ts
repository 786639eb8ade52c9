import type { SearchReport, SearchWarning } from "../graph-context.ts";
import { describeSearch, parseSearch } from "./parse-search.ts";
import type { SearchNode, SearchTerm } from "./parse-search.ts";

/** How a field of the index compares. */
export type SearchField<Item> =
  | { readonly kind: "exact" | "words"; readonly of: (item: Item) => readonly (string | null)[] }
  | { readonly kind: "number"; readonly of: (item: Item) => number | bigint | null }
  /** `wholeDay`: nothing finer than a day is looked at. */
  | { readonly kind: "time"; readonly of: (item: Item) => number | null; readonly wholeDay?: boolean }
  | { readonly kind: "check"; readonly of: (item: Item, value: string) => boolean };

export interface SearchIndex<Item> {
  readonly fields: Readonly<Record<string, SearchField<Item>>>;
  /** What plain words look at. */
  readonly plain: (item: Item) => readonly (string | null)[];
}

export interface SearchResult<Item> {
  readonly matches: (item: Item) => boolean;
  readonly report: Omit<SearchReport, "path"> | null;
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Reads a query and gives the test for it. A filter on an unknown field is left out with a warning, so that everything
 * else comes back; times without quotes lose their time of day.
 */
export function compileSearch<Item>(query: string, index: SearchIndex<Item>): SearchResult<Item> {
  const node = parseSearch(query);
  const warnings: SearchWarning[] = [];
  const matches = compile(node, index, warnings);
  return {
    matches: matches ?? (() => true),
    report: warnings.length === 0 ? null : { query, parsed: describeSearch(node), warnings },
  };
}

type Test<Item> = (item: Item) => boolean;

/** Undefined: the part is ignored. */
function compile<Item>(
  node: SearchNode,
  index: SearchIndex<Item>,
  warnings: SearchWarning[],
): Test<Item> | undefined {
  switch (node.kind) {
    case "and": {
      const tests = node.parts.flatMap((part) => compile(part, index, warnings) ?? []);
      return tests.length === 0 ? undefined : (item) => tests.every((test) => test(item));
    }
    case "or": {
      const tests = node.parts.flatMap((part) => compile(part, index, warnings) ?? []);
      return tests.length === 0 ? undefined : (item) => tests.some((test) => test(item));
    }
    case "not": {
      const test = compile(node.part, index, warnings);
      return test && ((item) => !test(item));
    }
    case "term":
      return compileTerm(node, index, warnings);
  }
}

function compileTerm<Item>(
  term: SearchTerm,
  index: SearchIndex<Item>,
  warnings: SearchWarning[],
): Test<Item> | undefined {
  if (term.field === null) {
    if (term.value === "" || term.value === "*") return undefined;
    return (item) => matchesWords(index.plain(item), term);
  }
  const field = Object.hasOwn(index.fields, term.field) ? index.fields[term.field] : undefined;
  if (!field) {
    warnings.push({
      field: term.field,
      message: "Invalid search field for this query.",
      code: "invalid_field",
    });
    return undefined;
  }
  switch (field.kind) {
    case "check":
      return (item) => field.of(item, term.value);
    case "exact":
      return (item) => field.of(item).some((text) => text !== null && matchesText(text, term.value));
    case "words":
      return (item) => matchesWords(field.of(item), term);
    case "number":
      return compileNumber(term, field.of);
    case "time":
      return compileTime(term, field.of, field.wholeDay ?? false, warnings);
  }
}

function matchesText(text: string, wanted: string): boolean {
  const left = text.toLowerCase();
  const right = wanted.toLowerCase();
  if (right === "*") return true;
  return right.endsWith("*") ? left.startsWith(right.slice(0, -1)) : left === right;
}

/** Tokenised comparison: every word of the wanted text is a word of the field; quotes ask for the whole text. */
function matchesWords(texts: readonly (string | null)[], term: SearchTerm): boolean {
  if (term.quoted) return texts.some((text) => text !== null && matchesText(text, term.value));
  const words = texts.flatMap((text) => (text === null ? [] : wordsOf(text)));
  if (term.value.endsWith("*")) {
    const start = term.value.slice(0, -1).toLowerCase();
    return (
      words.some((word) => word.startsWith(start)) ||
      texts.some((text) => text?.toLowerCase().startsWith(start))
    );
  }
  return wordsOf(term.value).every((wanted) => words.includes(wanted));
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}_]+/u)
    .filter((word) => word !== "");
}

function compileNumber<Item>(
  term: SearchTerm,
  of: (item: Item) => number | bigint | null,
): Test<Item> | undefined {
  if (!/^-?\d+(\.\d+)?$/.test(term.value)) return () => false;
  const wanted = term.value.includes(".") ? Number(term.value) : BigInt(term.value);
  return (item) => {
    const value = of(item);
    return value !== null && compares(value, term.operator, wanted);
  };
}

function compares(
  value: number | bigint,
  operator: SearchTerm["operator"],
  wanted: number | bigint,
): boolean {
  switch (operator) {
    case ":":
      return value == wanted;
    case ":>":
      return value > wanted;
    case ":>=":
      return value >= wanted;
    case ":<":
      return value < wanted;
    case ":<=":
      return value <= wanted;
  }
}

function compileTime<Item>(
  term: SearchTerm,
  of: (item: Item) => number | null,
  wholeDay: boolean,
  warnings: SearchWarning[],
): Test<Item> | undefined {
  const text = term.quoted ? term.value : (/^[^:]*/.exec(term.value)?.[0] ?? "");
  const day = /^(\d{4}-\d{2}-\d{2})(T\d{2})?$/.exec(text)?.[1];
  const at = day === undefined ? Date.parse(text) : Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(at)) {
    warnings.push({
      field: term.field ?? "",
      message: "Input `" + term.value + "` is not an accepted `date`.",
      code: "invalid_value",
    });
    return undefined;
  }
  if (day === undefined && !wholeDay) {
    return (item) => {
      const value = of(item);
      return value !== null && compares(Math.floor(value / 1000) * 1000, term.operator, at);
    };
  }
  const start = Math.floor(at / dayMs) * dayMs;
  const end = start + dayMs;
  return (item) => {
    const value = of(item);
    if (value === null) return false;
    switch (term.operator) {
      case ":":
        return value >= start && value < end;
      case ":>":
      case ":>=":
        return value >= start;
      case ":<":
        return wholeDay ? value < end : value < start;
      case ":<=":
        return value < end;
    }
  };
}
