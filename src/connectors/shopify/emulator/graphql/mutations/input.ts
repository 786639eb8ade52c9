import { parseGid } from "../../state/ids.ts";
import { notModelled } from "../errors.ts";

/** An input object of a mutation, after validation. */
export type Input = Readonly<Record<string, unknown>>;

export function inputOf(value: unknown): Input {
  return (value ?? {}) as Input;
}

/** Refuses what is given beyond the fields that are modelled. */
export function refuseOthers(typeName: string, input: Input, modelled: readonly string[]): void {
  for (const [name, value] of Object.entries(input)) {
    if (modelled.includes(name) || value === null || value === undefined) continue;
    if (Array.isArray(value) && value.length === 0) continue;
    throw notModelled(typeName, name);
  }
}

/** Numeric id of a GID of `type`; undefined for any other. */
export function idOf(type: string, value: unknown): string | undefined {
  const parsed = typeof value === "string" ? parseGid(value) : undefined;
  return parsed?.type === type ? parsed.id : undefined;
}

export function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** Text that is not blank, trimmed. */
export function filledText(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
