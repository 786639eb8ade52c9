import type { Pool } from "pg";
import { keyText } from "#domain/source-record.ts";
import type { ChangeSet, MirrorWrite, SettledState } from "#engine/ports/engine-store.ts";
import { journalRows, insertJournal } from "./journal.ts";
import { jsonParameter, run, type Runner } from "./statement.ts";

/**
 * Parts of a commit in the order of their bits. Each takes its rows as one JSON list `$n`. They run as one statement, so that a
 * page of changes is one round trip and one transaction; no two parts touch the same row.
 */
const parts = {
  mirror: (rows: string) => `
    insert into waybill.mirror as m (store, kind, record_id, updated_at, record, origin, confirmed, withheld)
    select r.store, r.kind, r.record_id, r.updated_at, r.record, r.origin, r.origin = 'read', r.withheld
    from json_to_recordset(${rows}) as r (store text, kind text, record_id text, updated_at timestamptz, record json,
      origin text, withheld boolean)
    on conflict (store, kind, record_id) do update
    set updated_at = excluded.updated_at, record = excluded.record, origin = excluded.origin,
      confirmed = m.confirmed or excluded.confirmed, withheld = excluded.withheld, deleted_at = null, seen_at = now()
    where m.updated_at is null or excluded.updated_at is null or excluded.updated_at >= m.updated_at`,

  mirrorDeleted: (rows: string) => `
    update waybill.mirror m set deleted_at = now()
    from json_to_recordset(${rows}) as r (store text, kind text, record_id text)
    where m.store = r.store and m.kind = r.kind and m.record_id = r.record_id and m.deleted_at is null`,

  deliveriesDone: (rows: string) => `
    update waybill.inbox i set done_at = now(), outcome = r.outcome, reason = r.reason
    from json_to_recordset(${rows}) as r (id bigint, outcome text, reason json)
    where i.id = r.id and i.done_at is null`,

  openIntents: (rows: string) => `
    insert into waybill.intent as i (id, connection, kind, record_id, action, reference, external_id, desired)
    select r.id, r.connection, r.kind, r.record_id, r.action, r.reference, r.external_id, r.desired
    from json_to_recordset(${rows}) as r (id uuid, connection text, kind text, record_id text, action text,
      reference text, external_id text, desired json)
    on conflict (connection, kind, record_id) do update
    set id = excluded.id, action = excluded.action, reference = excluded.reference,
      external_id = excluded.external_id, desired = excluded.desired, opened_at = now()`,

  settledIntents: (rows: string) => `
    delete from waybill.intent i using json_to_recordset(${rows}) as r (id uuid) where i.id = r.id`,

  /** What was agreed is what the intent wanted, when it names one; the document does not travel again. */
  links: (rows: string) => `
    insert into waybill.link as l (connection, kind, record_id, target_kind, external_id, reference, agreed)
    select r.connection, r.kind, r.record_id, r.target_kind, r.external_id, r.reference,
      case when r.intent is null then r.agreed else (select i.desired from waybill.intent i where i.id = r.intent) end
    from json_to_recordset(${rows}) as r (connection text, kind text, record_id text, target_kind text,
      external_id text, reference text, agreed json, intent uuid)
    on conflict (connection, kind, record_id) do update
    set target_kind = excluded.target_kind, external_id = excluded.external_id, reference = excluded.reference,
      agreed = excluded.agreed, verified_at = now()`,

  states: (rows: string) => `
    insert into waybill.record_state as s (connection, kind, record_id, fence, title, email_key, state, outcome, code,
      attempts, first_failed_at, retry_at)
    select r.connection, r.kind, r.record_id, r.fence, r.title, r.email_key, r.state, r.outcome, r.code, r.attempts,
      r.first_failed_at, r.retry_at
    from json_to_recordset(${rows}) as r (connection text, kind text, record_id text, fence bigint, title text,
      email_key text, state text, outcome json, code text, attempts int, first_failed_at timestamptz,
      retry_at timestamptz)
    on conflict (connection, kind, record_id) do update
    set title = excluded.title, email_key = excluded.email_key, state = excluded.state, outcome = excluded.outcome,
      code = excluded.code, attempts = excluded.attempts, first_failed_at = excluded.first_failed_at,
      retry_at = case when s.dirty then null else excluded.retry_at end, holder = null, touched_at = now()
    where s.fence <= excluded.fence`,

  /** Waits that ended; those that go on are left alone, since one statement may not delete a row and keep it. */
  endedWaits: (rows: string) => `
    delete from waybill.waits w
    using json_to_recordset(${rows}) as r (connection text, kind text, record_id text, "keep" json)
    where w.connection = r.connection and w.kind = r.kind and w.record_id = r.record_id
      and not exists (select 1 from json_array_elements_text(r.keep) k where k = w.on_kind || ':' || w.on_id)`,

  waits: (rows: string) => `
    insert into waybill.waits (connection, kind, record_id, on_kind, on_id)
    select * from json_to_recordset(${rows}) as r (connection text, kind text, record_id text, on_kind text, on_id text)
    on conflict do nothing`,

  closedAttention: (rows: string) => `
    update waybill.attention a set closed_at = now()
    from json_to_recordset(${rows}) as r (connection text, kind text, record_id text)
    where a.connection = r.connection and a.kind = r.kind and a.record_id = r.record_id and a.closed_at is null`,

  /** A choice that was made while this look was under way stays for the next one; the one that was acted on is spent. */
  attention: (rows: string) => `
    insert into waybill.attention as a (connection, kind, record_id, title, request)
    select r.connection, r.kind, r.record_id, r.title, r.request
    from json_to_recordset(${rows}) as r (connection text, kind text, record_id text, title text, request json)
    on conflict (connection, kind, record_id) where closed_at is null do update
    set title = excluded.title, request = excluded.request,
      choice = case when a.request ->> 'code' = excluded.request ->> 'code' and a.choice is distinct from (
        select r.acted_on
        from json_to_recordset(${rows}) as r (connection text, kind text, record_id text, acted_on text)
        where r.connection = a.connection and r.kind = a.kind and r.record_id = a.record_id) then a.choice end`,

  journal: (rows: string) => insertJournal(rows),
} as const;

