import type pg from "pg";
import { BackupError } from "./backup-error.ts";
import { hasSchema, livingProcesses, tablesToKeep } from "./tables.ts";

/** What a hub leaves by itself in a database that nobody has used yet. */
const ownTraces: Readonly<Record<string, string>> = {
  checkpoint: "false",
  budget: "false",
  api_key: "name <> 'owner'",
};

/**
 * Refuses a database that hubs work on, and one that holds something unless `force` says that it may go. Holds a lock until the
 * transaction ends, so that two restores do not meet.
 */
export async function checkTarget(client: pg.ClientBase, force: boolean): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtextextended('waybill/restore', 0))`);
  if (!(await hasSchema(client))) return;
  const living = await livingProcesses(client);
  if (living > 0)
    throw new BackupError(
      "HUB_IS_RUNNING",
      `${living === 1 ? "A hub works" : `${living} hubs work`} on this database. Stop ${living === 1 ? "it" : "them"} first, then restore. Nothing was changed.`,
    );
  if (force) return;
  const held = await contents(client);
  const rows = Object.values(held).reduce((sum, count) => sum + count, 0);
  if (rows === 0) return;
  const named = ["store", "connection", "mirror", "link", "journal"]
    .filter((table) => (held[table] ?? 0) > 0)
    .map((table) => `${held[table]} ${words[table]}`);
  throw new BackupError(
    "DATABASE_NOT_EMPTY",
    `The database is not empty: it holds ${named.length > 0 ? named.join(", ") : `${rows} rows`}. Restoring replaces all of it, for good. ` +
      "Make a backup of it first (`waybill backup FILE`), or restore into an empty folder (WAYBILL_DATA) or database. " +
      "--force replaces it. Nothing was changed.",
    { detail: { rows: held } },
  );
}

const words: Readonly<Record<string, string>> = {
  store: "store(s)",
  connection: "connection(s)",
  mirror: "mirrored record(s)",
  link: "link(s)",
  journal: "journal line(s)",
};

/** Rows by table that somebody would miss. */
async function contents(client: pg.ClientBase): Promise<Readonly<Record<string, number>>> {
  const counted: Record<string, number> = {};
  for (const { name } of await tablesToKeep(client)) {
    const { rows } = await client.query<{ n: number }>(
      `select count(*)::int as n from waybill."${name.replaceAll('"', '""')}" where ${ownTraces[name] ?? "true"}`,
    );
    counted[name] = rows[0]?.n ?? 0;
  }
  return counted;
}
