import { cleanText } from "../clean-text.ts";
import type { Look } from "../look.ts";
import { renderTable } from "../table.ts";
import { hanging } from "../wrap.ts";

const mostRows = 40;

/**
 * The facts behind a reason, such as the arithmetic of sums that do not agree: single values as `name: value`, lists of equal
 * things as tables. Whatever it is, it is shown; nothing is computed.
 */
export function renderDetail(detail: Readonly<Record<string, unknown>>, look: Look): readonly string[] {
  return Object.entries(detail).flatMap(([name, value]) => {
    const title = words(name);
    if (isGroup(value)) return [`${title}:`, ...renderDetail(value, look).map((line) => indented(line))];
    if (!Array.isArray(value)) return [hanging(`${title}: `, shown(value), look.width)];
    if (value.length === 0) return [];
    const rows = value.slice(0, mostRows);
    const more = value.length > mostRows ? [`  … and ${value.length - mostRows} more`] : [];
    if (rows.every(isGroup)) return [`${title}:`, indented(tableOf(rows, look)), ...more];
    return [`${title}:`, ...rows.map((row) => hanging("  - ", shown(row), look.width)), ...more];
  });
}

function tableOf(rows: readonly Readonly<Record<string, unknown>>[], look: Look): string {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return renderTable(
    keys.map((key) => ({
      title: words(key),
      right: rows.every((row) => row[key] === undefined || isNumeric(row[key])),
      flexible: true,
    })),
    rows.map((row) => keys.map((key) => (row[key] === undefined ? "" : shown(row[key])))),
    { ...look, width: look.width - 2 },
  );
}

/** `taxTotal` → `Tax total`. */
function words(name: string): string {
  const text = cleanText(name)
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return cleanText(typeof value === "string" ? value : JSON.stringify(value));
}

function isNumeric(value: unknown): boolean {
  return typeof value === "number" || (typeof value === "string" && /^-?\d+(?:\.\d+)?$/.test(value));
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function indented(text: string): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? "" : `  ${line}`))
    .join("\n");
}
