import type { Pool } from "pg";
import type { RecordKey, RecordKind } from "#domain/source-record.ts";
import type { EngineStore } from "#engine/ports/engine-store.ts";
import { count, run, transaction, type Runner } from "./statement.ts";

/** Stands where a text was that may have told of a person. */
export const removedText =
  "What was noted here was removed at the shop's request, to protect a person's data.";

/** A reason or question without what it tells: its code stays, and what may be chosen, by its stable name. */
const bareReason = (reason: string): string => `jsonb_strip_nulls(jsonb_build_object(
  'code', ${reason} ->> 'code', 'message', '${removedText.replaceAll("'", "''")}',
  'choices', case when json_typeof(${reason} -> 'choices') = 'array' then (
    select coalesce(jsonb_agg(jsonb_build_object('choice', c ->> 'choice', 'label', c ->> 'choice')), '[]')
    from json_array_elements(${reason} -> 'choices') c) end))`;

const isTold = (message: string): string =>
  `${message} is distinct from '${removedText.replaceAll("'", "''")}'`;

/** Orders are titled by their name, which tells of nobody; customers by theirs. */
const bareTitle = `case when t.kind = 'orders' then t.title else t.kind || ':' || t.record_id end`;

/** Whose rows a statement is about: those of keys `$2`, `$3` of the store `$1`, or all of it. */
interface Extent {
  readonly name: "named" | "all";
  /** Condition on a table with keys. */
  readonly keys: string;
  /** Condition on the inbox, where deliveries about no single record have no key. */
  readonly inbox: string;
}

const named: Extent = {
  name: "named",
  keys: `(t.kind, t.record_id) in (select * from unnest($2::text[], $3::text[]))`,
  inbox: `(t.kind, t.record_id) in (select * from unnest($2::text[], $3::text[]))`,
};
const all: Extent = { name: "all", keys: `t.kind is not null`, inbox: "true" };

const ofStore = `t.connection in (select name from waybill.connection where store = $1)`;

/**
 * Statements that leave of records that they existed, when something happened to them, how they stand by its code, and where they
 * went; everything else that is noted of them goes.
 */
const forget = ({ keys, inbox }: Extent): Readonly<Record<string, string>> => ({
  mirror: `delete from waybill.mirror t where t.store = $1 and ${keys}`,
  inbox: `update waybill.inbox t set body = '{}', reason = null, done_at = coalesce(done_at, now()),
      outcome = coalesce(outcome, 'redacted')
    where t.store = $1 and ${inbox} and (t.body <> '{}' or t.reason is not null)`,
  link: `update waybill.link t set agreed = null, mark = null where ${ofStore} and ${keys} and t.agreed is not null`,
  intent: `delete from waybill.intent t where ${ofStore} and ${keys}`,
  state: `update waybill.record_state t set email_key = null, title = ${bareTitle},
      outcome = (t.outcome::jsonb || jsonb_build_object('reason', ${bareReason("(t.outcome -> 'reason')")}))::json
    where ${ofStore} and ${keys} and case when t.outcome is null
      then t.email_key is not null or t.title is distinct from ${bareTitle}
      else ${isTold("t.outcome -> 'reason' ->> 'message'")} end`,
  attention: `update waybill.attention t set title = ${bareTitle}, request = ${bareReason("t.request")}::json,
      choice = case when t.closed_at is null then t.choice else split_part(t.choice, '=', 1) end
    where ${ofStore} and ${keys} and ${isTold("t.request ->> 'message'")}`,
  journal: `update waybill.journal t set message = '${removedText.replaceAll("'", "''")}', detail = null
    where t.store = $1 and ${keys} and t.code <> 'RECEIVED' and (t.detail is not null or ${isTold("t.message")})`,
  received: `update waybill.journal t set detail = null
    where t.store = $1 and ${keys} and t.code = 'RECEIVED' and t.detail is not null`,
});

const statements = { named: forget(named), all: forget(all) };

