import type { Path } from "./configuration-error.ts";

/**
 * `${NAME}` in a configuration file. In YAML its braces would begin a group of keys where a value stands inside braces itself
 * (`{ clientId: ${CLIENT_ID} }`), so each is covered by signs that mean nothing to YAML and are as long, before the file is
 * parsed; lines and columns stay what they are. `$${` stands for the text `${` itself.
 */
export interface Placeholders {
  /** The text with every `${NAME}` covered. */
  readonly covered: string;
  /** The text as it was written. */
  uncover(text: string): string;
  fill(text: string): Filled;
}

export interface Filled {
  /** With the variables' values. */
  readonly value: string;
  /** Variables that are not set, or empty: an empty secret is never meant. */
  readonly missing: readonly string[];
  /** Holds a `${` that is followed by no name. */
  readonly isMalformed: boolean;
}

export function coverPlaceholders(text: string, environment: NodeJS.ProcessEnv): Placeholders {
  const [dollar, open, close] = unusedSigns(text);
  const covered = text.replace(
    /\$(\$?)\{([A-Za-z_][A-Za-z0-9_]*)\}/g,
    (_, escaped: string, name: string) => `${dollar}${escaped}${open}${name}${close}`,
  );
  const coveredName = `${dollar}(\\$?)${open}([A-Za-z0-9_]+)${close}`;
  return {
    covered,
    uncover: (part) =>
      part.replace(
        new RegExp(coveredName, "g"),
        (_, escaped: string, name: string) => `$${escaped}{${name}}`,
      ),
    fill: (part) => {
      const missing: string[] = [];
      let isMalformed = false;
      const fillOne = (match: string, escaped: string | undefined, name: string | undefined): string => {
        if (name === undefined) {
          isMalformed ||= match === "${";
          return "${";
        }
        if (escaped !== "") return `\${${name}}`;
        const found = environment[name];
        if (found === undefined || found === "") missing.push(name);
        return found ?? "";
      };
      const value = part.replace(new RegExp(`${coveredName}|\\$?\\$\\{`, "g"), fillOne);
      return { value, missing, isMalformed };
    },
  };
}

/** Puts values into every text below `value`. `onText` is told of each. */
export function fillAll(
  value: unknown,
  onText: (text: string, path: Path) => string,
  path: Path = [],
): unknown {
  if (typeof value === "string") return onText(value, path);
  if (Array.isArray(value)) return value.map((item, index) => fillAll(item, onText, [...path, index]));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, fillAll(item, onText, [...path, key])]),
  );
}

/** Three signs of Unicode's private area that the text does not use. */
function unusedSigns(text: string): readonly [string, string, string] {
  const signs: string[] = [];
  for (let code = 0xe000; signs.length < 3 && code <= 0xf8ff; code += 1) {
    const sign = String.fromCharCode(code);
    if (!text.includes(sign)) signs.push(sign);
  }
  const [first = "\ue000", second = "\ue001", third = "\ue002"] = signs;
  return [first, second, third];
}
