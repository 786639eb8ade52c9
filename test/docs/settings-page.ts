import { z } from "zod";
import { sources, targets } from "#app/connectors.ts";

/** The parts of JSON Schema that settings use. */
interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
}

/** Text of `docs/reference/settings.md`, from the schemas that check a configuration. */
export function settingsPage(): string {
  const parts = [intro];
  for (const { title, settings, credentials } of sources.values())
    parts.push(
      `## Stores: ${title}`,
      storeKeys,
      list(schemaOf(settings)),
      "### `auth`",
      authKeys,
      list(schemaOf(credentials), ["auth"]),
    );
  for (const { name, title, settings, credentials, presets } of targets.values()) {
    parts.push(
      `## Connections: ${title}`,
      connectionKeys.replace("NAME", name),
      "### `credentials`",
      list(schemaOf(credentials), ["credentials"]),
    );
    for (const [group, schema] of Object.entries(schemaOf(settings).properties ?? {}))
      parts.push(
        `### \`settings.${group}\``,
        sentence(schema.description),
        list(schema, [group], presets.documented),
      );
  }
  return `${parts.join("\n\n")}\n`;
}

const intro = `# Settings

What a configuration file may say. This page is written by a test from the schemas that check the file; after a change of them,
\`npm test -- test/docs/settings.test.ts -u\` writes it anew. \`waybill schema unleashed\` prints the same for a connector, and with \`--json\` as a
JSON Schema.

Every setting has a default, so a file names only what is to be different. Unknown keys are errors. \`\${NAME}\` anywhere in a value is read from
the environment when the file is applied; \`$\${\` stands for the text \`\${\` itself.`;

const storeKeys = "Beside its `name`, by which connections and commands call it, an entry of `stores` has:";
const authKeys = "Either `clientId` and `clientSecret`, or `accessToken` and `apiSecret`.";
const connectionKeys =
  "An entry of `connections` has a `name`, the name of its `store`, `connector: NAME`, a `preset` (`recommended`, or `documented`), " +
  "`credentials`, and `settings`. Where the preset `documented` differs from the default, the entry says so.";

function schemaOf(type: z.ZodType): Schema {
  return z.toJSONSchema(type, { io: "input", unrepresentable: "any" }) as Schema;
}

function list(schema: Schema, path: readonly string[] = [], preset?: unknown): string {
  return entries(schema, path, preset).join("\n");
}

/** A line per key, groups opened. */
function entries(schema: Schema, path: readonly string[], preset?: unknown): readonly string[] {
  const members = Object.entries(schema.properties ?? {});
  return members.flatMap(([key, member]) => {
    const here = [...path, key];
    const inner = entries(member, here, preset);
    return inner.length > 0 ? inner : [line(here, member, schema.required?.includes(key) === true, preset)];
  });
}

function line(path: readonly string[], schema: Schema, isRequired: boolean, preset: unknown): string {
  const floor = at(preset, path);
  return [
    `- \`${path.join(".")}\` (${takes(schema)}; ${usual(schema, isRequired)}):`,
    sentence(schema.description),
    ...(floor === undefined ? [] : [`Preset \`documented\`: ${shown(floor)}.`]),
  ].join(" ");
}

function usual(schema: Schema, isRequired: boolean): string {
  if (schema.default !== undefined) return `default ${shown(schema.default)}`;
  return isRequired ? "required" : "optional";
}

function takes(schema: Schema): string {
  if (schema.enum !== undefined) return schema.enum.map(shown).join(" or ");
  if (schema.const !== undefined) return shown(schema.const);
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(takes))].join(" or ");
  if (schema.type === "array") return `list of ${takes(schema.items ?? {})}`;
  if (typeof schema.additionalProperties === "object") return `map to ${takes(schema.additionalProperties)}`;
  return words[schema.type ?? ""] ?? "anything";
}

const words: Readonly<Record<string, string>> = {
  string: "text",
  boolean: "`true` or `false`",
  integer: "whole number",
  number: "number",
  null: "`null`",
};

function shown(value: unknown): string {
  return `\`${typeof value === "string" && value !== "" ? value : (JSON.stringify(value) ?? "")}\``;
}

function sentence(text = ""): string {
  const plain = text.replaceAll("<", "\\<");
  return plain.endsWith(".") || plain === "" ? plain : `${plain}.`;
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inside, key) =>
      typeof inside === "object" && inside !== null
        ? (inside as Readonly<Record<string, unknown>>)[key]
        : undefined,
    value,
  );
}
