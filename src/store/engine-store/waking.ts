import { keyText, type RecordKey, type RecordKind } from "#domain/source-record.ts";
import type { CalledKey, ConnectionRow, EngineStore } from "#engine/ports/engine-store.ts";
import { emailOf } from "./commit.ts";
import { jsonParameter, run, type Runner } from "./statement.ts";

interface KeyRow {
  kind: RecordKind;
  record_id: string;
}

const toKeys = (rows: readonly KeyRow[]): RecordKey[] =>
  rows.map((row) => ({ kind: row.kind, id: row.record_id }));
interface CalledRow extends KeyRow {
  live: boolean;
}

const toCalled = (rows: readonly CalledRow[]): CalledKey[] =>
  rows.map((row) => ({ kind: row.kind, id: row.record_id, live: row.live }));
const kinds = (keys: readonly RecordKey[]): string[] => keys.map((key) => key.kind);
const ids = (keys: readonly RecordKey[]): string[] => keys.map((key) => key.id);

const markDirtySql = `
  insert into waybill.record_state as s (connection, kind, record_id, dirty, look_again, title, email_key, live)
  select distinct $1, k.kind, k.record_id, true, $3::boolean, k.title, k.email_key, k.live
  from json_to_recordset($2) as k (kind text, record_id text, title text, email_key text, live boolean)
  order by k.kind, k.record_id
  on conflict (connection, kind, record_id) do update
  set dirty = true, title = coalesce(s.title, excluded.title),
    email_key = case when s.title is null then excluded.email_key else s.email_key end, look_again = s.look_again or excluded.look_again, live = s.live or excluded.live, retry_at = null, touched_at = now(),
    attempts = case when excluded.look_again then 0 else s.attempts end,
    first_failed_at = case when excluded.look_again then null else s.first_failed_at end`;

/**
 * Marks keys as having work. A key that waited for its next try is due at once; one that somebody asked for starts anew. A name that
 * a look at the record has given stays.
 */
export async function markDirty(
  runner: Runner,
  connection: string,
  keys: readonly RecordKey[],
  { lookAgain = false, names, live }: NonNullable<Parameters<EngineStore["markDirty"]>[2]> = {},
): Promise<void> {
  if (keys.length === 0) return;
  const rows = keys.map((key) => {
    const name = names?.get(keyText(key));
    const named = name === undefined ? {} : { title: name.title, email_key: emailOf(name) };
    return { kind: key.kind, record_id: key.id, ...named, live: live?.has(keyText(key)) ?? false };
  });
  await run(runner, "mark-dirty", markDirtySql, [connection, jsonParameter(rows), lookAgain]);
}

const callNewSql = `
  insert into waybill.record_state as s (connection, kind, record_id, dirty, live)
  select distinct $1, k.kind, k.record_id, true, $4::boolean
  from unnest($2::text[], $3::text[]) as k (kind, record_id)
  order by k.kind, k.record_id
  on conflict (connection, kind, record_id) do nothing
  returning s.kind, s.record_id`;

/** Marks keys that nothing is known of yet. */
export async function callNew(
  runner: Runner,
  connection: string,
  keys: readonly RecordKey[],
  live: boolean,
): Promise<readonly RecordKey[]> {
  if (keys.length === 0) return [];
  return toKeys(
    await run<KeyRow>(runner, "call-new", callNewSql, [connection, kinds(keys), ids(keys), live]),
  );
}

const nudgeSql = `
  insert into waybill.record_state as s (connection, kind, record_id, dirty, live)
  select distinct $1, k.kind, k.record_id, true, k.live
  from unnest($3::text[], $4::text[], $5::boolean[]) as k (kind, record_id, live)
  order by k.kind, k.record_id
  on conflict (connection, kind, record_id) do update set dirty = true, live = s.live or excluded.live, touched_at = now()
  where s.state is null or s.state not in ('failed', 'attention') or exists (
    select 1 from waybill.mirror m
    where m.store = $2 and m.kind = s.kind and m.record_id = s.record_id and m.version is distinct from s.seen_version)
  returning s.kind, s.record_id`;

/** Marks keys that others wait for, and leaves alone those that failed or wait for a person with nothing new to look at. */
export async function nudge(
  runner: Runner,
  connection: ConnectionRow,
  keys: readonly RecordKey[],
  live: ReadonlySet<string>,
): Promise<readonly RecordKey[]> {
  if (keys.length === 0) return [];
  const isLive = keys.map((key) => live.has(keyText(key)));
  const values = [connection.name, connection.store, kinds(keys), ids(keys), isLive];
  return toKeys(await run<KeyRow>(runner, "nudge", nudgeSql, values));
}

