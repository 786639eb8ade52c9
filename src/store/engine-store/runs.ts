import type { RecordKey, RecordKind } from "#domain/source-record.ts";
import type { EngineStore, RunRow } from "#engine/ports/engine-store.ts";
import { finalResults, type RunProgress, type RunResult } from "#engine/ports/run-store.ts";
import { iso, jsonParameter, run, type Runner } from "./statement.ts";

const columns = `id, connection, type, state, phase, entity, since, cursor, expected, read, started_at, ended_at, report, reason`;

interface Row extends Omit<RunRow, "startedAt" | "endedAt"> {
  readonly started_at: Date;
  readonly ended_at: Date | null;
}

function view(row: Row): RunRow {
  const { started_at: startedAt, ended_at: endedAt, ...rest } = row;
  return { ...rest, startedAt: iso(startedAt), endedAt: iso(endedAt) };
}

function first(rows: readonly Row[]): RunRow | null {
  return rows[0] === undefined ? null : view(rows[0]);
}

const startSql = `
  insert into waybill.run (id, connection, type, state, entity, since, started_at)
  values ($1, $2, $3, 'running', $4, $5, $6)
  on conflict (connection) where state in ('running', 'paused') do nothing
  returning ${columns}`;
const runningSql = `
  select ${columns} from waybill.run where connection = $1 and state in ('running', 'paused')`;

/** Starts a run unless another of the connection is under way, which is then answered. */
export const startRun =
  (runner: Runner): EngineStore["startRun"] =>
  async (start) => {
    const values = [start.id, start.connection, start.type, start.entity, start.since, start.startedAt];
    const started = first(await run<Row>(runner, "start-run", startSql, values));
    if (started !== null) return { run: started, running: null };
    return {
      run: null,
      running: first(await run<Row>(runner, "running-run", runningSql, [start.connection])),
    };
  };

/** Only one run of a connection may be under way: the unique index refuses another, which is told like a state that does not fit. */
const changeSql = `
  update waybill.run r set state = $3, ended_at = $4, reason = $5, failures = 0
  where id = $1 and state = any($2::text[]) and ($3 not in ('running', 'paused') or not exists (
    select 1 from waybill.run o
    where o.connection = r.connection and o.id <> r.id and o.state in ('running', 'paused')))
  returning ${columns}`;

export async function changeRun(
  runner: Runner,
  id: string,
  from: readonly RunRow["state"][],
  change: Parameters<EngineStore["changeRun"]>[2],
): Promise<RunRow | null> {
  const reason = change.reason === undefined || change.reason === null ? null : jsonParameter(change.reason);
  const values = [id, [...from], change.state, change.endedAt ?? null, reason];
  return first(await run<Row>(runner, "change-run", changeSql, values));
}

export async function runById(runner: Runner, id: string): Promise<RunRow | null> {
  if (!/^[0-9a-f-]{36}$/i.test(id)) return null;
  return first(await run<Row>(runner, "run", `select ${columns} from waybill.run where id = $1`, [id]));
}

/** Those under way come first, so that none of them is ever beyond the end of the list. */
const runsSql = `
  select ${columns} from waybill.run where $1::text is null or connection = $1
  order by state in ('running', 'paused') desc, started_at desc limit 100`;

export async function runs(runner: Runner, connection: string | null): Promise<readonly RunRow[]> {
  return (await run<Row>(runner, "runs", runsSql, [connection])).map(view);
}

/** A worker's name begins with its process, so that what a dead process held is free at once. */
const workSql = `
  update waybill.run r set worker = $2, held_until = now() + make_interval(secs => $3::double precision / 1000)
  where id = $1 and state = 'running' and (held_until is null or held_until < now() or worker = $2
    or (worker is not null
      and not exists (select 1 from waybill.process p where p.id = split_part(r.worker, '/', 1))))
  returning ${columns}`;

export async function workOnRun(
  runner: Runner,
  id: string,
  worker: string,
  leaseMs: number,
): Promise<RunRow | null> {
  return first(await run<Row>(runner, "work-on-run", workSql, [id, worker, leaseMs]));
}

const leaveSql = `
  update waybill.run
  set worker = null, held_until = case when $3 > 0 then now() + make_interval(secs => $3::double precision / 1000) end
  where id = $1 and worker = $2`;

export async function leaveRun(runner: Runner, id: string, worker: string, restMs: number): Promise<void> {
  await run(runner, "leave-run", leaveSql, [id, worker, restMs]);
}

