import type { PoolClient } from "pg";
import type { ChangeSet, MirrorWrite } from "#engine/ports/engine-store.ts";
import { journalRows, writeJournal } from "./journal.ts";
import { run, type Runner } from "./statement.ts";

const upsertMirrorSql = `
  insert into waybill.mirror as m (store, kind, record_id, updated_at, record, hash, origin, confirmed, withheld)
  select r.store, r.kind, r.record_id, r.updated_at, r.record, r.hash, r.origin, r.origin = 'read', r.withheld
  from json_to_recordset($1) as r (store text, kind text, record_id text, updated_at timestamptz, record json,
    hash text, origin text, withheld boolean)
  on conflict (store, kind, record_id) do update
  set updated_at = excluded.updated_at, record = excluded.record, hash = excluded.hash, origin = excluded.origin,
    confirmed = m.confirmed or excluded.confirmed, withheld = excluded.withheld, deleted_at = null, seen_at = now()
  where m.updated_at is null or excluded.updated_at is null or excluded.updated_at >= m.updated_at`;

const deleteMirrorSql = `
  update waybill.mirror m set deleted_at = now()
  from json_to_recordset($1) as r (store text, kind text, record_id text)
  where m.store = r.store and m.kind = r.kind and m.record_id = r.record_id and m.deleted_at is null`;

const doneSql = `
  update waybill.inbox i set done_at = now(), outcome = r.outcome, reason = r.reason
  from json_to_recordset($1) as r (id bigint, outcome text, reason json)
  where i.id = r.id and i.done_at is null`;

const openIntentSql = `
  insert into waybill.intent as i (id, connection, kind, record_id, action, reference, external_id, desired)
  select r.id, r.connection, r.kind, r.record_id, r.action, r.reference, r.external_id, r.desired
  from json_to_recordset($1) as r (id uuid, connection text, kind text, record_id text, action text, reference text,
    external_id text, desired json)
  on conflict (connection, kind, record_id) do update
  set id = excluded.id, action = excluded.action, reference = excluded.reference,
    external_id = excluded.external_id, desired = excluded.desired, opened_at = now()`;

const settleIntentSql = `delete from waybill.intent where id = any($1::uuid[])`;

const upsertLinkSql = `
  insert into waybill.link as l (connection, kind, record_id, target_kind, external_id, reference, agreed)
  select r.connection, r.kind, r.record_id, r.target_kind, r.external_id, r.reference, r.agreed
  from json_to_recordset($1) as r (connection text, kind text, record_id text, target_kind text, external_id text,
    reference text, agreed json)
  on conflict (connection, kind, record_id) do update
  set target_kind = excluded.target_kind, external_id = excluded.external_id, reference = excluded.reference,
    agreed = excluded.agreed, verified_at = now()`;

const settleStateSql = `
  insert into waybill.record_state as s (connection, kind, record_id, fence, title, email_key, state, outcome, code,
    attempts, first_failed_at, retry_at)
  select r.connection, r.kind, r.record_id, r.fence, r.title, r.email_key, r.state, r.outcome, r.code, r.attempts,
    r.first_failed_at, r.retry_at
  from json_to_recordset($1) as r (connection text, kind text, record_id text, fence bigint, title text,
    email_key text, state text, outcome json, code text, attempts int, first_failed_at timestamptz,
    retry_at timestamptz)
  on conflict (connection, kind, record_id) do update
  set title = excluded.title, email_key = excluded.email_key, state = excluded.state, outcome = excluded.outcome,
    code = excluded.code, attempts = excluded.attempts, first_failed_at = excluded.first_failed_at,
    retry_at = case when s.dirty then null else excluded.retry_at end, holder = null, touched_at = now()
  where s.fence <= excluded.fence`;

const clearWaitsSql = `
  delete from waybill.waits w using json_to_recordset($1) as r (connection text, kind text, record_id text)
  where w.connection = r.connection and w.kind = r.kind and w.record_id = r.record_id`;

const insertWaitsSql = `
  insert into waybill.waits (connection, kind, record_id, on_kind, on_id)
  select * from json_to_recordset($1) as r (connection text, kind text, record_id text, on_kind text, on_id text)
  on conflict do nothing`;

const closeAttentionSql = `
  update waybill.attention a set closed_at = now()
  from json_to_recordset($1) as r (connection text, kind text, record_id text)
  where a.connection = r.connection and a.kind = r.kind and a.record_id = r.record_id and a.closed_at is null`;

const openAttentionSql = `
  insert into waybill.attention (connection, kind, record_id, title, request)
  select * from json_to_recordset($1) as r (connection text, kind text, record_id text, title text, request json)
  on conflict (connection, kind, record_id) where closed_at is null do update
  set title = excluded.title, request = excluded.request, choice = null, chosen_by = null, chosen_at = null`;

