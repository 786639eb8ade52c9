import type { EngineStore, RunRow } from "#engine/ports/engine-store.ts";
import { iso, jsonParameter, run, type Runner } from "./statement.ts";

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

const startSql = `
  insert into waybill.run (id, connection, type, state, entity, since, started_at)
  values ($1, $2, $3, 'running', $4, $5, $6)
  on conflict (connection) where state in ('running', 'paused') do nothing
  returning *`;
const runningSql = `select * from waybill.run where connection = $1 and state in ('running', 'paused')`;

/** Starts a run unless another of the connection is under way, which is then answered. */
export const startRun =
  (runner: Runner): EngineStore["startRun"] =>
  async (start) => {
    const values = [start.id, start.connection, start.type, start.entity, start.since, start.startedAt];
    const [started] = await run<Row>(runner, "start-run", startSql, values);
    if (started !== undefined) return { run: view(started), running: null };
    const [running] = await run<Row>(runner, "running-run", runningSql, [start.connection]);
    return { run: null, running: running === undefined ? null : view(running) };
  };

const saveSql = `
  update waybill.run set
    state = coalesce($2, state), cursor = case when $3 then $4 else cursor end, read = coalesce($5, read),
    ended_at = coalesce($6, ended_at), report = coalesce($7, report), reason = coalesce($8, reason)
  where id = $1`;

export async function saveRun(
  runner: Runner,
  id: string,
  change: Parameters<EngineStore["saveRun"]>[1],
): Promise<void> {
  await run(runner, "save-run", saveSql, [
    id,
    change.state ?? null,
    change.cursor !== undefined,
    change.cursor ?? null,
    change.read ?? null,
    change.endedAt ?? null,
    change.report === undefined || change.report === null ? null : jsonParameter(change.report),
    change.reason === undefined || change.reason === null ? null : jsonParameter(change.reason),
  ]);
}

export async function runById(runner: Runner, id: string): Promise<RunRow | null> {
  if (!/^[0-9a-f-]{36}$/i.test(id)) return null;
  const [row] = await run<Row>(runner, "run", `select * from waybill.run where id = $1`, [id]);
  return row === undefined ? null : view(row);
}

const runsSql = `
  select * from waybill.run where $1::text is null or connection = $1 order by started_at desc limit 100`;

export async function runs(runner: Runner, connection: string | null): Promise<readonly RunRow[]> {
  return (await run<Row>(runner, "runs", runsSql, [connection])).map(view);
}

export async function checkpoint(runner: Runner, owner: string, name: string): Promise<string | null> {
  const text = `select value from waybill.checkpoint where owner = $1 and name = $2`;
  const [row] = await run<{ value: string }>(runner, "checkpoint", text, [owner, name]);
  return row?.value ?? null;
}

const saveCheckpointSql = `
  insert into waybill.checkpoint (owner, name, value) values ($1, $2, $3)
  on conflict (owner, name) do update set value = excluded.value, saved_at = now()`;

export async function saveCheckpoint(
  runner: Runner,
  owner: string,
  name: string,
  value: string,
): Promise<void> {
  await run(runner, "save-checkpoint", saveCheckpointSql, [owner, name, value]);
}

const takeTurnSql = `
  insert into waybill.checkpoint as c (owner, name, value) values ($1, $2, $3)
  on conflict (owner, name) do update set value = excluded.value, saved_at = now()
  where c.value::bigint <= $4 or c.value::bigint > $3::bigint
  returning 1`;

/** Takes the turn of a recurring job. A remembered time in the future (a clock that was moved) counts as due. */
export async function takeTurn(
  runner: Runner,
  owner: string,
  name: string,
  now: number,
  everyMs: number,
): Promise<boolean> {
  const values = [owner, `turn/${name}`, String(now), now - everyMs];
  return (await run(runner, "take-turn", takeTurnSql, values)).length > 0;
}
