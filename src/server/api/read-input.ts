import type { z } from "zod";
import { pointerOf, RequestError, type ProblemError } from "../problem.ts";

type Where = "path" | "query" | "body";

const deepest = 32;

/** Checks a part of a request. Throws `RequestError` 400 that names every field that is wrong or unknown. */
export function readInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  where: Where,
): z.output<Schema> {
  const unstorable =
    where === "body" ? findUnstorable(value, [], 0) : findUnstorable({ ...toObject(value) }, [], 0);
  if (unstorable !== null) throw refused([at(where, unstorable.path, unstorable.message)]);
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  throw refused(
    checked.error.issues.flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) =>
            at(where, [...issue.path, key], `unknown ${where === "query" ? "parameter" : "field"}`),
          )
        : [at(where, issue.path, issue.message)],
    ),
  );
}

function refused(errors: readonly ProblemError[]): RequestError {
  const named = errors
    .slice(0, 5)
    .map((error) => `${error.parameter ?? error.pointer ?? ""}: ${error.detail}`);
  const more = errors.length > named.length ? ` … and ${errors.length - named.length} more.` : "";
  return new RequestError(400, "REQUEST_INVALID", `${named.join("; ")}${more}`, errors);
}

function at(where: Where, path: readonly PropertyKey[], detail: string): ProblemError {
  return where === "body"
    ? { detail, pointer: pointerOf(path) }
    : { detail, parameter: path.map(String).join(".") };
}

function toObject(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}

/**
 * The first place with something that PostgreSQL cannot keep as text (NUL, half a surrogate pair), or that is nested deeper
 * than any configuration needs.
 */
function findUnstorable(
  value: unknown,
  path: readonly PropertyKey[],
  depth: number,
): { readonly path: readonly PropertyKey[]; readonly message: string } | null {
  if (typeof value === "string") return isStorable(value) ? null : { path, message: unstorable };
  if (typeof value !== "object" || value === null) return null;
  if (depth > deepest) return { path, message: "nested too deeply" };
  for (const [key, inner] of Object.entries(value)) {
    if (!isStorable(key)) return { path, message: `a name in here has ${unstorable}` };
    const found = findUnstorable(inner, [...path, key], depth + 1);
    if (found !== null) return found;
  }
  return null;
}

const unstorable = "characters that cannot be stored (NUL, or half of a surrogate pair)";

function isStorable(text: string): boolean {
  return !text.includes("\u0000") && text.isWellFormed();
}
