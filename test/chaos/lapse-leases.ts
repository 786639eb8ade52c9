import { PgBoss } from "pg-boss";
import type { Tier } from "./tier.ts";

/**
 * Leases of wake-ups lapse by the clock of PostgreSQL, which nobody can move. So when the emulated clock goes on, those that nobody
 * keeps alive any more are made older by as much, and the queue's own supervision is run as it would have been meanwhile. What a
 * living worker has in hand is left alone: it would have extended its lease.
 */
export async function lapseLeases(
  database: { readonly address: string; readonly rows: Tier["rows"] },
  ms: number,
): Promise<void> {
  const aged = await database.rows<{ readonly lane: string }>(ageSql, [ms]);
  const lanes = new Set(aged.map(({ lane }) => lane));
  if (lanes.size === 0) return;
  const supervisor = new PgBoss({
    connectionString: database.address,
    schema: "pgboss",
    max: 1,
    migrate: false,
    supervise: false,
    schedule: false,
    monitorIntervalSeconds: 1,
  });
  supervisor.on("error", () => undefined);
  await supervisor.start();
  try {
    for (const lane of lanes) await supervisor.supervise(lane);
  } finally {
    await supervisor.stop({ graceful: false, close: true });
  }
}

/**
 * A worker takes a record as soon as it has its wake-up, and says so in the record's row. Of the lane of a store that cannot be seen,
 * but a living one extends its lease every ten seconds.
 */
const ageSql = `
  update pgboss.job j set heartbeat_on = heartbeat_on - $1 * interval '1 millisecond'
  where j.state = 'active' and case when j.name like 'connection/%'
    then j.heartbeat_on < now() - interval '2 seconds' and not exists (
      select from waybill.record_state s
      where s.connection = substr(j.name, 12) and s.kind || ':' || s.record_id = j.data ->> 'key' and s.holder is not null)
    else j.heartbeat_on < now() - interval '12 seconds' end
  returning j.name as lane`;
