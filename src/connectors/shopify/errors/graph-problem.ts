import { plain } from "./status-error.ts";

/** One entry of `errors`, with only what may be shown and acted upon. */
export interface GraphProblem {
  readonly kind: ProblemKind;
  /** Keys and positions in the answer. */
  readonly path: readonly (string | number)[];
  /** `extensions.code`, or `NO_CODE`. */
  readonly code: string;
  /** For `protected`: the reason that the refusal gives. */
  readonly because: "plan" | "approval" | null;
  /** For `protected`: the type or field that is refused, as the message names it. */
  readonly refused: string | null;
  /** For `missing-scope`: the scopes of which one would do. */
  readonly scopes: readonly string[];
  /** For `internal`: Shopify's id of the call, for its support. */
  readonly requestId: string | null;
  /** For `invalid`: where the document does not fit the schema, `Order.emial`. */
  readonly at: string | null;
}

/**
 * - `throttled`: not enough points;
 * - `too-expensive`: the document asks for more than a call may;
 * - `internal`: Shopify failed;
 * - `missing-scope`: the token lacks a scope;
 * - `protected`: protected customer data is withheld by plan or approval;
 * - `cut-off`: there were too many errors, so the answer is not whole;
 * - `invalid`: anything else; our document or its variables.
 */
export type ProblemKind =
  "throttled" | "too-expensive" | "internal" | "missing-scope" | "protected" | "cut-off" | "invalid";

/** Reads an entry of `errors`. Its message is looked at and never kept: it may hold values. */
export function readProblem(entry: unknown): GraphProblem {
  const error = asObject(entry);
  const extensions = asObject(error["extensions"]);
  const message = typeof error["message"] === "string" ? error["message"] : "";
  const code = plain(extensions["code"]) ?? "NO_CODE";
  const refused = /not approved to (?:access|use) the ([A-Za-z]{1,60}) (?:object|field)/i.exec(message);
  const scopes = scopesIn(extensions["requiredAccess"] ?? message);
  const kind = kindOf(code, message, scopes);
  return {
    kind,
    path: pathOf(error["path"]),
    code,
    because: kind !== "protected" ? null : speaksOfPlans.test(message) ? "plan" : "approval",
    refused: refused?.[1] ?? null,
    scopes: kind === "missing-scope" ? scopes : [],
    requestId: plain(extensions["requestId"]),
    at: placeOf(extensions),
  };
}

const speaksOfPlans = /only available on .{0,80}plans/i;

function kindOf(code: string, message: string, scopes: readonly string[]): ProblemKind {
  if (code === "THROTTLED" || message === "Throttled") return "throttled";
  if (code === "MAX_COST_EXCEEDED") return "too-expensive";
  // Before ACCESS_DENIED: that code is also reported for protected data, which names no scope.
  if (/not approved to (access|use|subscribe)/i.test(message)) return "protected";
  if (code === "ACCESS_DENIED" || scopes.length > 0) return "missing-scope";
  if (code === "INTERNAL_SERVER_ERROR" || code === "TIMEOUT") return "internal";
  if (/^too many execution errors/i.test(message)) return "cut-off";
  return "invalid";
}

/** Scopes that a refusal names: "Required access: `read_orders` access scope or …". */
function scopesIn(text: unknown): readonly string[] {
  if (typeof text !== "string" || !/required? access|access scope/i.test(text)) return [];
  return [...text.matchAll(/`((?:read|write)_[a-z_]{2,60})`/g)].flatMap(([, scope]) => scope ?? []);
}

function placeOf(extensions: Readonly<Record<string, unknown>>): string | null {
  const [type, field] = [plain(extensions["typeName"]), plain(extensions["fieldName"])];
  if (type !== null && field !== null) return `${type}.${field}`;
  return type ?? field ?? plain(extensions["argumentName"]) ?? plain(extensions["variableName"]);
}

function pathOf(path: unknown): readonly (string | number)[] {
  if (!Array.isArray(path)) return [];
  return path.map((key: unknown) => (typeof key === "number" ? key : (plain(key) ?? "?")));
}

/** An object's properties, or none for anything that is no object. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** Where the problem is, without positions: `nodes.email`. */
export function fieldPath(problem: GraphProblem): string {
  const keys = problem.path.filter((key) => typeof key === "string");
  return keys.length === 0 ? "the whole answer" : keys.join(".");
}
