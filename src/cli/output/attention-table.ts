import type { AttentionView } from "#engine/ports/engine-store.ts";
import { cleanText } from "./clean-text.ts";
import { moment } from "./local-time.ts";
import type { Look } from "./look.ts";
import { renderTable } from "./table.ts";

/** Open questions with what may be answered. */
export function renderAttention(attention: readonly AttentionView[], look: Look): string {
  if (attention.length === 0) return "Nothing needs a decision.";
  const table = renderTable(
    [
      { title: "Id", right: true },
      { title: "Record", flexible: true },
      { title: "Connection" },
      { title: "Since" },
      { title: "What is to be decided", flexible: true },
      { title: "Choices", flexible: true },
    ],
    attention.map(({ id, title, connection, openedAt, attention: question }) => [
      id,
      look.paint("bold", cleanText(title)),
      connection,
      moment(openedAt, look),
      cleanText(question.message),
      question.choices.map(({ choice, label }) => cleanText(`${choice}: ${label}`)).join("\n"),
    ]),
    look,
  );
  const choices = attention[0]?.attention.choices.map(({ choice }) => choice) ?? [];
  const example = choices.find((choice) => !choice.includes("<")) ?? choices[0] ?? "CHOICE";
  return `${table}\n\nDecide with: waybill resolve ID CHOICE, for example: waybill resolve ${attention[0]?.id ?? "ID"} ${quoted(example)}`;
}

/** A choice as it can be typed into a shell. */
export function quoted(text: string): string {
  return /^[A-Za-z0-9._/:=@%+-]+$/.test(text) ? text : `'${cleanText(text).replaceAll("'", `'\\''`)}'`;
}
