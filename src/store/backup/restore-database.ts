import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { sql, type Transaction } from "kysely";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { openDatabase } from "../database.ts";
import { migrateOn } from "../migrate.ts";
import { migrations } from "../migrations/index.ts";
import { readArchive, type ArchiveEntry } from "./archive.ts";
import { BackupError, damaged } from "./backup-error.ts";
import { checkTarget } from "./check-target.ts";
import {
  readManifest,
  readSummary,
  secretKeyPath,
  sha256,
  summaryPath,
  type Manifest,
  type Summary,
} from "./manifest.ts";
import { settleSecrets, type RestoreSecrets } from "./settle-secrets.ts";
import { identityColumns, tablesToKeep } from "./tables.ts";

export interface RestoreOptions extends RestoreSecrets {
  readonly connectionString: string;
  readonly file: string;
  /** Replaces what is there. Default: only an empty database is filled. */
  readonly force: boolean;
  readonly onProgress?: (progress: { readonly table: string; readonly bytes: number }) => void;
}

export interface RestoreReport {
  readonly version: string;
  readonly createdAt: string;
  /** Level of the file, before the database was brought up to date. */
  readonly level: string;
  readonly rows: Readonly<Record<string, number>>;
  /** The key that opens the restored credentials. */
  readonly secretKey: string | null;
}

/**
 * Fills a database from a backup, in one transaction: it is as the file says, or as it was. The schema is made at the level of
 * the file, filled, checked against the file's counts and checksums, and then brought up to date, so that files of older
 * versions can be taken. Throws `BackupError`.
 *
 * The work queue's own tables are dropped and made anew by the next hub: wake-ups of what was there before have no meaning
 * any more, and a starting hub wakes every key with an open delivery, a dirty mark, a due time or a wait. Holds of workers that
 * the file still shows belong to processes that are not registered, which is how a starting hub knows dead ones.
 */
export async function restoreDatabase(options: RestoreOptions): Promise<RestoreReport> {
  const entries = readArchive(options.file);
  try {
    const manifestEntry = (await entries.next()).value as ArchiveEntry | undefined;
    const manifest = readManifest(options.file, manifestEntry);
    if (!(manifest.level in migrations))
      throw new BackupError(
        "BACKUP_NEWER",
        `The backup was written by a newer Waybill (${manifest.version}, database level ${manifest.level}). Restore it with that version or a later one. Nothing was changed.`,
      );
    return await inOneTransaction(options.connectionString, (client, transaction) =>
      fill(client, transaction, options, manifest, manifestEntry, entries),
    );
  } finally {
    await entries.return(undefined);
  }
}

/**
 * Runs `work` in a transaction of one database connection that is used both ways: by Kysely, for migrations, and directly, which
 * COPY needs.
 */
async function inOneTransaction<T>(
  connectionString: string,
  work: (client: pg.ClientBase, transaction: Transaction<unknown>) => Promise<T>,
): Promise<T> {
  const database = openDatabase(connectionString, { max: 1 });
  let client: pg.ClientBase | null = null;
  database.pool.on("connect", (connected) => {
    client = connected;
  });
  try {
    return await database.kysely.transaction().execute((transaction) => {
      if (client === null) throw new Error("a transaction was opened without a connection");
      return work(client, transaction);
    });
  } finally {
    await database.close();
  }
}

