import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { keyText } from "#domain/source-record.ts";
import type { ChangeSet, MirrorWrite, RecordName, SettledState } from "#engine/ports/engine-store.ts";
import { acceptedSql, markedAcceptedSql, partNames, parts, type Part } from "./commit-parts.ts";
import { journalRows } from "./journal.ts";
import { jsonParameter, run, type Runner } from "./statement.ts";

type Rows = Record<Part, unknown[]>;

/**
 * Applies change sets as one statement, whatever their number: all of them or none. Answers for each whether it counted; one whose
 * worker does not hold the key any more, or whose mark is another's, leaves nothing behind but what it learned of the shop.
 */
export async function applyChanges(pool: Pool, changes: readonly ChangeSet[]): Promise<readonly boolean[]> {
  const rows = Object.fromEntries(partNames.map((name): [Part, unknown[]] => [name, []])) as Rows;
  const mirror = new Map<string, MirrorRow>();
  changes.forEach((change, i) => {
    for (const row of mirrorRows(change.store, change.mirror ?? [])) keepNewest(mirror, row);
    gather(i, change, rows);
  });
  rows.mirror.push(...mirror.values());
  const used = partNames.filter((name) => rows[name].length > 0);
  const isMarked = changes.some(({ openIntent }) => openIntent !== undefined && openIntent.mark !== null);
  const { name, text } = statementOf(used, isMarked);
  const holds = changes.map(({ connection, key, fence, openIntent }, i) => ({
    i,
    connection,
    kind: key.kind,
    record_id: key.id,
    fence,
    ...(isMarked ? { mark: openIntent?.mark ?? null } : {}),
  }));
  let counted: readonly { i: number }[];
  try {
    counted = await run<{ i: number }>(pool, name, text, [
      jsonParameter(holds),
      ...used.map((part) => jsonParameter(rows[part])),
    ]);
  } catch (error) {
    // Another process has announced a write with this mark in the same moment.
    if (changes.length === 1 && isTaken(error)) return [false];
    throw error;
  }
  const accepted = new Set(counted.map((row) => row.i));
  return changes.map((_change, i) => accepted.has(i));
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && "constraint" in error && error.constraint === "intent_mark";
}

/** The statement of a set of parts; the few sets that occur are each prepared once per database connection. */
function statementOf(
  used: readonly Part[],
  isMarked: boolean,
): { readonly name: string; readonly text: string } {
  const bits = used.map((part) => partNames.indexOf(part).toString(16)).join("");
  const name = `apply-${bits}${isMarked ? "-marked" : ""}`;
  const known = statements.get(name);
  if (known !== undefined) return { name, text: known };
  const ctes = used.map((part, index) => `p${index} as (${parts[part](`$${index + 2}::json`)})`);
  const accepted = isMarked ? markedAcceptedSql : acceptedSql;
  const text = `with ${[`accepted as materialized (${accepted})`, ...ctes].join(",\n")} select i from accepted`;
  statements.set(name, text);
  return { name, text };
}

const statements = new Map<string, string>();

function gather(i: number, change: ChangeSet, rows: Rows): void {
  const of = { i, connection: change.connection, kind: change.key.kind, record_id: change.key.id };
  for (const key of change.mirrorDeleted ?? [])
    rows.mirrorDeleted.push({ store: change.store, kind: key.kind, record_id: key.id });
  for (const done of change.deliveriesDone ?? []) rows.deliveriesDone.push({ i, ...done });
  const { openIntent: intent, settleIntent, link } = change;
  if (intent !== undefined)
    rows.openIntents.push({
      ...of,
      id: intent.id,
      action: intent.action,
      reference: intent.reference,
      external_id: intent.externalId,
      desired: intent.desired,
      mark: intent.mark,
      live: intent.live,
    });
  if (settleIntent !== undefined) rows.settledIntents.push({ i, id: settleIntent.id });
  if (link !== undefined)
    rows.links.push({
      ...of,
      target_kind: link.targetKind,
      external_id: link.externalId,
      reference: link.reference,
      ...(change.agreedIntent === undefined ? { agreed: link.agreed } : { intent: change.agreedIntent }),
    });
  if (change.settled !== undefined) gatherSettled(change, change.settled, of, rows);
  for (const row of journalRows(change.journal ?? [])) rows.journal.push({ i, ...row });
}

function gatherSettled(
  change: ChangeSet,
  { outcome, ...state }: SettledState,
  of: { readonly i: number; readonly connection: string; readonly kind: string; readonly record_id: string },
  rows: Rows,
): void {
  rows.states.push({
    ...of,
    title: state.title,
    email_key: emailOf(state),
    state: outcome.state,
    outcome,
    code: outcome.reason.code,
    attempts: state.attempts,
    first_failed_at: state.firstFailedAt,
    retry_at: outcome.state === "failed" ? outcome.retryAt : null,
    seen_version: state.mirrorVersion,
    live: state.live,
  });
  if (state.result !== null)
    rows.results.push({
      i: of.i,
      kind: of.kind,
      record_id: of.record_id,
      run: state.result.run,
      result: state.result.what,
      code: outcome.reason.code,
      occasion: state.result.occasion,
    });
  const on = outcome.state === "waiting" ? outcome.on : [];
  for (const key of on) rows.waits.push({ ...of, on_kind: key.kind, on_id: key.id });
  if (outcome.state === "attention")
    rows.attention.push({ ...of, title: state.title, request: outcome.reason, acted_on: state.actedOn });
  // Whoever takes a key first has nothing to clear: no wait and no question can exist for it.
  if (change.fence <= 1) return;
  rows.endedWaits.push({ ...of, keep: on.map(keyText) });
  // A choice that could not be carried out yet stays with its question.
  const isTriedAgain = outcome.state === "failed" && outcome.retryAt !== null && state.actedOn !== null;
  if (outcome.state !== "attention" && !isTriedAgain)
    rows.closedAttention.push({ ...of, acted_on: state.actedOn });
}

/** The e-mail among the words of a name. */
export function emailOf({ search }: RecordName): string | null {
  return search.find((word) => word.includes("@")) ?? null;
}

/**
 * A record that was read on the way, as sweeps do, may be gone since: that it was deleted stays known until it is asked for by
 * itself.
 */
const staysDeleted = "case when excluded.origin = 'read' then m.deleted_at end";

/** Mirror writes of one store outside a change set. */
export async function upsertMirrors(
  runner: Runner,
  store: string,
  writes: readonly MirrorWrite[],
): Promise<void> {
  const kept = new Map<string, MirrorRow>();
  for (const row of mirrorRows(store, writes)) keepNewest(kept, row);
  if (kept.size > 0)
    await run(runner, "upsert-mirror", parts.mirror("$1::json", staysDeleted), [
      jsonParameter([...kept.values()]),
    ]);
}

type MirrorRow = ReturnType<typeof mirrorRows>[number];

function mirrorRows(store: string, writes: readonly MirrorWrite[]) {
  return writes.map((write) => ({
    store,
    kind: write.key.kind,
    record_id: write.key.id,
    updated_at: write.record.updatedAt,
    record: write.record,
    origin: write.origin,
    withheld: write.withheld,
    version: write.version ?? randomUUID(),
  }));
}

/** One statement may not touch a row twice: of several writes to one record, the newest counts. */
function keepNewest(kept: Map<string, MirrorRow>, row: MirrorRow): void {
  const id = `${row.store}\n${row.kind}\n${row.record_id}`;
  const other = kept.get(id);
  if (other === undefined || (row.updated_at ?? "") >= (other.updated_at ?? "")) kept.set(id, row);
}