const stillOpenSql = `
  select k.kind, k.record_id from unnest($3::text[], $4::text[], $5::bigint[]) as k (kind, record_id, seen)
  where exists (select 1 from waybill.inbox i
      where i.store = $2 and i.kind = k.kind and i.record_id = k.record_id and i.done_at is null and i.id > k.seen)
    or exists (select 1 from waybill.record_state s
      where s.connection = $1 and s.kind = k.kind and s.record_id = k.record_id and s.dirty)
    or exists (select 1 from waybill.mirror m
      join waybill.record_state s on s.connection = $1 and s.kind = m.kind and s.record_id = m.record_id
      where m.store = $2 and m.kind = k.kind and m.record_id = k.record_id and s.holder is null
        and m.version is distinct from s.seen_version)
    or (select bool_and(l.connection is not null) from waybill.waits w
      left join waybill.link l on l.connection = w.connection and l.kind = w.on_kind and l.record_id = w.on_id
      where w.connection = $1 and w.kind = k.kind and w.record_id = k.record_id)`;

export async function stillOpen(
  runner: Runner,
  connection: ConnectionRow,
  seen: Parameters<EngineStore["stillOpen"]>[1],
): Promise<readonly RecordKey[]> {
  if (seen.length === 0) return [];
  const keys = seen.map(({ key }) => key);
  const last = seen.map(({ lastDelivery }) => lastDelivery);
  const values = [connection.name, connection.store, kinds(keys), ids(keys), last];
  return toKeys(await run<KeyRow>(runner, "still-open", stillOpenSql, values));
}

const inWorkSql = `
  select k.kind, k.record_id from unnest($3::text[], $4::text[]) as k (kind, record_id)
  left join waybill.record_state s on s.connection = $1 and s.kind = k.kind and s.record_id = k.record_id
  where s.dirty or s.holder is not null or (s.retry_at is null and exists (
    select 1 from waybill.inbox i
    where i.store = $2 and i.kind = k.kind and i.record_id = k.record_id and i.done_at is null))`;

export async function inWork(
  runner: Runner,
  connection: ConnectionRow,
  keys: readonly RecordKey[],
): Promise<readonly RecordKey[]> {
  const values = [connection.name, connection.store, kinds(keys), ids(keys)];
  return toKeys(await run<KeyRow>(runner, "in-work", inWorkSql, values));
}

const heldSql = `
  select kind, record_id from waybill.record_state s
  join unnest($2::text[], $3::text[]) as k (kind, record_id) using (kind, record_id)
  where s.connection = $1 and s.holder is not null`;

export async function held(
  runner: Runner,
  connection: string,
  keys: readonly RecordKey[],
): Promise<readonly RecordKey[]> {
  return toKeys(await run<KeyRow>(runner, "held", heldSql, [connection, kinds(keys), ids(keys)]));
}

const takeDueSql = `
  update waybill.record_state s set dirty = true, retry_at = null, touched_at = now()
  from (
    select kind, record_id from waybill.record_state
    where connection = $1 and retry_at <= $2 order by retry_at limit $3 for update skip locked
  ) due
  where s.connection = $1 and s.kind = due.kind and s.record_id = due.record_id
  returning s.kind, s.record_id, s.live`;

export async function takeDue(
  runner: Runner,
  connection: string,
  now: string,
  limit: number,
): Promise<readonly CalledKey[]> {
  return toCalled(await run<CalledRow>(runner, "take-due", takeDueSql, [connection, now, limit]));
}

const forgottenSql = `
  select kind, record_id, bool_or(live) as live from (
  (select distinct i.kind, i.record_id, true as live from waybill.inbox i
    where i.store = $2 and i.done_at is null and i.kind is not null and i.received_at < $3
      and not exists (select 1 from waybill.record_state w where w.connection = $1 and w.kind = i.kind
        and w.record_id = i.record_id and w.retry_at is not null)
    limit $4)
  union all
  (select s.kind, s.record_id, s.live from waybill.record_state s
    where s.connection = $1 and s.dirty and s.touched_at < $3 limit $4)) f
  group by kind, record_id`;

