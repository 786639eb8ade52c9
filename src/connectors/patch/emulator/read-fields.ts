import { invalid, unreadable } from "./refusal.ts";
import type { PatchSwitches } from "./switches.ts";

/** What a field of a body may hold. */
interface Values {
  readonly text: string | null;
  /** A text or a number, as text. */
  readonly key: string;
  readonly anything: unknown;
  readonly flag: boolean;
  readonly whole: number;
  /** A number, or its decimal text. */
  readonly amount: number | string;
  readonly texts: readonly string[];
  readonly object: Readonly<Record<string, unknown>>;
  /** A date and time, as ISO 8601 in UTC. */
  readonly moment: string;
}

type Kind = keyof Values;
type Fields<S extends Readonly<Record<string, Kind>>> = { readonly [N in keyof S]?: Values[S[N]] };

const kinds: { readonly [K in Kind]: (value: unknown) => Values[K] | undefined } = {
  text: (value) => (typeof value === "string" ? textOrNull(value) : undefined),
  key: (value) =>
    (typeof value === "string" && value !== "") || typeof value === "number" ? String(value) : undefined,
  anything: (value) => value,
  flag: (value) => (typeof value === "boolean" ? value : undefined),
  whole: (value) => (Number.isSafeInteger(value) ? (value as number) : undefined),
  amount: (value) =>
    typeof value === "number" || (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value))
      ? value
      : undefined,
  texts: (value) =>
    Array.isArray(value) && value.every((entry) => typeof entry === "string") ? value : undefined,
  object: (value) => (isObject(value) ? value : undefined),
  moment: (value) => {
    const ms = typeof value === "string" && /^\d{4}-\d{2}-\d{2}/.test(value) ? Date.parse(value) : Number.NaN;
    return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
  },
};
const words: Readonly<Record<Kind, string>> = {
  text: "a text",
  key: "a text or a number",
  anything: "a value",
  flag: "true or false",
  whole: "a whole number",
  amount: "an amount",
  texts: "a list of texts",
  object: "an object",
  moment: "a date and time",
};

function textOrNull(value: string): string | null {
  return value.trim() === "" ? null : value;
}

/** A JSON object of a request body. Anything else is refused with 400. */
export function readJson(body: Buffer): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8"));
  } catch {
    throw unreadable("the body is not valid JSON");
  }
  if (!isObject(value)) throw unreadable("the body is not a JSON object");
  return value;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The fields that a call takes. A text that is null or blank is null; null elsewhere is as if the field were left out. A wrong type is
 * refused with 422; an unknown field as the switch says.
 */
export function readFields<const S extends Readonly<Record<string, Kind>>>(
  body: Readonly<Record<string, unknown>>,
  taken: S,
  switches: Pick<PatchSwitches, "unknownFields">,
): Fields<S> {
  const read: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    const kind = Object.hasOwn(taken, name) ? taken[name] : undefined;
    if (kind === undefined) {
      if (switches.unknownFields === "refused") throw invalid(`${name} is not a field`);
      continue;
    }
    if (value === null) {
      if (kind === "text") read[name] = null;
      continue;
    }
    const understood = kinds[kind](value);
    if (understood === undefined) throw invalid(`${name} must be ${words[kind]}`);
    read[name] = understood;
  }
  return read as Fields<S>;
}

/** 422 naming what is missing. */
export function requireFields(read: Readonly<Record<string, unknown>>, names: readonly string[]): void {
  const absent = names.filter((name) => read[name] === undefined || read[name] === null);
  if (absent.length > 0) throw invalid(`required: ${absent.join(", ")}`);
}
