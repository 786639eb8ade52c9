import type { RecordKey } from "#domain/source-record.ts";
import type { EngineStore, RunRow } from "#engine/ports/engine-store.ts";
import { iso, jsonParameter, run, type Runner } from "./statement.ts";

const columns = `id, connection, type, state, entity, since, cursor, read, started_at, ended_at, report, reason`;

interface Row {
  id: string;
  connection: string;
  type: RunRow["type"];
  state: RunRow["state"];
  entity: RunRow["entity"];
  since: string | null;
  cursor: string | null;
  read: number;
  started_at: Date;
  ended_at: Date | null;
  report: Record<string, number> | null;
  reason: RunRow["reason"];
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

const changeSql = `
  update waybill.run set state = $3, ended_at = coalesce($4, ended_at), reason = coalesce($5, reason)
  where id = $1 and state = any($2::text[]) returning ${columns}`;

export async function changeRun(
  runner: Runner,
  id: string,
  from: readonly RunRow["state"][],
  change: Parameters<EngineStore["changeRun"]>[2],
): Promise<RunRow | null> {
  const reason = change.reason === undefined ? null : jsonParameter(change.reason);
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

const moveSql = `update waybill.run set cursor = $3, failures = 0 where id = $1 and worker = $2`;

export async function moveRun(runner: Runner, id: string, worker: string, cursor: string): Promise<void> {
  await run(runner, "move-run", moveSql, [id, worker, cursor]);
}

const failureSql = `
  update waybill.run set failures = failures + 1 where id = $1 and worker = $2 returning failures`;

export async function noteRunFailure(runner: Runner, id: string, worker: string): Promise<number> {
  const [row] = await run<{ failures: number }>(runner, "run-failure", failureSql, [id, worker]);
  return row?.failures ?? 0;
}

/**
 * A record is settled once it stands somewhere and no work on it is left; one that waits for another, once that one gives it
 * nothing to wait for any more. Seen so once is enough: what happens to it later is not the run's.
 */
const unsettledSql = `
  with settled as (
    update waybill.run_record r set settled = true
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

export async function unsettledOfRun(runner: Runner, id: string): Promise<number> {
  const [row] = await run<{ open: number }>(runner, "unsettled-of-run", unsettledSql, [id]);
  return row?.open ?? 0;
}

const finishSql = `
  update waybill.run u set state = 'done', ended_at = $3, worker = null, held_until = null,
    report = (jsonb_build_object('read', u.read, 'synced', 0, 'unchanged', 0, 'skipped', 0, 'waiting', 0,
      'attention', 0, 'failed', 0) || (
        select coalesce(jsonb_object_agg(c.state, c.n), '{}') from (
          select s.state, count(*) as n from waybill.run_record r
          join waybill.record_state s on s.connection = u.connection and s.kind = r.kind and s.record_id = r.record_id
          where r.run = u.id and s.state is not null group by s.state) c))::json
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