const noteRecordsSql = `
  with added as (
    insert into waybill.run_record (run, kind, record_id)
    select distinct $1::uuid, k.kind, k.record_id from unnest($2::text[], $3::text[]) as k (kind, record_id)
    on conflict do nothing returning 1)
  update waybill.run set read = read + (select count(*) from added) where id = $1`;

export async function noteRunRecords(runner: Runner, id: string, keys: readonly RecordKey[]): Promise<void> {
  if (keys.length === 0) return;
  const values = [id, keys.map((key) => key.kind), keys.map((key) => key.id)];
  await run(runner, "note-run-records", noteRecordsSql, values);
}

const moveSql = `
  update waybill.run set cursor = $3, phase = $4, expected = coalesce($5, expected), failures = 0
  where id = $1 and worker = $2`;

export async function moveRun(
  runner: Runner,
  id: string,
  worker: string,
  { cursor, phase, expected }: Parameters<EngineStore["moveRun"]>[2],
): Promise<void> {
  await run(runner, "move-run", moveSql, [id, worker, cursor, phase, expected ?? null]);
}

const failureSql = `
  update waybill.run set failures = failures + 1 where id = $1 and worker = $2 returning failures`;

export async function noteRunFailure(runner: Runner, id: string, worker: string): Promise<number> {
  const [row] = await run<{ failures: number }>(runner, "run-failure", failureSql, [id, worker]);
  return row?.failures ?? 0;
}

/**
 * A record is settled once it stands somewhere and no work on it is left; one that waits for another, once that one gives it
 * nothing to wait for any more. Seen so once is enough: what happens to it later is not the run's. One that needed no look, or none
 * that was told to the run, is counted as it stands.
 */
const settleSql = `
  with settled as (
    update waybill.run_record r set settled = true, at = coalesce(r.at, now()), code = coalesce(r.code, s.code),
      result = case when r.result = any($2::text[]) then r.result when s.state = 'synced' then 'unchanged' else s.state end
    from waybill.run u, waybill.record_state s
    where u.id = $1 and r.run = u.id and not r.settled
      and s.connection = u.connection and s.kind = r.kind and s.record_id = r.record_id
      and s.state is not null and not s.dirty and s.holder is null
      and not (s.state = 'waiting' and exists (
        select 1 from waybill.waits w
        left join waybill.record_state o
          on o.connection = w.connection and o.kind = w.on_kind and o.record_id = w.on_id
        left join waybill.link l on l.connection = w.connection and l.kind = w.on_kind and l.record_id = w.on_id
        where w.connection = s.connection and w.kind = s.kind and w.record_id = s.record_id
          and (o.state is null or o.dirty or o.holder is not null or l.connection is not null)))
    returning 1)
  select ((select count(*) from waybill.run_record r where r.run = $1 and not r.settled)
    - (select count(*) from settled))::int as open`;

export async function settleRunRecords(runner: Runner, id: string): Promise<number> {
  const values = [id, [...finalResults]];
  const [row] = await run<{ open: number }>(runner, "settle-run-records", settleSql, values);
  return row?.open ?? 0;
}

/**
 * The numbers are counted from the records, not kept beside them. What the shop counts may be more than what was read only by
 * mistake, so that such a run does not count as done.
 */
const finishSql = `
  with counted as (
    select r.result, r.code, r.occasion, count(*)::int as n from waybill.run_record r
    where r.run = $1 group by 1, 2, 3),
  account as (
    select coalesce(sum(n), 0) as all_of_them,
      jsonb_build_object(
        'created', coalesce(sum(n) filter (where result = 'created'), 0),
        'updated', coalesce(sum(n) filter (where result = 'updated'), 0),
        'unchanged', coalesce(sum(n) filter (where result = 'unchanged'), 0),
        'skipped', coalesce(sum(n) filter (where result = 'skipped'), 0),
        'waiting', coalesce(sum(n) filter (where result = 'waiting'), 0),
        'attention', coalesce(sum(n) filter (where result = 'attention'), 0),
        'failed', coalesce(sum(n) filter (where result = 'failed'), 0),
        'told', jsonb_build_object(
          'live', coalesce(sum(n) filter (where result in ('created', 'updated') and occasion = 'live'), 0),
          'history', coalesce(sum(n) filter (where result in ('created', 'updated') and occasion = 'history'), 0)),
        'reasons', (select coalesce(jsonb_object_agg(code, n), '{}') from (
          select code, sum(n) as n from counted
          where result in ('skipped', 'waiting', 'attention', 'failed') and code is not null group by code) c)) as report
    from counted)
  update waybill.run u set ended_at = $3, worker = null, held_until = null,
    state = case when coalesce(u.expected, u.read) = u.read and a.all_of_them = u.read then 'done' else 'incomplete' end,
    report = (a.report || jsonb_build_object('expected', u.expected, 'read', u.read,
      'complete', coalesce(u.expected, u.read) = u.read and a.all_of_them = u.read))::json
  from account a
  where u.id = $1 and u.worker = $2 and u.state = 'running'
    and not exists (select 1 from waybill.run_record r where r.run = u.id and not r.settled)
  returning 1`;

