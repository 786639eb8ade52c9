import type { PlannedRecord } from "#engine/use-cases/hub.ts";
import { cleanText } from "./clean-text.ts";
import type { Look } from "./look.ts";
import { renderTable } from "./table.ts";
import { actionWords, counted } from "./words.ts";
import { paragraph } from "./wrap.ts";

/** A plan for people: per record what would happen, and per field from what to what and why. */
export function renderPlan(
  connection: string,
  open: readonly PlannedRecord[],
  settled: readonly PlannedRecord[],
  look: Look,
): string {
  const blocks = open.map((record) => block(record, look));
  if (settled.length > 0)
    blocks.push(
      settled
        .map((record) =>
          paragraph(
            `${title(record, look)}: ${actionWords[record.action]}. ${cleanText(record.reason.message)}`,
            look.width,
          ),
        )
        .join("\n"),
    );
  return [...blocks, paragraph(summary(connection, open), look.width)].join("\n\n");
}

function block(record: PlannedRecord, look: Look): string {
  const { action, fields, reason } = record;
  const size = fields.length > 0 ? ` (${counted(fields.length, "field")})` : "";
  const head = paragraph(
    `${title(record, look)}: ${look.paint(styles[action], actionWords[action])}. ${cleanText(reason.message)}${size}`,
    look.width,
  );
  if (fields.length === 0) return head;
  const rows = fields.map(({ path, from, to, why }) => [
    cleanText(path),
    ...(action === "create" ? [] : [valueText(from)]),
    valueText(to),
    cleanText(why),
  ]);
  const columns = [
    { title: "Field", flexible: true },
    ...(action === "create" ? [] : [{ title: "From", flexible: true }]),
    { title: action === "create" ? "Value" : "To", flexible: true },
    { title: "Why", flexible: true },
  ];
  return `${head}\n${renderTable(columns, rows, look)}`;
}

const styles = {
  create: "green",
  update: "cyan",
  none: "dim",
  skip: "dim",
  wait: "cyan",
  attention: "yellow",
  fail: "red",
} as const;

function title({ record, key }: PlannedRecord, look: Look): string {
  const text = look.paint("bold", cleanText(record));
  return record === key ? text : `${text} ${look.paint("dim", key)}`;
}

/** A value as it would stand in the other system; nothing at all is a dash. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "string") return value === "" ? "(empty)" : cleanText(value);
  return cleanText(JSON.stringify(value));
}

function summary(connection: string, open: readonly PlannedRecord[]): string {
  if (open.length === 0) return `${connection}: nothing to write.`;
  const of = (...actions: readonly PlannedRecord["action"][]): number =>
    open.filter(({ action }) => actions.includes(action)).length;
  const writes = of("create", "update");
  const parts = [
    ...(writes > 0 ? [`${counted(writes, "record")} would be written`] : []),
    ...(of("wait") > 0 ? [`${counted(of("wait"), "record")} would wait for another`] : []),
    ...(of("attention") > 0 ? [`${counted(of("attention"), "record")} would need a decision`] : []),
    ...(of("fail") > 0 ? [`${counted(of("fail"), "record")} could not be planned`] : []),
  ];
  return `${connection}: ${parts.join(", ")}.${writes > 0 ? ` Write it with: waybill sync ${connection}` : ""}`;
}
