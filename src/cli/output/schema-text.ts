import { cleanText } from "./clean-text.ts";
import type { Look } from "./look.ts";
import { renderTable } from "./table.ts";

/** The parts of JSON Schema that connectors use. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

interface ConnectorSchema {
  readonly connector: string;
  readonly title: string;
  readonly settings: Schema;
  readonly credentials: Schema;
  readonly presets: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface Entry {
  readonly path: readonly string[];
  readonly schema: Schema;
  readonly required: boolean;
}

/** A connector's settings as a list to read while writing a configuration file. */
export function renderSchema(document: unknown, look: Look): string {
  const { connector, title, settings, credentials, presets } = document as ConnectorSchema;
  const recommended = presets["recommended"] ?? {};
  const documented = presets["documented"] ?? {};
  const part = (name: string, schema: Schema, withPresets: boolean): string => {
    const rows = entriesOf(schema).map((entry) => {
      const own = entry.schema.default;
      const preset = withPresets ? at(recommended, entry.path) : undefined;
      const other = withPresets ? at(documented, entry.path) : undefined;
      const usual = preset === undefined ? own : preset;
      const floor = other === undefined ? own : other;
      const differs = JSON.stringify(floor) !== JSON.stringify(usual);
      return [
        entry.path.join("."),
        takes(entry.schema),
        entry.required && usual === undefined ? "(required)" : shown(usual),
        cleanText(
          [entry.schema.description ?? "", ...(differs ? [`Preset documented: ${shown(floor)}.`] : [])]
            .filter((text) => text !== "")
            .join(" "),
        ),
      ];
    });
    const head = look.paint("bold", name);
    if (rows.length === 0) return `${head}\n(none)`;
    const columns = [
      { title: "Key" },
      { title: "Takes", flexible: true },
      { title: "Default", flexible: true },
      { title: "What it does", flexible: true },
    ];
    return `${head}\n${renderTable(columns, rows, look)}`;
  };
  return [
    `${title} (connector: ${connector})`,
    part("credentials", credentials, false),
    part("settings", settings, true),
  ].join("\n\n");
}

/** Every key that can be written, groups opened. */
function entriesOf(schema: Schema, path: readonly string[] = []): readonly Entry[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, member]) => {
    const here = [...path, key];
    const inner = entriesOf(groupIn(member), here);
    if (inner.length > 0) return inner;
    return [{ path: here, schema: member, required: schema.required?.includes(key) === true }];
  });
}

/** The group itself, or the only group among alternatives such as "a group or nothing". */
function groupIn(schema: Schema): Schema {
  const groups = alternatives(schema).filter(({ properties }) => properties !== undefined);
  return schema.properties === undefined && groups.length === 1 ? (groups[0] ?? schema) : schema;
}

function alternatives(schema: Schema): readonly Schema[] {
  return schema.anyOf ?? schema.oneOf ?? [];
}

function takes(schema: Schema): string {
  if (schema.enum !== undefined) return schema.enum.map(shown).join(" | ");
  if (schema.const !== undefined) return shown(schema.const);
  const choices = alternatives(schema);
  if (choices.length > 0) return [...new Set(choices.map(takes))].join(" | ");
  if (schema.type === "array")
    return `list of ${schema.items === undefined ? "anything" : takes(schema.items)}`;
  if (schema.type === "object")
    return typeof schema.additionalProperties === "object"
      ? `map to ${takes(schema.additionalProperties)}`
      : "group";
  const types = schema.type === undefined ? ["anything"] : [schema.type].flat();
  return types.map((type) => words[type] ?? type).join(" | ");
}

const words: Readonly<Record<string, string>> = {
  string: "text",
  boolean: "true | false",
  integer: "whole number",
  number: "number",
  null: "nothing (null)",
};

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inside, key) =>
      typeof inside === "object" && inside !== null ? (inside as Record<string, unknown>)[key] : undefined,
    value,
  );
}

function shown(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" && value !== "" ? value : JSON.stringify(value);
}
