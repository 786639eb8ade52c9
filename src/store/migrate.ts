import { sql, type Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import { openDatabase } from "./database.ts";
import { migrations } from "./migrations/index.ts";

/** The database was written by a newer Waybill. */
export class DatabaseNewerError extends Error {
  override readonly name = "DatabaseNewerError";
  constructor(level: string) {
    super(
      `DATABASE_NEWER: the database is at ${level}, which this version of Waybill does not know. Use the version that wrote it, or a later one. Nothing was changed.`,
    );
  }
}

/**
 * Brings a database up to date, or to `level`. Forward only. Many processes may call it at once: one does the work under a lock
 * and the others wait. Rejects with `DatabaseNewerError` when the database is ahead of the code.
 */
export async function migrateDatabase(connectionString: string, level?: string): Promise<void> {
  const database = openDatabase(connectionString, { max: 2 });
  try {
    await migrateOn(database.kysely, level);
  } finally {
    await database.close();
  }
}

/** Like `migrateDatabase` on what is open already; inside a transaction everything becomes visible with its commit. */
export async function migrateOn(kysely: Kysely<unknown>, level?: string): Promise<void> {
  await sql`create schema if not exists waybill`.execute(kysely).catch(toleratesRace);
  const migrator = new Migrator({
    db: kysely,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    migrationTableSchema: "waybill",
    migrationTableName: "migration",
    migrationLockTableName: "migration_lock",
  });
  const ahead = await unknownLevel(kysely);
  if (ahead !== null) throw new DatabaseNewerError(ahead);
  const { error, results } = await (level === undefined
    ? migrator.migrateToLatest()
    : migrator.migrateTo(level));
  if (error === undefined) return;
  const failed = results?.find((result) => result.status === "Error")?.migrationName ?? "an unknown step";
  throw new Error(`MIGRATION_FAILED: the database could not be brought up to date (${failed}).`, {
    cause: error,
  });
}

/** The level that a database is at; null while it is empty. */
export async function migrationLevel(connectionString: string): Promise<string | null> {
  const database = openDatabase(connectionString, { max: 1 });
  try {
    return (await levels(database.kysely)).at(-1) ?? null;
  } finally {
    await database.close();
  }
}

type Runner = Parameters<ReturnType<typeof sql>["execute"]>[0];

async function levels(runner: Runner): Promise<readonly string[]> {
  const { rows: tables } = await sql<{ found: string | null }>`
    select to_regclass('waybill.migration')::text as found`.execute(runner);
  if (tables[0]?.found === null || tables[0] === undefined) return [];
  const { rows } = await sql<{ name: string }>`select name from waybill.migration order by name`.execute(
    runner,
  );
  return rows.map((row) => row.name);
}

async function unknownLevel(runner: Runner): Promise<string | null> {
  return (await levels(runner)).find((name) => !(name in migrations)) ?? null;
}

/** Two processes that create a schema at the same moment: one loses, and the schema is there. */
function toleratesRace(error: unknown): void {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code !== "23505" && code !== "42P06") throw error;
}
