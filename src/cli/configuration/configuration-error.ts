/** Where something stands in a file; both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Problem extends Position {
  /** `stores[0].auth.clientSecret`; empty for the file as a whole. */
  readonly path: string;
  /** What is wrong, without any value out of the file. */
  readonly message: string;
}

/** A configuration file that cannot be taken. Holds every problem that was found; nothing was applied. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  readonly code = "CONFIGURATION_INVALID";
  readonly file: string;
  readonly problems: readonly Problem[];
  constructor(file: string, problems: readonly Problem[]) {
    const sorted = sortedProblems(problems);
    super(
      `${file} has ${sorted.length === 1 ? "a problem" : `${sorted.length} problems`}; nothing was applied.\n` +
        sorted.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`).join("\n"),
    );
    this.file = file;
    this.problems = sorted;
  }
}

/** In the order of the file; the same thing is said once. */
function sortedProblems(problems: readonly Problem[]): readonly Problem[] {
  const unique = new Map(
    problems.map((problem) => [`${problem.line}:${problem.column}:${problem.message}`, problem]),
  );
  return [...unique.values()].toSorted((a, b) => a.line - b.line || a.column - b.column);
}

export type Path = readonly (string | number)[];

/** `connections[0].settings.warehouses`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text === "" ? part : `${text}.${part}`;
  }, "");
}
