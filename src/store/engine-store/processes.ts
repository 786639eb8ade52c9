import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Client, Pool } from "pg";
import type { RecordKey, RecordKind } from "#domain/source-record.ts";
import type { EngineStore } from "#engine/ports/engine-store.ts";
import { asStoreFailure } from "../passing-failure.ts";
import { holdSign, type HeldSign, type SignTimes } from "./sign-of-life.ts";
import { run } from "./statement.ts";

const usualConfirmMs = 1_000;
const longestStartMs = 60_000;

/**
 * Processes show that they live by holding an advisory lock on a database connection of their own. PostgreSQL frees the lock
 * when the process dies, however it dies, so a dead one is recognised at once and without clocks.
 */
export function createProcessRegistry(pool: Pool, connect: () => Promise<Client>, times?: SignTimes) {
  const confirmMs = times?.confirmMs ?? usualConfirmMs;
  /** This very process: it lives, even while it has to take its lock anew. */
  let own: { readonly id: string; readonly sign: HeldSign } | null = null;
  /** Since when processes have been seen without a sign of life. */
  const suspects = new Map<string, number>();

  const register: EngineStore["registerProcess"] = async (process, role) => {
    const sign = await holdSign({ id: process, role, lockKey: lockKey(process), connect, ...times });
    own = { id: process, sign };
  };

  const withoutSign = async (): Promise<readonly string[]> => {
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
    return rows.map((row) => row.id).filter((id) => id !== own?.id);
  };

  const dead = async (): Promise<readonly string[]> => {
    let ids = await withoutSign();
    const now = performance.now();
    for (const id of ids) if (!suspects.has(id)) suspects.set(id, now);
    if (ids.some((id) => now - (suspects.get(id) ?? now) < confirmMs)) {
      await pause(confirmMs);
      const still = new Set(await withoutSign());
      ids = ids.filter((id) => still.has(id));
    }
    for (const id of suspects.keys()) if (!ids.includes(id)) suspects.delete(id);
    return ids;
  };

  /** Places in call budgets that dead processes held: they lapse by themselves, but only after a while. */
  const freePlaces = async (gone: readonly string[]): Promise<void> => {
    await pool.query(
      `delete from waybill.budget_slots b where b.process = any($1::text[])
         or not exists (select 1 from waybill.process p where p.id = b.process)`,
      [gone],
    );
  };

  const strikeOff = async (gone: readonly string[]): Promise<void> => {
    await freePlaces(gone);
    await pool.query(
      `delete from waybill.process p where p.id = any($1::text[])
         and not exists (select 1 from waybill.record_state s where s.holder = p.id)`,
      [gone],
    );
  };

  const isAlone: EngineStore["isAlone"] = async (process) => {
    const gone = (await dead()).filter((id) => id !== process);
    await strikeOff(gone);
    const { rowCount } = await pool.query(
      `select 1 from waybill.process where id <> $1 and role <> 'web' and id <> all($2::text[])`,
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
      // What is locked is being taken by somebody who lives.
      `update waybill.record_state s set holder = null, dirty = true
       from (
         select h.kind, h.record_id from waybill.record_state h
         where h.connection = $1 and h.holder is not null and (h.holder = any($2::text[])
           or not exists (select 1 from waybill.process p where p.id = h.holder))
         for update skip locked
       ) dead
       where s.connection = $1 and s.kind = dead.kind and s.record_id = dead.record_id
       returning s.kind, s.record_id`,
      [connection, gone],
    );
    return rows.map((row): RecordKey => ({ kind: row.kind, id: row.record_id }));
  };

  const startInTurn: EngineStore["startInTurn"] = async (work) => {
    const client = await connect();
    client.on("error", () => undefined);
    try {
      await client.query(`set lock_timeout = ${longestStartMs}`);
      await client.query(`select pg_advisory_lock($1)`, [lockKey("waybill starts")]);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw asStoreFailure(error);
    }
    try {
      return await work();
    } finally {
      await client.end().catch(() => undefined);
    }
  };

  /** The last of what this process does: nobody has to find out that it is gone. */
  const close = async (): Promise<void> => {
    if (own === null) return;
    await pool.query(`delete from waybill.process where id = $1`, [own.id]).catch(() => undefined);
    await own.sign.release();
  };

  return {
    register,
    isAlone,
    deadHolds,
    startInTurn,
    forgetDead: async (): Promise<void> => strikeOff(await dead()),
    close,
  };
}

/** A positive 62-bit number from a name, as text for PostgreSQL's `bigint`. */
function lockKey(name: string): string {
  return (createHash("sha256").update(name).digest().readBigUInt64BE(0) >> 2n).toString();
}