export async function finishRun(
  runner: Runner,
  id: string,
  worker: string,
  endedAt: string,
): Promise<boolean> {
  return (await run(runner, "finish-run", finishSql, [id, worker, endedAt])).length > 0;
}

interface KeyRow {
  readonly kind: RecordKind;
  readonly record_id: string;
}

const toKeys = (rows: readonly KeyRow[]): RecordKey[] =>
  rows.map((row) => ({ kind: row.kind, id: row.record_id }));

/**
 * What a person, a webhook or an announced write has called for stays. Buyers that only records of the run wait for are put aside with
 * them.
 */
const shelveSql = `
  with mine as (
    select u.connection, r.kind, r.record_id from waybill.run u join waybill.run_record r on r.run = u.id
    where u.id = $1 and not r.settled
    union
    select w.connection, w.on_kind, w.on_id from waybill.run u
    join waybill.run_record r on r.run = u.id
    join waybill.waits w on w.connection = u.connection and w.kind = r.kind and w.record_id = r.record_id
    where u.id = $1 and not exists (select 1 from waybill.waits o
      where o.connection = w.connection and o.on_kind = w.on_kind and o.on_id = w.on_id
        and not exists (select 1 from waybill.run_record m
          where m.run = u.id and m.kind = o.kind and m.record_id = o.record_id)))
  update waybill.record_state s set dirty = false
  from mine
  where s.connection = mine.connection and s.kind = mine.kind and s.record_id = mine.record_id
    -- One that waits may have been woken by what it waited for, which leaves no mark.
    and (s.dirty or s.state = 'waiting') and s.holder is null and not s.live and not s.look_again
    and not exists (select 1 from waybill.intent n
      where n.connection = s.connection and n.kind = s.kind and n.record_id = s.record_id)
    and not exists (select 1 from waybill.connection c
      join waybill.inbox i on i.store = c.store and i.kind = s.kind and i.record_id = s.record_id and i.done_at is null
      where c.name = s.connection)
  returning s.kind, s.record_id`;

export async function shelveRun(runner: Runner, id: string): Promise<readonly RecordKey[]> {
  return toKeys(await run<KeyRow>(runner, "shelve-run", shelveSql, [id]));
}

const openSql = `
  select kind, record_id from waybill.run_record
  where run = $1 and not settled and ($2::text is null or (kind, record_id) > ($2, $3))
  order by kind, record_id limit $4`;

export async function openOfRun(
  runner: Runner,
  id: string,
  after: RecordKey | null,
  limit: number,
): Promise<readonly RecordKey[]> {
  const values = [id, after?.kind ?? null, after?.id ?? null, limit];
  return toKeys(await run<KeyRow>(runner, "open-of-run", openSql, values));
}

const progressSql = `
  select result, count(*)::int as n,
    count(*) filter (where at > now() - interval '1 minute')::int as lately,
    extract(epoch from now() - min(at) filter (where at > now() - interval '1 minute'))::float8 as seconds
  from waybill.run_record where run = $1 and result is not null group by result`;

export async function runProgress(runner: Runner, id: string): Promise<RunProgress> {
  const rows = await run<{ result: RunResult; n: number; lately: number; seconds: number | null }>(
    runner,
    "run-progress",
    progressSql,
    [id],
  );
  const results = { created: 0, updated: 0, unchanged: 0, skipped: 0, waiting: 0, attention: 0, failed: 0 };
  for (const { result, n } of rows) results[result] = n;
  const lately = rows.reduce((sum, row) => sum + row.lately, 0);
  const seconds = Math.max(0, ...rows.map((row) => row.seconds ?? 0));
  return { results, perSecond: lately === 0 ? null : lately / Math.max(1, seconds) };
}
