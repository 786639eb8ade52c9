import type { Configuration } from "#engine/use-cases/hub.ts";
import { checkShape, type ShapeProblem } from "./check-shape.ts";
import {
  ConfigurationError,
  pathText,
  type Path,
  type Position,
  type Problem,
} from "./configuration-error.ts";
import { mostConfigurationBytes } from "./limits.ts";
import { mostProblems, parseYaml, type ParsedYaml } from "./parse-yaml.ts";
import { coverPlaceholders, fillAll } from "./placeholders.ts";

export interface ReadConfiguration {
  readonly configuration: Configuration;
  /** Where a part of the configuration stands in the file: its name, or what it says (the default). */
  locate(path: Path, part?: "key" | "value"): Position;
}

/**
 * Reads a configuration file: YAML 1.2, `${NAME}` from the environment, unknown keys and wrong types refused. Throws
 * `ConfigurationError` with every problem and its place. No message holds a value out of the file or the environment.
 */
export function readConfiguration(
  content: Uint8Array,
  options: { readonly file: string; readonly environment: NodeJS.ProcessEnv },
): ReadConfiguration {
  const { file } = options;
  const refuse = (message: string): ConfigurationError =>
    new ConfigurationError(file, [{ line: 1, column: 1, path: "", message }]);
  if (content.length > mostConfigurationBytes)
    throw refuse("the file is larger than 1 MB, which no configuration is; is it the right file?");
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    throw refuse("the file is not UTF-8 text");
  }
  const placeholders = coverPlaceholders(text, options.environment);
  const parsed = parseYaml(placeholders.covered);
  if ("problems" in parsed) throw new ConfigurationError(file, parsed.problems);
  if (parsed.value === null || parsed.value === undefined)
    throw refuse("the file is empty; it has to hold `stores` and `connections`");

  const tooDeep = placeTooDeep(parsed.value, []);
  if (tooDeep !== null)
    throw new ConfigurationError(file, [
      {
        ...parsed.locate(tooDeep, "value"),
        path: placeholders.uncover(pathText(tooDeep.slice(0, 4))),
        message: `this is nested more than ${mostLevels} levels deep, or holds itself by an alias`,
      },
    ]);

  const problems: ShapeProblem[] = [];
  const filled = fillAll(parsed.value, (value, path) => {
    const { value: result, missing, isMalformed } = placeholders.fill(value);
    for (const name of missing)
      problems.push({ path, part: "value", message: `the environment variable ${name} is not set` });
    if (isMalformed) problems.push({ path, part: "value", message: notAName });
    return result;
  });
  const checked = checkShape(filled);
  if ("problems" in checked) problems.push(...checked.problems);
  else problems.push(...repeated(checked, parsed));
  if (problems.length > 0)
    throw new ConfigurationError(
      file,
      problems.slice(0, mostProblems).map(({ path, part, message }): Problem => ({
        ...parsed.locate(path, part),
        path: placeholders.uncover(pathText(path)),
        message: placeholders.uncover(message),
      })),
    );
  return {
    configuration: checked as Configuration,
    locate: (path, part) => parsed.locate(path, part ?? "value"),
  };
}

const notAName =
  "`${…}` has to hold the name of an environment variable: letters, digits and `_`. Write `$${` for the text `${` itself";

/** More levels than settings have, and than the API takes. */
const mostLevels = 32;

/** The first place that is nested too deeply; null when there is none. */
function placeTooDeep(value: unknown, path: Path): Path | null {
  if (typeof value !== "object" || value === null) return null;
  if (path.length > mostLevels) return path;
  for (const [key, part] of Object.entries(value)) {
    const found = placeTooDeep(part, [...path, Array.isArray(value) ? Number(key) : key]);
    if (found !== null) return found;
  }
  return null;
}

/** Names and domains that stand twice. */
function repeated(configuration: Configuration, parsed: ParsedYaml): readonly ShapeProblem[] {
  const problems: ShapeProblem[] = [];
  const check = (list: "stores" | "connections", key: "name" | "domain", values: readonly string[]): void => {
    const seen = new Map<string, number>();
    for (const [index, value] of values.entries()) {
      const earlier = seen.get(value.toLowerCase());
      if (earlier === undefined) seen.set(value.toLowerCase(), index);
      else
        problems.push({
          path: [list, index, key],
          part: "value",
          message: `another entry of \`${list}\` has this ${key} already (line ${parsed.locate([list, earlier, key], "value").line})`,
        });
    }
  };
  check(
    "stores",
    "name",
    configuration.stores.map((store) => store.name),
  );
  check(
    "stores",
    "domain",
    configuration.stores.map((store) => store.domain),
  );
  check(
    "connections",
    "name",
    configuration.connections.map((connection) => connection.name),
  );
  return problems;
}
