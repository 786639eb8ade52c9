import type { Pool } from "pg";

/** Commits after which tables are counted anew: each time they have grown about fivefold since the process began. */
const first = 200;
const factor = 5;
const tables = ["inbox", "mirror", "link", "intent", "record_state", "waits", "attention", "journal"];

/**
 * Has PostgreSQL count the tables anew while they grow from nothing. Prepared statements that were planned on nearly empty tables
 * read whole tables until then, and a first import is over before autovacuum comes by. Answers a function to call with the number
 * of changes committed; it never waits and never fails.
 */
export function keepStatistics(pool: Pool): (committed: number) => void {
  let committed = 0;
  let next = first;
  return (more) => {
    committed += more;
    if (committed < next) return;
    while (next <= committed) next *= factor;
    const named = tables.map((table) => `waybill.${table}`).join(", ");
    pool.query(`analyze ${named}`).catch(() => undefined);
  };
}
