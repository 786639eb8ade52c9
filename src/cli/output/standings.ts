import type { RecordView } from "#engine/ports/engine-store.ts";
import { cleanText } from "./clean-text.ts";
import { distance } from "./local-time.ts";
import type { Look } from "./look.ts";
import { renderTable } from "./table.ts";
import { stateStyles, stateWords } from "./words.ts";

/** Records and how each stands, a line each. */
export function renderStandings(records: readonly RecordView[], look: Look): string {
  return renderTable(
    [
      { title: "Record", flexible: true },
      { title: "Kind" },
      { title: "Connection" },
      { title: "State" },
      { title: "Why", flexible: true },
    ],
    records.map(({ title, kind, connection, outcome }) => [
      cleanText(title),
      kind,
      connection,
      look.paint(stateStyles[outcome.state], stateWords[outcome.state]),
      `${cleanText(outcome.reason.message)}${
        outcome.state === "failed" && outcome.retryAt !== null
          ? ` Next try ${distance(outcome.retryAt, look.now)}.`
          : ""
      }`,
    ]),
    look,
  );
}