/** Applies change sets inside an open transaction, with a number of statements that does not depend on their number. */
export async function applyChanges(client: PoolClient, changes: readonly ChangeSet[]): Promise<void> {
  const statement = async (name: string, text: string, rows: readonly unknown[]): Promise<void> => {
    if (rows.length > 0) await run(client, name, text, [JSON.stringify(rows)]);
  };
  const of = (change: ChangeSet) => ({
    connection: change.connection,
    kind: change.key.kind,
    record_id: change.key.id,
  });

  await statement(
    "upsert-mirror",
    upsertMirrorSql,
    lastOfEach(
      changes.flatMap((change) => mirrorRows(change.store, change.mirror ?? [])),
      mirrorId,
    ),
  );
  await statement(
    "delete-mirror",
    deleteMirrorSql,
    changes.flatMap((change) =>
      (change.mirrorDeleted ?? []).map((key) => ({
        store: change.store,
        kind: key.kind,
        record_id: key.id,
      })),
    ),
  );
  await statement(
    "deliveries-done",
    doneSql,
    changes.flatMap((change) => change.deliveriesDone ?? []),
  );
  await statement(
    "open-intents-insert",
    openIntentSql,
    changes.flatMap(({ openIntent: intent, ...change }) =>
      intent === undefined
        ? []
        : [
            {
              ...of(change),
              id: intent.id,
              action: intent.action,
              reference: intent.reference,
              external_id: intent.externalId,
              desired: intent.desired,
            },
          ],
    ),
  );
  const settledIntents = changes.flatMap((change) => (change.settleIntent ? [change.settleIntent.id] : []));
  if (settledIntents.length > 0) await run(client, "settle-intents", settleIntentSql, [settledIntents]);
  await statement(
    "upsert-links",
    upsertLinkSql,
    changes.flatMap(({ link, ...change }) =>
      link === undefined
        ? []
        : [
            {
              ...of(change),
              target_kind: link.targetKind,
              external_id: link.externalId,
              reference: link.reference,
              agreed: link.agreed,
            },
          ],
    ),
  );
  await settleStates(statement, changes, of);
  await writeJournal(client, journalRows(changes.flatMap((change) => change.journal ?? [])));
}

type Statement = (name: string, text: string, rows: readonly unknown[]) => Promise<void>;
type KeyRow = { connection: string; kind: string; record_id: string };

async function settleStates(
  statement: Statement,
  changes: readonly ChangeSet[],
  of: (change: ChangeSet) => KeyRow,
): Promise<void> {
  const settled = changes.flatMap((change) =>
    change.settled === undefined ? [] : [{ change, settled: change.settled, row: of(change) }],
  );
  await statement(
    "settle-states",
    settleStateSql,
    settled.map(({ change, settled: { outcome, ...state }, row }) => ({
      ...row,
      fence: change.fence,
      title: state.title,
      email_key: state.search.find((word) => word.includes("@")) ?? null,
      state: outcome.state,
      outcome,
      code: outcome.reason.code,
      attempts: state.attempts,
      first_failed_at: state.firstFailedAt,
      retry_at: outcome.state === "failed" ? outcome.retryAt : null,
    })),
  );
  // A first settle (fence 0) has nothing to clear: no wait and no attention can exist for a record without a state.
  const again = settled.filter(({ change }) => change.fence > 0);
  await statement(
    "clear-waits",
    clearWaitsSql,
    again.map(({ row }) => row),
  );
  await statement(
    "insert-waits",
    insertWaitsSql,
    settled.flatMap(({ settled: { outcome }, row }) =>
      outcome.state === "waiting"
        ? outcome.on.map((key) => ({ ...row, on_kind: key.kind, on_id: key.id }))
        : [],
    ),
  );
  await statement(
    "close-attention",
    closeAttentionSql,
    again.filter(({ settled: { outcome } }) => outcome.state !== "attention").map(({ row }) => row),
  );
  await statement(
    "open-attention",
    openAttentionSql,
    settled.flatMap(({ settled: { outcome, title }, row }) =>
      outcome.state === "attention" ? [{ ...row, title, request: outcome.reason }] : [],
    ),
  );
}

/** Mirror writes of one store outside a change set. */
export async function upsertMirrors(
  runner: Runner,
  store: string,
  writes: readonly MirrorWrite[],
): Promise<void> {
  const rows = lastOfEach(mirrorRows(store, writes), mirrorId);
  if (rows.length > 0) await run(runner, "upsert-mirror", upsertMirrorSql, [JSON.stringify(rows)]);
}

function mirrorRows(store: string, writes: readonly MirrorWrite[]) {
  return writes.map((write) => ({
    store,
    kind: write.key.kind,
    record_id: write.key.id,
    updated_at: write.record.updatedAt,
    record: write.record,
    hash: write.hash,
    origin: write.origin,
    withheld: write.withheld,
  }));
}

function mirrorId(row: { store: string; kind: string; record_id: string }): string {
  return `${row.store}\n${row.kind}\n${row.record_id}`;
}

/** One statement may not touch a row twice: of several writes to one record, the newest counts. */
function lastOfEach<T extends { updated_at: string | null }>(
  rows: readonly T[],
  id: (row: T) => string,
): T[] {
  const kept = new Map<string, T>();
  for (const row of rows) {
    const other = kept.get(id(row));
    if (other === undefined || (row.updated_at ?? "") >= (other.updated_at ?? "")) kept.set(id(row), row);
  }
  return [...kept.values()];
}
