import { z } from "zod";
import type { Configuration } from "#engine/use-cases/hub.ts";
import { pathText, type Path } from "./configuration-error.ts";
import { closest } from "./closest.ts";

const group = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((value) => value ?? {});

/** Names stand in addresses, in names of lanes and on command lines. */
const name = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
    "has to be letters, digits, `.`, `_` or `-`, at most 63, beginning with a letter or digit",
  );

const store = z.strictObject({
  name,
  domain: z
    .string()
    .regex(
      /^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?$/,
      "has to be a domain, such as acme.myshopify.com, without https://",
    ),
  apiVersion: z.string().optional(),
  auth: z.record(z.string(), z.string()),
  baseUrl: z
    .url({ protocol: /^https?$/, error: "has to be an address that begins with http:// or https://" })
    .optional(),
});

const connection = z.strictObject({
  name,
  store: z.string(),
  connector: z.string(),
  preset: z.enum(["documented", "recommended"]).default("recommended"),
  credentials: group,
  settings: group,
});

const file = z.strictObject({
  stores: z
    .array(store)
    .nullish()
    .transform((value) => value ?? []),
  connections: z
    .array(connection)
    .nullish()
    .transform((value) => value ?? []),
});

/** Keys by the path they may stand at, with positions left out. */
const knownKeys: Readonly<Record<string, readonly string[]>> = {
  "": Object.keys(file.shape),
  stores: Object.keys(store.shape),
  connections: Object.keys(connection.shape),
};

export interface ShapeProblem {
  readonly path: Path;
  readonly message: string;
  /** Whether the key itself is the trouble. */
  readonly part: "key" | "value";
}

/** Checks keys and types of a whole file; answers everything that is wrong at once. */
export function checkShape(value: unknown): Configuration | { readonly problems: readonly ShapeProblem[] } {
  const checked = file.safeParse(value);
  if (checked.success) return checked.data as Configuration;
  return {
    problems: checked.error.issues.flatMap((issue): readonly ShapeProblem[] => {
      const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
      if (issue.code === "unrecognized_keys")
        return issue.keys.map((key) => ({
          path: [...path, key],
          message: unknownKey(path, key),
          part: "key",
        }));
      const last = path.at(-1);
      const what = last === undefined ? "the file" : typeof last === "number" ? "this entry" : `\`${last}\``;
      return [{ path, part: "value", message: `${what} ${complaint(issue, at(value, path))}` }];
    }),
  };
}

function complaint(issue: z.core.$ZodIssue, found: unknown): string {
  if (issue.code === "invalid_type") {
    const expected = words[issue.expected] ?? issue.expected;
    return found === undefined
      ? `is missing; it has to be ${expected}`
      : `has to be ${expected}, not ${kindOf(found)}`;
  }
  if (issue.code === "invalid_value")
    return `has to be ${issue.values.map(String).join(" or ")}${found === undefined ? "; it is missing" : ""}`;
  return issue.message;
}

function unknownKey(path: Path, key: string): string {
  const known = knownKeys[pathText(path.filter((part) => typeof part === "string"))] ?? [];
  const meant = closest(key, known);
  return `the key \`${key}\` is not known here${meant === null ? `; known are ${known.join(", ")}` : `; did you mean \`${meant}\`?`}`;
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inside, part) =>
      typeof inside === "object" && inside !== null
        ? (inside as Record<string | number, unknown>)[part]
        : undefined,
    value,
  );
}

const words: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  boolean: "true or false",
  array: "a list (lines that begin with `-`)",
  object: "a group of keys",
  record: "a group of keys",
};

function kindOf(value: unknown): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "number") return "a number (put it in quotes)";
  if (typeof value === "boolean") return "true or false (put it in quotes)";
  return words[typeof value] ?? typeof value;
}
