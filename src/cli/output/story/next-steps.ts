import type { AttentionView, RecordView } from "#engine/ports/engine-store.ts";
import { keyText } from "#domain/source-record.ts";
import { quoted } from "../attention-table.ts";
import { cleanText } from "../clean-text.ts";
import { distance, moment } from "../local-time.ts";
import type { Look } from "../look.ts";
import { hanging } from "../wrap.ts";

/** What waits, and what the reader can do about it. */
export function renderNextSteps(
  record: RecordView,
  question: AttentionView | null,
  connector: string | null,
  look: Look,
): readonly string[] {
  const { outcome, connection } = record;
  const now = `waybill sync ${connection} ${quoted(nameOf(record))}`;
  const text = (sentence: string): readonly string[] => [hanging("", sentence, look.width)];
  switch (outcome.state) {
    case "synced":
    case "unchanged":
      return text("Nothing waits, and nothing is to be done.");
    case "skipped":
      return text(
        "Nothing waits, and nothing is to be done. Where it should be carried over all the same, change the settings" +
          `${connector === null ? "" : ` (\`waybill schema ${connector}\` lists them)`} and run: ${now}`,
      );
    case "waiting":
      if (outcome.on.length === 0)
        return text(
          `It goes on by itself as soon as its turn comes and the connection runs. To see what would be done: waybill plan ${connection} ${quoted(nameOf(record))}`,
        );
      return [
        ...text("It goes on by itself as soon as what it waits for is carried over. How that stands:"),
        ...outcome.on.map((key) => `  waybill show ${quoted(keyText(key))}`),
      ];
    case "failed":
      return text(
        outcome.retryAt === null
          ? `It is not tried again by itself. Once the cause is gone, run: ${now}`
          : `It is tried again by itself at ${moment(outcome.retryAt, look)} (${distance(outcome.retryAt, look.now)}). To try at once, run: ${now}`,
      );
    case "attention": {
      const commands = outcome.reason.choices.map(({ choice, label }) => ({
        command: `waybill resolve ${question?.id ?? quoted(nameOf(record))} ${quoted(choice)}`,
        label: look.paint("dim", cleanText(label)),
      }));
      const width = Math.max(...commands.map(({ command }) => command.length));
      return [
        ...text("It waits for your decision. Choose one:"),
        ...commands.map(({ command, label }) =>
          width + 30 > look.width
            ? `  ${command}\n${hanging("    ", label, look.width)}`
            : hanging(`  ${command.padEnd(width)}  `, label, look.width),
        ),
      ];
    }
  }
}

/** How a record is named on the command line: `#1001`, else its key. */
export function nameOf({ title, kind, recordId }: RecordView): string {
  return title.startsWith("#") ? title : keyText({ kind, id: recordId });
}
