import type { SearchReport, SearchWarning } from "../graph-context.ts";
import { notModelled } from "../errors.ts";
import { compileTime } from "./match-time.ts";
import { describeSearch, parseSearch } from "./parse-search.ts";
import type { SearchNode, SearchTerm } from "./parse-search.ts";
import type { SearchFilters } from "./search-filters.ts";

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

/** What a query is read against. */
export interface SearchContext {
  /** Filters that the real search takes; left out, those of the index are all there are. */
  readonly filters?: SearchFilters | undefined;
  readonly now?: number;
}

export interface SearchResult<Item> {
  readonly matches: (item: Item) => boolean;
  readonly report: Omit<SearchReport, "path"> | null;
}

/**
 * Reads a query and gives the test for it. A filter on an unknown field is left out with a warning, so that everything
 * else comes back; times without quotes lose their time of day. A filter that Shopify has and the index has not is
 * refused as not modelled.
 */
export function compileSearch<Item>(
  query: string,
  index: SearchIndex<Item>,
  context: SearchContext = {},
): SearchResult<Item> {
  const node = parseSearch(query);
  const warnings: SearchWarning[] = [];
  const matches = compile(node, { index, warnings, filters: context.filters, now: context.now ?? 0 });
  return {
    matches: matches ?? (() => true),
    report: warnings.length === 0 ? null : { query, parsed: describeSearch(node), warnings },
  };
}

type Test<Item> = (item: Item) => boolean;

interface Compilation<Item> {
  readonly index: SearchIndex<Item>;
  readonly warnings: SearchWarning[];
  readonly filters: SearchFilters | undefined;
  readonly now: number;
}

/** Undefined: the part is ignored. */
function compile<Item>(node: SearchNode, compilation: Compilation<Item>): Test<Item> | undefined {
  switch (node.kind) {
    case "and": {
      const tests = node.parts.flatMap((part) => compile(part, compilation) ?? []);
      return tests.length === 0 ? undefined : (item) => tests.every((test) => test(item));
    }
    case "or": {
      const tests = node.parts.flatMap((part) => compile(part, compilation) ?? []);
      return tests.length === 0 ? undefined : (item) => tests.some((test) => test(item));
    }
    case "not": {
      const test = compile(node.part, compilation);
      return test && ((item) => !test(item));
    }
    case "term":
      return compileTerm(node, compilation);
  }
}

function compileTerm<Item>(term: SearchTerm, compilation: Compilation<Item>): Test<Item> | undefined {
  const { index, warnings, filters, now } = compilation;
  if (term.field === null) {
    if (term.value === "" || term.value === "*") return undefined;
    return (item) => matchesWords(index.plain(item), term);
  }
  const warn = (message: string, code: string) => warnings.push({ field: term.field ?? "", message, code });
  const isMetafield = filters?.has("metafields.{namespace}.{key}") && term.field.startsWith("metafields.");
  const isListed = filters === undefined || filters.has(term.field) || isMetafield;
  const field = Object.hasOwn(index.fields, term.field) ? index.fields[term.field] : undefined;
  if (!isListed || (!field && filters === undefined)) {
    warn("Invalid search field for this query.", "invalid_field");
    return undefined;
  }
  if (!field) throw notModelled("search", term.field);
  const accepted = filters?.get(term.field)?.accepted ?? [];
  const values = valuesOf(term);
  for (const value of values)
    if (accepted.length > 0 && !accepted.includes(value.toLowerCase()))
      warn("Input `" + value + "` is not an accepted value.", "invalid_value");
  switch (field.kind) {
    case "check":
      return (item) => values.some((value) => field.of(item, value));
    case "exact":
      return (item) =>
        field.of(item).some((text) => text !== null && values.some((value) => matchesText(text, value)));
    case "words":
      return (item) => matchesWords(field.of(item), term);
    case "number":
      return compileNumber(term, field.of);
    case "time": {
      const test = compileTime(term, now, field.wholeDay ?? false);
      if (!test) {
        warn("Input `" + term.value + "` is not an accepted `date`.", "invalid_value");
        return undefined;
      }
      return (item) => {
        const value = field.of(item);
        return value !== null && test(value);
      };
    }
  }
}

/** Several values are separated by commas; one of them has to fit. */
function valuesOf({ value }: SearchTerm): readonly string[] {
  const values = value.split(",").map((part) => part.trim());
  return values.length > 1 && values.every((part) => part !== "") ? values : [value];
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

function compileNumber<Item>(term: SearchTerm, of: (item: Item) => number | bigint | null): Test<Item> {
  const [first = "", last] = term.value.split("..");
  if (last !== undefined) {
    const from = compileNumber({ ...term, operator: ":>=", value: first }, of);
    const to = compileNumber({ ...term, operator: ":<=", value: last }, of);
    return (item) => from(item) && to(item);
  }
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
