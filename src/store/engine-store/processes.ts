import { createHash } from "node:crypto";
import type { Client, Pool } from "pg";
import type { RecordKey, RecordKind } from "#domain/source-record.ts";
import type { EngineStore } from "#engine/ports/engine-store.ts";
import { run } from "./statement.ts";

const holdAgainMs = 250;

/**
 * Processes show that they live by holding an advisory lock on a database connection of their own. PostgreSQL frees the lock
 * when the process dies, however it dies, so a dead one is recognised at once and without clocks.
 */
export function createProcessRegistry(pool: Pool, connect: () => Promise<Client>) {
  let held: Client | null = null;
  let closed = false;
  /** This very process: it lives, even while it has to take its lock anew. */
  let own: string | null = null;

  /**
   * Holds the lock of a process; takes it again when the connection is lost, as PostgreSQL may be restarted under us. Meanwhile
   * another process may have struck it off the list.
   */
  const hold = async (process: string, role: string): Promise<void> => {
    const client = await connect();
    let lost = false;
    const onLost = (): void => {
      if (lost || closed || held !== client) return;
      lost = true;
      held = null;
      client.end().catch(() => undefined);
      holdAgain(process, role);
    };
    client.on("error", onLost);
    client.on("end", onLost);
    await client.query(`select pg_advisory_lock($1)`, [lockKey(process)]);
    await client.query(
      `insert into waybill.process (id, role, lock_key) values ($1, $2, $3) on conflict (id) do nothing`,
      [process, role, lockKey(process)],
    );
    held = client;
  };

  const holdAgain = (process: string, role: string): void => {
    setTimeout(() => {
      if (!closed) hold(process, role).catch(() => holdAgain(process, role));
    }, holdAgainMs).unref();
  };

  const register: EngineStore["registerProcess"] = async (process, role) => {
    own = process;
    await hold(process, role);
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
    return rows.map((row) => row.id).filter((id) => id !== own);
  };

  /** Places in call budgets that dead processes held: they lapse by themselves, but only after a while. */
  const freePlaces = async (gone: readonly string[]): Promise<void> => {
    await pool.query(
      `delete from waybill.budget_slots b where b.process = any($1::text[])
         or not exists (select 1 from waybill.process p where p.id = b.process)`,
      [gone],
    );
  };

  const isAlone: EngineStore["isAlone"] = async (process) => {
    const gone = (await dead()).filter((id) => id !== process);
    await freePlaces(gone);
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
    const gone = await dead();
    await freePlaces(gone);
    const rows = await run<{ kind: RecordKind; record_id: string }>(
      pool,
      "dead-holds",
      `update waybill.record_state s set holder = null, dirty = true
       where s.connection = $1 and s.holder is not null
         and (s.holder = any($2::text[]) or not exists (select 1 from waybill.process p where p.id = s.holder))
       returning s.kind, s.record_id`,
      [connection, gone],
    );
    return rows.map((row): RecordKey => ({ kind: row.kind, id: row.record_id }));
  };

  const close = async (): Promise<void> => {
    closed = true;
    await held?.end().catch(() => undefined);
  };

  return { register, isAlone, deadHolds, close };
}

/** A positive 62-bit number from the process id, as text for PostgreSQL's `bigint`. */
function lockKey(process: string): string {
  return (createHash("sha256").update(process).digest().readBigUInt64BE(0) >> 2n).toString();
}
