import { createHash } from "node:crypto";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { writeArchive, type ArchiveEntry } from "./archive.ts";
import { BackupError } from "./backup-error.ts";
import {
  backupFormat,
  manifestPath,
  partPath,
  secretKeyPath,
  sha256,
  summaryPath,
  type Manifest,
  type Summary,
} from "./manifest.ts";
import { opensEverything } from "./sealed-values.ts";
import { hasSchema, identityColumns, tablesToKeep, type Table } from "./tables.ts";

export interface BackupOptions {
  readonly connectionString: string;
  /** Replaced when it exists, once the new one is complete. */
  readonly file: string;
  /** Version of Waybill, for people. */
  readonly version: string;
  /** ISO. */
  readonly createdAt: string;
  /** Base64. Put into the file, which is then as secret as the credentials; null: credentials stay closed in it. */
  readonly secretKey: string | null;
  readonly onProgress?: (progress: { readonly table: string; readonly bytes: number }) => void;
  /** Ends it early; nothing is left behind, and an earlier file stays. */
  readonly signal?: AbortSignal;
}

export interface BackupReport {
  readonly file: string;
  readonly bytes: number;
  readonly level: string;
  readonly hasSecretKey: boolean;
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
}

/** Small enough to be held in memory twice, big enough that headers and padding do not count. */
const partBytes = 1024 * 1024;

/**
 * Writes everything that Waybill knows into one file: configuration, mirror, links, intents, inbox, journal, runs, keys. One
 * snapshot, so that it is consistent while hubs work; streamed, so that size does not matter. Credentials stay encrypted.
 *
 * The work queue is not in it: a queued wake-up only repeats what an open delivery, a dirty mark, a due time or a wait says,
 * and each hub wakes what those say when it starts. Restoring old wake-ups would only wake records that are settled by now.
 */
export async function backupDatabase(options: BackupOptions): Promise<BackupReport> {
  const client = new pg.Client({
    connectionString: options.connectionString,
    application_name: "waybill backup",
  });
  client.on("error", () => undefined);
  await client.connect();
  const { rows: own } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  try {
    await client.query("begin transaction isolation level repeatable read read only");
    // COPY prints times and numbers by these; a server may be set to something that another could not read.
    await client.query(`set local datestyle = 'ISO, YMD'; set local timezone = 'UTC'; set local extra_float_digits = 1;
      set local intervalstyle = 'postgres'; set local client_encoding = 'UTF8'; set local statement_timeout = 0;
      set local idle_in_transaction_session_timeout = 0`);
    if (!(await hasSchema(client)))
      throw new BackupError(
        "NOTHING_TO_BACK_UP",
        "The database holds nothing of Waybill yet. Start a hub or apply a configuration first; no file was written.",
      );
    if (options.secretKey !== null && !(await opensEverything(client, options.secretKey)))
      throw new BackupError(
        "SECRET_KEY_WRONG",
        "The secret key at hand does not open the stored credentials, so a backup with it would be of no use. Set WAYBILL_SECRET_KEY to the key that the hub runs with, or leave the key out. No file was written.",
      );
    const manifest = await describe(client, options);
    const summary: Summary = {
      manifestSha256: sha256(JSON.stringify(manifest)),
      secretKeySha256: options.secretKey === null ? null : sha256(options.secretKey),
      tables: [],
      sequences: [],
    };
    const bytes = await writeArchive(
      options.file,
      entries(client, options, manifest, summary),
      options.signal,
    );
    await client.query("commit");
    return {
      file: options.file,
      bytes,
      level: manifest.level,
      hasSecretKey: manifest.hasSecretKey,
      rows: Object.fromEntries(summary.tables.map((table) => [table.name, table.rows])),
    };
  } catch (error) {
    // A connection that is in the middle of a COPY does not listen; the server ends it.
    await endConnection(options.connectionString, own[0]?.pid ?? 0).catch(() => undefined);
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function endConnection(connectionString: string, pid: number): Promise<void> {
  const other = new pg.Client({ connectionString });
  other.on("error", () => undefined);
  await other.connect();
  try {
    await other.query("select pg_terminate_backend($1)", [pid]);
  } finally {
    await other.end();
  }
}

async function describe(client: pg.Client, options: BackupOptions): Promise<Manifest> {
  const { rows } = await client.query<{ level: string }>(
    `select name as level from waybill.migration order by name desc limit 1`,
  );
  return {
    waybillBackup: backupFormat,
    version: options.version,
    createdAt: options.createdAt,
    level: rows[0]?.level ?? "",
    hasSecretKey: options.secretKey !== null,
    tables: (await tablesToKeep(client)).map(({ name, columns }) => ({ name, columns: [...columns] })),
  };
}

async function* entries(
  client: pg.Client,
  options: BackupOptions,
  manifest: Manifest,
  summary: Summary,
): AsyncGenerator<ArchiveEntry> {
  yield { path: manifestPath, data: Buffer.from(JSON.stringify(manifest)) };
  if (options.secretKey !== null) yield { path: secretKeyPath, data: Buffer.from(options.secretKey) };
  for (const table of manifest.tables) yield* tableParts(client, table, summary, options.onProgress);
  for (const { table, column, sequence } of await identityColumns(client)) {
    const { rows } = await client.query<{ last: string | null }>(
      `select pg_sequence_last_value($1::regclass)::text as last`,
      [sequence],
    );
    const last = rows[0]?.last ?? null;
    if (last !== null) summary.sequences.push({ table, column, last });
  }
  yield { path: summaryPath, data: Buffer.from(JSON.stringify(summary)) };
}

async function* tableParts(
  client: pg.Client,
  table: Table,
  summary: Summary,
  onProgress: BackupOptions["onProgress"],
): AsyncGenerator<ArchiveEntry> {
  const columns = table.columns.map((column) => pg.escapeIdentifier(column)).join(", ");
  const rows = client.query(copyTo(`copy waybill.${pg.escapeIdentifier(table.name)} (${columns}) to stdout`));
  const hash = createHash("sha256");
  let gathered: Buffer[] = [];
  let gatheredBytes = 0;
  let bytes = 0;
  let part = 0;
  const cut = (): ArchiveEntry => {
    const data = Buffer.concat(gathered);
    gathered = [];
    gatheredBytes = 0;
    bytes += data.length;
    hash.update(data);
    part += 1;
    onProgress?.({ table: table.name, bytes });
    return { path: partPath(table.name, part), data };
  };
  for await (const chunk of rows as AsyncIterable<Buffer>) {
    gathered.push(chunk);
    gatheredBytes += chunk.length;
    if (gatheredBytes >= partBytes) yield cut();
  }
  if (gatheredBytes > 0) yield cut();
  // The rows end before the server's count arrives; it is there once another statement has been answered.
  await client.query("select 1");
  summary.tables.push({ name: table.name, rows: rows.rowCount, bytes, sha256: hash.digest("hex") });
}
