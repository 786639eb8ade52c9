import { randomBytes } from "node:crypto";
import pg from "pg";
import { openDatabase, type Database } from "#store/database.ts";
import { postgresVariable, template } from "./test-postgres.ts";

/** A database of one test file. */
export interface TestDatabase extends Database {
  readonly url: string;
  /** Closes the pool and removes the database, whoever is still connected to it. */
  drop(): Promise<void>;
}

/**
 * A fresh, migrated database, made from the template of the PostgreSQL that `WAYBILL_TEST_POSTGRES` names, else of the one that
 * Vitest was given. Copied file by file: by way of the log, as PostgreSQL does it by default, it costs ten times as much.
 */
export async function createTestDatabase({
  connections = 8,
}: { readonly connections?: number } = {}): Promise<TestDatabase> {
  const base = await findPostgres();
  const name = `test_${randomBytes(6).toString("hex")}`;
  await admin(base, `create database ${name} template ${template} strategy file_copy`);
  const address = new URL(base);
  address.pathname = `/${name}`;
  const url = address.toString();
  const database = openDatabase(url, { max: connections });
  return {
    ...database,
    url,
    drop: async () => {
      await database.close();
      await admin(base, `drop database ${name} with (force)`);
    },
  };
}

async function findPostgres(): Promise<string> {
  const named = process.env[postgresVariable];
  if (named !== undefined && named !== "") return named;
  // Vitest can only be loaded by what it runs itself.
  const { inject } = await import("vitest");
  return inject("postgres");
}

async function admin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