export async function forgotten(
  runner: Runner,
  connection: ConnectionRow,
  olderThan: string,
  limit: number,
): Promise<readonly CalledKey[]> {
  const values = [connection.name, connection.store, olderThan, limit];
  return toCalled(await run<CalledRow>(runner, "forgotten", forgottenSql, values));
}

const laggingSql = `
  select k.kind, k.record_id from unnest($3::text[], $4::text[]) as k (kind, record_id)
  join waybill.mirror m on m.store = $2 and m.kind = k.kind and m.record_id = k.record_id
  left join waybill.record_state s on s.connection = $1 and s.kind = k.kind and s.record_id = k.record_id
  where m.version is distinct from s.seen_version`;

export async function lagging(
  runner: Runner,
  connection: ConnectionRow,
  keys: readonly RecordKey[],
): Promise<readonly RecordKey[]> {
  const values = [connection.name, connection.store, kinds(keys), ids(keys)];
  return toKeys(await run<KeyRow>(runner, "lagging", laggingSql, values));
}

const forgottenDeliveriesSql = `
  select 1 from waybill.inbox i where i.store = $1 and i.done_at is null and i.received_at < $2 limit 1`;

export async function hasForgottenDeliveries(
  runner: Runner,
  store: string,
  olderThan: string,
): Promise<boolean> {
  const rows = await run(runner, "forgotten-deliveries", forgottenDeliveriesSql, [store, olderThan]);
  return rows.length > 0;
}

/** Of a record \`w\`: only a run has called for it, and that run is not to go on now. */
const isPutAside = `
  exists (select 1 from waybill.run u
    join waybill.run_record r on r.run = u.id and r.kind = w.kind and r.record_id = w.record_id and not r.settled
    where u.connection = w.connection and u.state in ('paused', 'cancelled', 'failed'))
  and not exists (select 1 from waybill.record_state l
    where l.connection = w.connection and l.kind = w.kind and l.record_id = w.record_id
      and (l.live or l.look_again or l.dirty))`;

const dependantsSql = `
  select distinct w.kind, w.record_id from unnest($2::text[], $3::text[]) as k (kind, record_id)
  join waybill.waits w on w.connection = $1 and w.on_kind = k.kind and w.on_id = k.record_id
  where not (${isPutAside})`;

export async function dependants(
  runner: Runner,
  connection: string,
  keys: readonly RecordKey[],
): Promise<readonly RecordKey[]> {
  if (keys.length === 0) return [];
  return toKeys(await run<KeyRow>(runner, "dependants", dependantsSql, [connection, kinds(keys), ids(keys)]));
}

const waitingSql = `
  select w.kind, w.record_id from waybill.record_state w
  where w.connection = $1 and w.state = 'waiting' and not (${isPutAside})`;

export async function waitingKeys(runner: Runner, connection: string): Promise<readonly RecordKey[]> {
  return toKeys(await run<KeyRow>(runner, "waiting-keys", waitingSql, [connection]));
}

const keysInSql = `
  select kind, record_id from waybill.record_state
  where connection = $1 and state = any($2::text[]) and ($3::text is null or code = $3)`;

export async function keysIn(
  runner: Runner,
  connection: string,
  states: readonly string[],
  code: string | null,
): Promise<readonly RecordKey[]> {
  return toKeys(await run<KeyRow>(runner, "keys-in", keysInSql, [connection, [...states], code]));
}

const byExternalIdSql = `
  select kind, record_id from waybill.link
  where connection = $1 and target_kind = $2 and external_id = any($3::text[])`;

export async function linkByExternalId(
  runner: Runner,
  connection: string,
  targetKind: string,
  externalIds: readonly string[],
): Promise<readonly RecordKey[]> {
  const values = [connection, targetKind, [...externalIds]];
  return toKeys(await run<KeyRow>(runner, "link-by-external-id", byExternalIdSql, values));
}

const notYetGoneSql = `
  select k.kind, k.record_id from unnest($2::text[], $3::text[]) as k (kind, record_id)
  left join waybill.record_state s on s.connection = $1 and s.kind = k.kind and s.record_id = k.record_id
  where s.state is null or s.state not in ('attention', 'skipped')`;

export async function notYetGone(
  runner: Runner,
  connection: string,
  keys: readonly RecordKey[],
): Promise<readonly RecordKey[]> {
  if (keys.length === 0) return [];
  return toKeys(
    await run<KeyRow>(runner, "not-yet-gone", notYetGoneSql, [connection, kinds(keys), ids(keys)]),
  );
}
