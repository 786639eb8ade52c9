import type { ChangePage } from "#connectors/kit/source-system.ts";
import type { SourceRecord } from "#domain/source-record.ts";
import type { RunRow } from "../ports/engine-store.ts";
import { foundLine, lookAtUnread, takeIn } from "../schedule/sweep-store.ts";
import type { HubDeps } from "./hub-deps.ts";
import type { RunStep } from "./run-step.ts";

/** Reads the next page of a run from a shop that answers page by page. */
export async function readPage({ deps, worker }: RunStep, run: RunRow): Promise<void> {
  const { context, registry } = deps;
  const { store } = registry.connection(run.connection);
  const since = run.since ?? "1970-01-01T00:00:00.000Z";
  const page = await store.system.changedSince(run.entity, since, run.cursor);
  await feed(deps, run, page);
  await context.store.moveRun(run.id, worker, {
    cursor: page.next ?? run.cursor ?? "",
    phase: page.next === null ? "settling" : "reading",
  });
}

/** Has the records of a page carried over: notes them for the run, stores them, wakes what has to be looked at. Safe to repeat. */
export async function feed(
  deps: HubDeps,
  run: RunRow,
  { records, unread = [] }: Pick<ChangePage, "records" | "unread">,
): Promise<void> {
  const { context, registry } = deps;
  const store = registry.connection(run.connection).store.row.name;
  const wanted = records.map(({ record }) => ({ kind: record.kind, id: record.id }));
  // What changed since the run began is no history. Shopify tells times to the second: of that one second nobody is messaged.
  const began = Date.parse(run.startedAt);
  const isLive = ({ updatedAt }: SourceRecord): boolean =>
    updatedAt !== null && Date.parse(updatedAt) > began;
  await context.store.noteRunRecords(run.id, [...wanted, ...unread]);
  await takeIn(deps, store, {
    records: records.flatMap(({ record, alongside }) => [record, ...alongside]),
    wanted,
    isLive,
    note: foundLine,
  });
  await lookAtUnread(deps, store, unread, false);
  await context.store.settleRunRecords(run.id);
}