const heldSql = ({ keys }: Extent): string =>
  `select 1 from waybill.record_state t where ${ofStore} and ${keys} and t.holder is not null limit 1`;

async function forgetAll(pool: Pool, extent: Extent, values: readonly unknown[]) {
  return transaction(pool, async (client) => {
    let rows = 0;
    for (const [part, text] of Object.entries(statements[extent.name]))
      rows += await count(client, `redact-${extent.name}-${part}`, text, values);
    const held = await run(client, `redact-${extent.name}-held`, heldSql(extent), values);
    return { rows, inWork: held.length > 0 };
  });
}

/** Removes personal data of records. That they existed, how they stand, and where they went, stays. */
export function redact(
  pool: Pool,
  store: string,
  keys: readonly RecordKey[],
): ReturnType<EngineStore["redact"]> {
  if (keys.length === 0) return Promise.resolve({ rows: 0, inWork: false });
  return forgetAll(pool, named, [store, keys.map((key) => key.kind), keys.map((key) => key.id)]);
}

/** Removes everything that a store's buyers told: after the shop has uninstalled the app and asked for it. */
export function redactStore(pool: Pool, store: string): ReturnType<EngineStore["redactStore"]> {
  return forgetAll(pool, all, [store]);
}

const heldOfSql = `
  select k.kind, k.record_id from unnest($2::text[], $3::text[]) as k (kind, record_id)
  where exists (select 1 from waybill.mirror t
      where t.store = $1 and t.kind = k.kind and t.record_id = k.record_id)
    or exists (select 1 from waybill.inbox t
      where t.store = $1 and t.kind = k.kind and t.record_id = k.record_id and t.body <> '{}')
    or exists (select 1 from waybill.link t
      where ${ofStore} and t.kind = k.kind and t.record_id = k.record_id and t.agreed is not null)
    or exists (select 1 from waybill.journal t
      where t.store = $1 and t.kind = k.kind and t.record_id = k.record_id
        and (t.code = 'RECEIVED' or ${isTold("t.message")}))`;

/** Of these records, the ones of which something is kept. */
export async function kept(
  runner: Runner,
  store: string,
  keys: readonly RecordKey[],
): Promise<readonly RecordKey[]> {
  if (keys.length === 0) return [];
  const values = [store, keys.map((key) => key.kind), keys.map((key) => key.id)];
  const rows = await run<{ kind: RecordKind; record_id: string }>(runner, "kept", heldOfSql, values);
  return rows.map((row) => ({ kind: row.kind, id: row.record_id }));
}

/** Days that dealt-with deliveries, journal lines and settled questions are kept. */
const retentionDays = { deliveries: 14, journal: 400, attention: 400 };
const pruneBatch = 5_000;

/** Deletes what is older than its retention, a bounded number at once. */
export async function prune(pool: Pool, now: string): Promise<number> {
  const deliveries = await count(
    pool,
    "prune-inbox",
    `delete from waybill.inbox where id in (
       select id from waybill.inbox
       where received_at < $1::timestamptz - make_interval(days => $2)
         and done_at < $1::timestamptz - make_interval(days => $2) limit $3)`,
    [now, retentionDays.deliveries, pruneBatch],
  );
  const lines = await count(
    pool,
    "prune-journal",
    `delete from waybill.journal where id in (
       select id from waybill.journal where at < $1::timestamptz - make_interval(days => $2) limit $3)`,
    [now, retentionDays.journal, pruneBatch],
  );
  const questions = await count(
    pool,
    "prune-attention",
    `delete from waybill.attention where id in (
       select id from waybill.attention
       where closed_at < $1::timestamptz - make_interval(days => $2) limit $3)`,
    [now, retentionDays.attention, pruneBatch],
  );
  const ofRuns = await count(
    pool,
    "prune-run-records",
    `delete from waybill.run_record where ctid = any(array(
       select r.ctid from waybill.run_record r join waybill.run u on u.id = r.run
       where u.state not in ('running', 'paused') limit $1))`,
    [pruneBatch],
  );
  return deliveries + lines + questions + ofRuns;
}
