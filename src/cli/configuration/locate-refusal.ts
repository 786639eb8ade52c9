import { UseCaseError } from "#engine/use-cases/hub.ts";
import { ConfigurationError, pathText, type Path } from "./configuration-error.ts";
import type { ReadConfiguration } from "./read-configuration.ts";

/**
 * Gives what a hub says about a configuration the places in the file. Anything else that was thrown is handed back as it is.
 */
export function locateRefusal(error: unknown, file: string, read: ReadConfiguration): unknown {
  if (!(error instanceof UseCaseError) || error.status !== 422 || !Array.isArray(error.detail)) return error;
  const problems = error.detail.flatMap((problem: unknown) => {
    if (typeof problem !== "object" || problem === null) return [];
    const path: unknown = "path" in problem ? problem.path : [];
    const message = "message" in problem ? String(problem.message) : "";
    const at: Path = Array.isArray(path)
      ? path.filter((part) => typeof part === "string" || typeof part === "number")
      : [];
    const part = message.startsWith("is not known") ? "key" : "value";
    return [{ ...read.locate(at, part), path: pathText(at), message: `${nameOf(at)}${plainly(message)}` }];
  });
  return problems.length === 0 ? error : new ConfigurationError(file, problems);
}

function nameOf(path: Path): string {
  const [list, , ...inside] = path;
  const text = pathText(inside);
  return text === "" || list === undefined ? "" : `\`${text}\`: `;
}

/** The words of the schema library where they are not for people. */
function plainly(message: string): string {
  const missing = /^Invalid input: expected (\w+), received undefined$/.exec(message);
  if (missing !== null) return "is missing";
  return message
    .replace(/^Invalid input: expected (\w+), received (\w+)$/, "has to be of type $1, not $2")
    .replace(/^Invalid option: expected one of /, "has to be one of ")
    .replace(/^Unrecognized keys?: (.*)$/, "these keys are not known here: $1");
}