async function fill(
  client: pg.ClientBase,
  transaction: Transaction<unknown>,
  options: RestoreOptions,
  manifest: Manifest,
  manifestEntry: ArchiveEntry | undefined,
  entries: AsyncGenerator<ArchiveEntry>,
): Promise<RestoreReport> {
  await client.query(
    `set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; set local datestyle = 'ISO, YMD'`,
  );
  await checkTarget(client, options.force);
  await prepareSchema(client, transaction, manifest);

  let next = await entries.next();
  let keyInFile: string | null = null;
  if (next.done !== true && next.value.path === secretKeyPath) {
    keyInFile = next.value.data.toString("utf8");
    next = await entries.next();
  }
  const loaded: Summary["tables"] = [];
  for (const { name, columns } of manifest.tables) {
    const hash = createHash("sha256");
    let bytes = 0;
    const parts = async function* (): AsyncGenerator<Buffer> {
      for (; next.done !== true && next.value.path.startsWith(`data/${name}/`); next = await entries.next()) {
        hash.update(next.value.data);
        bytes += next.value.data.length;
        options.onProgress?.({ table: name, bytes });
        yield next.value.data;
      }
    };
    const rows = await load(client, name, columns, parts());
    loaded.push({ name, rows, bytes, sha256: hash.digest("hex") });
  }
  if (next.done === true || next.value.path !== summaryPath) throw damaged("its summary is missing");
  const summary = readSummary(next.value);
  if ((await entries.next()).done !== true) throw damaged("something follows after its summary");
  compare(summary, manifestEntry, keyInFile, loaded);

  await continueNumbering(client, summary);
  await migrateOn(transaction);
  const secretKey = await settleSecrets(client, options, keyInFile);
  return {
    version: manifest.version,
    createdAt: manifest.createdAt,
    level: manifest.level,
    rows: Object.fromEntries(loaded.map((table) => [table.name, table.rows])),
    secretKey,
  };
}

/** Makes empty tables at the level of the file. The names in the file are compared with the tables before they are used. */
async function prepareSchema(
  client: pg.ClientBase,
  transaction: Transaction<unknown>,
  manifest: Manifest,
): Promise<void> {
  await sql`drop schema if exists waybill cascade`.execute(transaction);
  await sql`drop schema if exists pgboss cascade`.execute(transaction);
  await migrateOn(transaction, manifest.level);
  const shape = (tables: Manifest["tables"]): string =>
    tables
      .map(({ name, columns }) => `${name}(${columns.toSorted().join(",")})`)
      .toSorted()
      .join(" ");
  const wanted = (await tablesToKeep(client)).map(({ name, columns }) => ({ name, columns: [...columns] }));
  if (shape(wanted) !== shape(manifest.tables))
    throw damaged(`its tables are not those of level ${manifest.level}`);
}

async function load(
  client: pg.ClientBase,
  table: string,
  columns: readonly string[],
  parts: AsyncGenerator<Buffer>,
): Promise<number> {
  const names = columns.map((column) => pg.escapeIdentifier(column)).join(", ");
  const into = client.query(copyFrom(`copy waybill.${pg.escapeIdentifier(table)} (${names}) from stdin`));
  try {
    await pipeline(Readable.from(parts, { objectMode: false }), into);
  } catch (error) {
    if (error instanceof BackupError) throw error;
    // What PostgreSQL says about a row may quote it; only its code is passed on.
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw damaged(`the rows of ${table} cannot be read (PostgreSQL: ${code})`);
  }
  return into.rowCount;
}

function compare(
  summary: Summary,
  manifestEntry: ArchiveEntry | undefined,
  keyInFile: string | null,
  loaded: Summary["tables"],
): void {
  if (summary.manifestSha256 !== sha256(manifestEntry?.data ?? "")) throw damaged("its manifest was changed");
  if (summary.secretKeySha256 !== (keyInFile === null ? null : sha256(keyInFile)))
    throw damaged("the secret key in it was changed");
  if (summary.tables.length !== loaded.length) throw damaged("tables are missing");
  for (const [index, wanted] of summary.tables.entries()) {
    const found = loaded[index];
    if (found === undefined || found.name !== wanted.name)
      throw damaged(`the table ${wanted.name} is missing`);
    if (found.rows !== wanted.rows)
      throw damaged(`${wanted.name} has ${found.rows} rows where ${wanted.rows} were written`);
    if (found.sha256 !== wanted.sha256) throw damaged(`the checksum of ${wanted.name} does not fit`);
  }
}

/** Numbers that were given out, even to rows that are gone by now, are not given out again. */
async function continueNumbering(client: pg.ClientBase, summary: Summary): Promise<void> {
  for (const { table, column, sequence } of await identityColumns(client)) {
    const last = summary.sequences.find((entry) => entry.table === table && entry.column === column)?.last;
    await client.query(
      `select setval($1::regclass, greatest($2::bigint, max(${pg.escapeIdentifier(column)}), 1),
         greatest($2::bigint, max(${pg.escapeIdentifier(column)})) is not null)
       from waybill.${pg.escapeIdentifier(table)}`,
      [sequence, last ?? null],
    );
  }
}
