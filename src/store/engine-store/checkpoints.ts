import { run, type Runner } from "./statement.ts";

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
  where c.value::bigint <= $4 or c.value::bigint > $5
  returning 1`;

/**
 * Takes the turn of a recurring job. A remembered time that lies further ahead than the next turn is that of a clock that was moved
 * and counts as due; one that is nearer is that of a host whose clock is a little ahead.
 */
export async function takeTurn(
  runner: Runner,
  owner: string,
  name: string,
  now: number,
  everyMs: number,
): Promise<boolean> {
  const values = [owner, `turn/${name}`, String(now), now - everyMs, now + everyMs];
  return (await run(runner, "take-turn", takeTurnSql, values)).length > 0;
}

const giveTurnBackSql = `
  update waybill.checkpoint set value = $3, saved_at = now() where owner = $1 and name = $2 and value::bigint > $3::bigint`;

export async function giveTurnBack(
  runner: Runner,
  owner: string,
  name: string,
  dueAt: number,
  everyMs: number,
): Promise<void> {
  await run(runner, "give-turn-back", giveTurnBackSql, [owner, `turn/${name}`, String(dueAt - everyMs)]);
}
