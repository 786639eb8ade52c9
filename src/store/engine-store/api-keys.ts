import type { ApiKeyView, ApiRole, EngineStore } from "#engine/ports/engine-store.ts";
import { count, iso, run, type Runner } from "./statement.ts";

const saveSql = `
  insert into waybill.api_key (id, hash, role, name) values ($1, $2, $3, $4)
  on conflict (hash) do nothing`;

export async function saveKey(runner: Runner, key: Parameters<EngineStore["saveKey"]>[0]): Promise<void> {
  await run(runner, "save-key", saveSql, [key.id, key.hash, key.role, key.name]);
}

export async function keyByHash(
  runner: Runner,
  hash: string,
): Promise<{ readonly id: string; readonly role: ApiRole } | null> {
  const text = `select id, role from waybill.api_key where hash = $1`;
  const [row] = await run<{ id: string; role: ApiRole }>(runner, "key-by-hash", text, [hash]);
  return row ?? null;
}

/** Every key, oldest first. */
export async function keys(runner: Runner): Promise<readonly ApiKeyView[]> {
  const text = `select id, role, name, created_at from waybill.api_key order by created_at, id`;
  const rows = await run<{ id: string; role: ApiRole; name: string; created_at: Date }>(
    runner,
    "keys",
    text,
    [],
  );
  return rows.map(({ created_at: createdAt, ...row }) => ({ ...row, createdAt: iso(createdAt) }));
}

export async function deleteKey(runner: Runner, id: string): Promise<boolean> {
  return (await count(runner, "delete-key", `delete from waybill.api_key where id = $1`, [id])) > 0;
}
