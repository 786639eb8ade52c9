import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Where each stable code stands in the source, by code. */
export type CodePlaces = ReadonlyMap<string, readonly string[]>;

/** Sources that make nothing a user meets: stand-ins of outside systems, tests, generated types. */
const leftOut =
  /\/(emulator|generated|test|testing)\/|\.test\.ts$|\/test-[^/]*\.ts$|shopify\/system\/wanted-topics\.ts$/;

/** What is written like a code and is none. A new name of this kind has to be put here, or into the catalogue. */
const noCodes: Readonly<Record<string, string>> = {
  "environment variables":
    "DATABASE_URL LOG_LEVEL NO_COLOR SANDBOX_PORT SANDBOX_SEED WAYBILL_DATA WAYBILL_PUBLIC_URL WAYBILL_SECRET_KEY WAYBILL_SWEEP_SECONDS WAYBILL_TOKEN",
  "states of Shopify's orders": "PARTIALLY_FULFILLED PARTIALLY_PAID PARTIALLY_REFUNDED",
  "what becomes of goods that Shopify refunds": "LEGACY_RESTOCK NO_RESTOCK",
  "states of consent in Shopify": "NOT_SUBSCRIBED",
  "errors of Shopify's API":
    "ACCESS_DENIED INTERNAL_SERVER_ERROR MAX_COST_EXCEEDED NO_CODE THROTTLED TIMEOUT",
  "errors of the operating system, of Node and of TLS":
    "EEXIST ENOENT ENOSPC ENOTEMPTY EPERM EPIPE CERT_HAS_EXPIRED DEPTH_ZERO_SELF_SIGNED_CERT EAI_AGAIN ERR_TLS_CERT_ALTNAME_INVALID UNABLE_TO_VERIFY_LEAF_SIGNATURE UND_ERR_CONNECT_TIMEOUT EADDRINUSE",
  "discounts of the sandbox's shoppers": "SPRING15 WELCOME10",
  "errors of the YAML parser, told in words": "BAD_ALIAS DUPLICATE_KEY",
  "a file of PostgreSQL": "PG_VERSION",
  "names under which a decision is remembered": "LEAVE_OUT ORDER_BASIS SALES_ORDER_ACCEPTED SILENCE",
  "how a counterpart was recognised; kept with the match and not shown":
    "BY_CUSTOMER_CODE BY_EMAIL BY_LINK BY_ORDER_NUMBER BY_REFERENCE SEVERAL_WITH_EMAIL",
};

/** Codes that are put together when they are used: the template, and what fills its gap in the same file. */
const fillings: Readonly<Record<string, readonly string[]>> = {
  "ORDER_${word}_EXCLUDED": ["TAG", "SOURCE", "LOCATION"],
  "ORDER_${word}_NOT_INCLUDED": ["TAG", "SOURCE", "LOCATION"],
};

const withUnderscore = /"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)"/g;
/** Errors that have their code in front: `PORT_TAKEN: port 7420 …`. */
const inFront = /["`]([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+): /g;
/** Where a word of capitals alone is a code too. */
const positions = /(?:\bcode:|[cC]ode =|#note\(|Error\()((?:[^,;(){}]|\([^()]*\))*)/g;
const word = /"([A-Z][A-Z0-9]{3,})"/g;
const template = /\bcode:\s*`([^`]*\$\{[^`]+)`/g;

/** Reads every source file and finds the codes in it. Throws for a template of which the gap's words are not known. */
export function codesOfSource(): CodePlaces {
  const none = new Set(Object.values(noCodes).flatMap((names) => names.split(" ")));
  const places = new Map<string, string[]>();
  for (const file of sourceFiles()) {
    const text = withoutComments(readFileSync(join(root, file), "utf8"));
    for (const code of codesIn(text, file))
      if (!none.has(code)) places.set(code, [...(places.get(code) ?? []), file]);
  }
  return places;
}

/** Names that are said to be no codes, and that no source file has any more. */
export function staleExceptions(): readonly string[] {
  const all = sourceFiles()
    .map((file) => readFileSync(join(root, file), "utf8"))
    .join("\n");
  return Object.values(noCodes)
    .flatMap((names) => names.split(" "))
    .filter((name) => !all.includes(`"${name}"`));
}

function codesIn(text: string, file: string): ReadonlySet<string> {
  const found = [
    ...all(text, withUnderscore),
    ...all(text, inFront),
    ...all(text, positions).flatMap((expression) => all(expression, word)),
    ...all(text, template).flatMap((code) => filled(code, text, file)),
  ];
  return new Set(found);
}

function filled(code: string, text: string, file: string): readonly string[] {
  const words = fillings[code];
  if (words === undefined) throw new Error(`${file}: nobody knows what fills \`${code}\``);
  for (const one of words)
    if (!text.includes(`"${one}"`)) throw new Error(`${file}: "${one}" fills \`${code}\` no more`);
  return words.map((one) => code.replace(/\$\{[^}]+\}/, one));
}

function all(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].flatMap(([, part]) => part ?? []);
}

/** A source file's text without its comments. They stand on lines of their own here. */
export function withoutComments(text: string): string {
  return text
    .split("\n")
    .filter((line) => !/^\s*(\/\/|\/\*|\*)/.test(line))
    .join("\n");
}

/** Files that make something a user meets, by path from the root. */
export function sourceFiles(): readonly string[] {
  return readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !leftOut.test(`/${file}`))
    .sort();
}