type Part = keyof typeof parts;
type Rows = Record<Part, unknown[]>;
const names = Object.keys(parts) as Part[];

/** Applies change sets as one statement, whatever their number: all of them or none. */
export async function applyChanges(pool: Pool, changes: readonly ChangeSet[]): Promise<void> {
  const rows = Object.fromEntries(names.map((name): [Part, unknown[]] => [name, []])) as Rows;
  const mirror = new Map<string, MirrorRow>();
  for (const change of changes) {
    for (const row of mirrorRows(change.store, change.mirror ?? [])) keepNewest(mirror, row);
    gather(change, rows);
  }
  rows.mirror.push(...mirror.values());
  const used = names.filter((name) => rows[name].length > 0);
  if (used.length === 0) return;
  const { name, text } = statementOf(used);
  await run(
    pool,
    name,
    text,
    used.map((part) => jsonParameter(rows[part])),
  );
}

/** The statement of a set of parts; the few sets that occur are each prepared once per database connection. */
function statementOf(used: readonly Part[]): { readonly name: string; readonly text: string } {
  const name = `apply-${used.map((part) => names.indexOf(part).toString(16)).join("")}`;
  const known = statements.get(name);
  if (known !== undefined) return { name, text: known };
  const ctes = used.map((part, index) => `p${index} as (${parts[part](`$${index + 1}::json`)})`);
  const text = `with ${ctes.join(",\n")} select 1`;
  statements.set(name, text);
  return { name, text };
}

const statements = new Map<string, string>();

function gather(change: ChangeSet, rows: Rows): void {
  const of = { connection: change.connection, kind: change.key.kind, record_id: change.key.id };
  for (const key of change.mirrorDeleted ?? [])
    rows.mirrorDeleted.push({ store: change.store, kind: key.kind, record_id: key.id });
  if (change.deliveriesDone !== undefined) rows.deliveriesDone.push(...change.deliveriesDone);
  const { openIntent: intent, settleIntent, link } = change;
  if (intent !== undefined)
    rows.openIntents.push({
      ...of,
      id: intent.id,
      action: intent.action,
      reference: intent.reference,
      external_id: intent.externalId,
      desired: intent.desired,
    });
  if (settleIntent !== undefined) rows.settledIntents.push({ id: settleIntent.id });
  if (link !== undefined)
    rows.links.push({
      ...of,
      target_kind: link.targetKind,
      external_id: link.externalId,
      reference: link.reference,
      ...(change.agreedIntent === undefined ? { agreed: link.agreed } : { intent: change.agreedIntent }),
    });
  if (change.settled !== undefined) gatherSettled(change, change.settled, of, rows);
  if (change.journal !== undefined) rows.journal.push(...journalRows(change.journal));
}

function gatherSettled(
  change: ChangeSet,
  { outcome, ...state }: SettledState,
  of: { readonly connection: string; readonly kind: string; readonly record_id: string },
  rows: Rows,
): void {
  rows.states.push({
    ...of,
    fence: change.fence,
    title: state.title,
    email_key: state.search.find((word) => word.includes("@")) ?? null,
    state: outcome.state,
    outcome,
    code: outcome.reason.code,
    attempts: state.attempts,
    first_failed_at: state.firstFailedAt,
    retry_at: outcome.state === "failed" ? outcome.retryAt : null,
  });
  const on = outcome.state === "waiting" ? outcome.on : [];
  for (const key of on) rows.waits.push({ ...of, on_kind: key.kind, on_id: key.id });
  if (outcome.state === "attention")
    rows.attention.push({ ...of, title: state.title, request: outcome.reason, acted_on: state.actedOn });
  // A first settle (fence 0) has nothing to clear: no wait and no attention can exist for a record without a state.
  if (change.fence === 0) return;
  rows.endedWaits.push({ ...of, keep: on.map(keyText) });
  // A choice that could not be carried out yet stays with its question.
  const isTriedAgain = outcome.state === "failed" && outcome.retryAt !== null && state.actedOn !== null;
  if (outcome.state !== "attention" && !isTriedAgain) rows.closedAttention.push(of);
}

/** Mirror writes of one store outside a change set. */
export async function upsertMirrors(
  runner: Runner,
  store: string,
  writes: readonly MirrorWrite[],
): Promise<void> {
  const kept = new Map<string, MirrorRow>();
  for (const row of mirrorRows(store, writes)) keepNewest(kept, row);
  if (kept.size > 0)
    await run(runner, "upsert-mirror", parts.mirror("$1::json"), [jsonParameter([...kept.values()])]);
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
  }));
}

/** One statement may not touch a row twice: of several writes to one record, the newest counts. */
function keepNewest(kept: Map<string, MirrorRow>, row: MirrorRow): void {
  const id = `${row.store}\n${row.kind}\n${row.record_id}`;
  const other = kept.get(id);
  if (other === undefined || (row.updated_at ?? "") >= (other.updated_at ?? "")) kept.set(id, row);
}
