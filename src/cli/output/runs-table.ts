import type { RunView } from "#engine/use-cases/hub.ts";
import { cleanText } from "./clean-text.ts";
import { duration, moment } from "./local-time.ts";
import type { Look } from "./look.ts";
import { reportText } from "./run-report.ts";
import { renderTable } from "./table.ts";
import { number } from "./words.ts";

/** Runs with how far each came. */
export function renderRuns(runs: readonly RunView[], look: Look): string {
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
      run.expected === null ? number(run.read) : `${number(run.read)} of ${number(run.expected)}`,
      moment(run.startedAt, look),
      duration((run.endedAt === null ? look.now : Date.parse(run.endedAt)) - Date.parse(run.startedAt)),
      run.reason === null ? reportText(run) : cleanText(run.reason.message),
    ]),
    look,
  );
}

const styles = {
  running: "cyan",
  paused: "yellow",
  done: "green",
  incomplete: "red",
  failed: "red",
  cancelled: "dim",
} as const;
