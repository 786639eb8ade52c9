import type { RunRow } from "#engine/ports/engine-store.ts";
import { cleanText } from "./clean-text.ts";
import { duration, moment } from "./local-time.ts";
import type { Look } from "./look.ts";
import { renderTable } from "./table.ts";
import { number, stateWords } from "./words.ts";

/** Runs with how far each came. */
export function renderRuns(runs: readonly RunRow[], look: Look): string {
  if (runs.length === 0) return "There have been no runs. Start one with: waybill backfill CONNECTION";
  return renderTable(
    [
      { title: "Run" },
      { title: "Connection" },
      { title: "What" },
      { title: "State" },
      { title: "Read", right: true },
      { title: "Started" },
      { title: "Took", right: true },
      { title: "Result", flexible: true },
    ],
    runs.map((run) => [
      run.id,
      run.connection,
      `${run.type} of ${run.entity}${run.since === null ? "" : ` since ${run.since.slice(0, 10)}`}`,
      look.paint(styles[run.state], run.state),
      number(run.read),
      moment(run.startedAt, look),
      duration((run.endedAt === null ? look.now : Date.parse(run.endedAt)) - Date.parse(run.startedAt)),
      run.reason === null ? reportText(run.report) : cleanText(run.reason.message),
    ]),
    look,
  );
}

const styles = {
  running: "cyan",
  paused: "yellow",
  done: "green",
  failed: "red",
  cancelled: "dim",
} as const;

/** `1,200 in sync, 3 need a decision`: how the records that a run has read stood when it ended. */
export function reportText(report: RunRow["report"]): string {
  if (report === null) return "";
  const counts = new Map<string, number>();
  for (const [state, word] of Object.entries(stateWords))
    counts.set(word, (counts.get(word) ?? 0) + (report[state] ?? 0));
  return [...counts]
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${number(count)} ${count === 1 ? word : word.replace(/^needs /, "need ")}`)
    .join(", ");
}
