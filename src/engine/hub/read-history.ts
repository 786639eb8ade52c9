import { z } from "zod";
import type { HistoryReader } from "#connectors/kit/history-reader.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { RunRow } from "../ports/engine-store.ts";
import { lookAhead } from "./look-ahead.ts";
import { feed } from "./read-page.ts";
import type { RunStep } from "./run-step.ts";

/** How often the shop is asked how far it is: often at first, then rarely, since its announcement may still come. */
const soonestAskMs = 1_000;
const latestAskMs = 15_000;
/** Of the time that a run has lasted. */
const askShare = 1 / 20;
/** A shop that loses its history this often in a run will not keep the next one either. */
const mostLost = 3;

/** Where a run stands in a history that the shop prepares. Kept as the run's cursor. */
const cursorSchema = z.strictObject({
  ticket: z.string(),
  /** Up to where it was read; null: from the start. */
  position: z.string().nullable(),
  /** Histories that were lost before this one. */
  lost: z.int(),
});
type Cursor = z.infer<typeof cursorSchema>;

/**
 * Takes a run through a history that the shop prepares as a whole: asks for it, waits until it is ready, and reads it from where it
 * was left. A crash costs at most one page. A history that the shop lost is asked for anew; what was read counts once.
 */
export async function readHistory(step: RunStep, history: HistoryReader, run: RunRow): Promise<void> {
  const at = cursorOf(run);
  if (at === null) {
    await begin(step, history, run, 0);
    return;
  }
  const state = await history.look(at.ticket);
  if (state.state === "ready") await readAll(step, history, run, at, state.records);
  else if (state.state === "preparing") await wait(step, run);
  else if (at.lost + 1 < mostLost) await begin(step, history, run, at.lost + 1);
  else throw new SyncError("rejected", state.reason);
}

/** The shop may stop preparing for a run that ended. What it has ready already stays usable. */
export async function letGoOfHistory(history: HistoryReader, run: RunRow): Promise<void> {
  const at = cursorOf(run);
  if (at !== null && run.phase === "preparing") await history.cancel(at.ticket);
}

function cursorOf(run: RunRow): Cursor | null {
  return run.cursor === null ? null : cursorSchema.parse(JSON.parse(run.cursor));
}

async function begin(
  { deps, worker }: RunStep,
  history: HistoryReader,
  run: RunRow,
  lost: number,
): Promise<void> {
  const { ticket } = await history.begin(run.entity, run.since, `${run.id}/${lost}`);
  await deps.context.store.moveRun(run.id, worker, {
    cursor: JSON.stringify({ ticket, position: null, lost } satisfies Cursor),
    phase: "preparing",
  });
}

async function readAll(
  { deps, worker, mayFeed, ending }: RunStep,
  history: HistoryReader,
  run: RunRow,
  at: Cursor,
  expected: number,
): Promise<void> {
  const move = (position: string | null, phase: "reading" | "settling"): Promise<void> =>
    deps.context.store.moveRun(run.id, worker, {
      cursor: JSON.stringify({ ...at, position } satisfies Cursor),
      phase,
      expected,
    });
  await move(at.position, "reading");
  const pages = history.pages(at.ticket, at.position, { folder: deps.scratchFolder, signal: ending });
  // The database works on one page while the next one is put together.
  for await (const page of lookAhead(pages)) {
    if (!(await mayFeed())) return;
    await feed(deps, run, page);
    if (page.next !== null) await move(page.next, "reading");
  }
  await move(at.position, "settling");
}

function wait({ deps, ending }: RunStep, run: RunRow): Promise<void> {
  const lasted = deps.context.clock.now() - Date.parse(run.startedAt);
  const ms = Math.min(latestAskMs, Math.max(soonestAskMs, lasted * askShare));
  return deps.signals.wait(ms, ending);
}
