import { createHash } from "node:crypto";
import type { Client, Pool } from "pg";
import type { RecordKey, RecordKind } from "#domain/source-record.ts";
import type { EngineStore } from "#engine/ports/engine-store.ts";
import { run } from "./statement.ts";

/**
 * Processes show that they live by holding an advisory lock on a database connection of their own. PostgreSQL frees the lock
 * when the process dies, however it dies, so a dead one is recognised at once and without clocks.
 */
export function createProcessRegistry(pool: Pool, connect: () => Promise<Client>) {
  let held: Client | null = null;
  let lost = false;

  const register: EngineStore["registerProcess"] = async (process, role) => {
    held = await connect();
    held.on("error", () => {
      lost = true;
    });
    const key = lockKey(process);
    await held.query(`select pg_advisory_lock($1)`, [key]);
    await pool.query(`insert into waybill.process (id, role, lock_key) values ($1, $2, $3)`, [
      process,
      role,
      key,
    ]);
  };

  /** Takes the lock again after PostgreSQL was restarted. */
  const renew = async (process: string): Promise<void> => {
    if (!lost) return;
    const next = await connect();
    next.on("error", () => {
      lost = true;
    });
    await next.query(`select pg_advisory_lock($1)`, [lockKey(process)]);
    held = next;
    lost = false;
  };

  const dead = async (): Promise<readonly string[]> => {
    const rows = await run<{ id: string }>(
      pool,
      "dead-processes",
      `select p.id from waybill.process p where not exists (
         select 1 from pg_locks l
         where l.locktype = 'advisory' and l.granted and l.objsubid = 1
           and l.database = (select oid from pg_database where datname = current_database())
           and ((l.classid::bigint << 32) | l.objid::bigint) = p.lock_key)`,
      [],
    );
    return rows.map((row) => row.id);
  };

  const isAlone: EngineStore["isAlone"] = async (process) => {
    await renew(process);
    const gone = (await dead()).filter((id) => id !== process);
    await pool.query(
      `delete from waybill.process p where p.id = any($1::text[])
         and not exists (select 1 from waybill.record_state s where s.holder = p.id)`,
      [gone],
    );
    const { rowCount } = await pool.query(
      `select 1 from waybill.process where id <> $1 and id <> all($2::text[])`,
      [process, gone],
    );
    return rowCount === 0;
  };

  const deadHolds: EngineStore["deadHolds"] = async (connection) => {
    const rows = await run<{ kind: RecordKind; record_id: string }>(
      pool,
      "dead-holds",
      `update waybill.record_state s set holder = null, dirty = true
       where s.connection = $1 and s.holder is not null
         and (s.holder = any($2::text[]) or not exists (select 1 from waybill.process p where p.id = s.holder))
       returning s.kind, s.record_id`,
      [connection, await dead()],
    );
    return rows.map((row): RecordKey => ({ kind: row.kind, id: row.record_id }));
  };

  const close = async (): Promise<void> => {
    await held?.end().catch(() => undefined);
  };

  return { register, renew, isAlone, deadHolds, close };
}

/** A positive 62-bit number from the process id, as text for PostgreSQL's `bigint`. */
function lockKey(process: string): string {
  return (createHash("sha256").update(process).digest().readBigUInt64BE(0) >> 2n).toString();
}
