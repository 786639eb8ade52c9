import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Pair,
} from "yaml";
import type { Path, Position, Problem } from "./configuration-error.ts";

/** A parsed file: its value and where each part of it stands. */
export interface ParsedYaml {
  readonly value: unknown;
  /**
   * Where a part stands. `key`: its name, for what should not be there at all; `value`: what it says. Parts that are not there
   * answer with the nearest that contains them.
   */
  locate(path: Path, part: "key" | "value"): Position;
}

/** Aliases that repeat each other could unfold a small file into a huge one. */
const mostAliases = 100;
/** Each is looked up by a walk over the file. */
const mostAliasesOfFile = 1_000;
/** More are not told at once: whoever reads them begins with the first. */
export const mostProblems = 100;

/**
 * Parses YAML 1.2 with its core types, anchors and merge keys. A `problems` answer is complete for the syntax; its messages
 * never quote the file, since a line of it may hold a secret.
 */
export function parseYaml(text: string): ParsedYaml | { readonly problems: readonly Problem[] } {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    version: "1.2",
    schema: "core",
    merge: true,
    resolveKnownTags: false,
    // The library compares each key of a group with each; a map of thousands of SKUs would take minutes.
    uniqueKeys: false,
    strict: true,
    prettyErrors: false,
    lineCounter,
  });
  const at = (offset: number): Position => {
    const { line, col } = lineCounter.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const found = [...document.errors, ...document.warnings].slice(0, mostProblems);
  const problems = found.map((error): Problem => ({
    ...at(error.pos[0]),
    path: "",
    message: error.message.startsWith("Flow ")
      ? "a brace or bracket that was opened above is not closed before this line"
      : (syntaxMessages[error.code] ?? "this is not valid YAML"),
  }));
  for (const key of repeatedKeys(document))
    problems.push({ ...at(startOf(key) ?? 0), path: "", message: syntaxMessages["DUPLICATE_KEY"] ?? "" });
  const aliases = aliasesOf(document);
  if (aliases.length > mostAliasesOfFile) return { problems: [tooManyAliases] };
  for (const alias of aliases)
    if (alias.resolve(document) === undefined)
      problems.push({ ...at(startOf(alias) ?? 0), path: "", message: syntaxMessages["BAD_ALIAS"] ?? "" });
  if (document.directives.yaml.version !== "1.2")
    problems.push({ line: 1, column: 1, path: "", message: "only YAML 1.2 is read; remove the %YAML line" });
  if (problems.length > 0) return { problems: problems.slice(0, mostProblems) };
  try {
    return {
      value: document.toJS({ maxAliasCount: mostAliases }) as unknown,
      locate: (path, part) => at(offsetOf(document, path, part)),
    };
  } catch {
    return { problems: [tooManyAliases] };
  }
}

const tooManyAliases: Problem = {
  line: 1,
  column: 1,
  path: "",
  message: `aliases (*name) are used too often; at most ${mostAliases} times what they stand for, and ${mostAliasesOfFile} times in all`,
};

function repeatedKeys(document: Document.Parsed): readonly unknown[] {
  const repeated: unknown[] = [];
  visit(document, {
    Map: (_, map) => {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        const value: unknown = isScalar(key) ? key.value : key;
        if (seen.has(value)) repeated.push(key);
        seen.add(value);
      }
    },
  });
  return repeated;
}

function aliasesOf(document: Document.Parsed): readonly Alias[] {
  const aliases: Alias[] = [];
  visit(document, {
    Alias: (_, alias) => {
      aliases.push(alias);
    },
  });
  return aliases;
}

function offsetOf(document: Document, path: Path, part: "key" | "value"): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [index, step] of path.entries()) {
    const found = child(document, node, step);
    if (found === null) return offset;
    const wantsKey = found.key !== null && index === path.length - 1 && part === "key";
    offset = (wantsKey ? startOf(found.key) : (startOf(found.value) ?? startOf(found.key))) ?? offset;
    node = found.value;
  }
  return offset;
}

interface Child {
  readonly key: unknown;
  readonly value: unknown;
}

/** A member of a group or list; one that a merge key brings is found where it is written. */
function child(document: Document, parent: unknown, step: string | number): Child | null {
  const node = resolved(document, parent);
  if (isSeq(node)) {
    const item = typeof step === "number" ? node.items[step] : undefined;
    return item === undefined ? null : { key: null, value: item };
  }
  if (!isMap(node)) return null;
  const own = node.items.find((pair) => keyText(pair) === String(step));
  if (own !== undefined) return { key: own.key, value: own.value };
  for (const pair of node.items.filter((item) => keyText(item) === "<<").reverse()) {
    const merged = resolved(document, pair.value);
    for (const from of isSeq(merged) ? merged.items : [merged]) {
      const found = child(document, from, step);
      if (found !== null) return found;
    }
  }
  return null;
}

function resolved(document: Document, node: unknown): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

function keyText(pair: Pair): string | null {
  if (!isScalar(pair.key)) return null;
  const { value } = pair.key;
  return typeof value === "symbol" ? (value.description ?? null) : String(value);
}

function startOf(node: unknown): number | null {
  if (typeof node !== "object" || node === null || !("range" in node) || !Array.isArray(node.range))
    return null;
  const start: unknown = node.range[0];
  return typeof start === "number" ? start : null;
}

/** What the parser's findings mean, by its codes. */
const syntaxMessages: Readonly<Record<string, string>> = {
  BAD_ALIAS: "an alias (*name) stands for an anchor (&name) that is not defined above it",
  ALIAS_PROPS: "an alias (*name) cannot have a tag or an anchor of its own",
  BAD_DIRECTIVE: "this directive is not known",
  BAD_DQ_ESCAPE:
    "there is no such escape inside double quotes; write \\\\ for a backslash, or use single quotes",
  BAD_INDENT:
    "the indentation does not fit the lines above; indent members of one group equally, with spaces",
  BAD_PROP_ORDER: "an anchor or tag stands in the wrong place",
  BAD_SCALAR_START: "a value cannot begin with this character; put it in quotes",
  BLOCK_AS_IMPLICIT_KEY: "a group of keys cannot begin here; put it on the next line, indented",
  BLOCK_IN_FLOW: "inside braces or brackets, groups and lists have to be written with braces and brackets",
  COLLECTION_AS_KEY: "a key has to be a single word",
  DUPLICATE_KEY: "this key was given already in the same group",
  KEY_OVER_1024_CHARS: "a key is too long",
  MISSING_CHAR: "a character is missing here, such as a closing quote, brace or bracket, or a comma or colon",
  MULTILINE_IMPLICIT_KEY: "a key has to stand on one line",
  MULTIPLE_ANCHORS: "a value can have one anchor only",
  MULTIPLE_DOCS: "a second document begins here (---); a configuration file is one document",
  MULTIPLE_TAGS: "a value can have one tag only",
  NON_STRING_KEY: "a key has to be a word",
  TAB_AS_INDENT: "a tab stands where lines are indented; use spaces",
  TAG_RESOLVE_FAILED: "this type (a tag with !) is not known; only plain YAML 1.2 is read",
  UNEXPECTED_TOKEN: "this does not belong here",
};
