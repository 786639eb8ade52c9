import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startEmbeddedPostgres } from "#store/embedded/start-embedded-postgres.ts";
import { migrateDatabase } from "#store/migrate.ts";

/** Name of the migrated database that every test database is made from. */
export const template = "waybill_template";

/** Variable that names a PostgreSQL with the template, for what runs outside Vitest. */
export const postgresVariable = "WAYBILL_TEST_POSTGRES";

/** A PostgreSQL of its own for tests; safe against nothing but fast. */
export interface TestPostgres {
  /** Any database of it can be reached by changing the path. */
  readonly url: string;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** Starts a PostgreSQL in a temporary folder, with a migrated template, from which a database is copied in milliseconds. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const folder = await mkdtemp(join(tmpdir(), "waybill-test-"));
  await chmod(folder, 0o755);
  const postgres = await startEmbeddedPostgres({ dataDir: folder, unsafeFast: true });
  const stop = async (): Promise<void> => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await makeTemplate(postgres.connectionString);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: postgres.connectionString, stop };
}

async function makeTemplate(base: string): Promise<void> {
  const admin = new pg.Client({ connectionString: base });
  await admin.connect();
  try {
    await admin.query(`create database ${template}`);
    await makeSignInCheap(admin, new URL(base));
  } finally {
    await admin.end();
  }
  const url = new URL(base);
  url.pathname = `/${template}`;
  await migrateDatabase(url.toString());
}

/** Each connection signs in, and a worked-out password proof costs more than everything else that opening one takes. */
async function makeSignInCheap(admin: pg.Client, { username, password }: URL): Promise<void> {
  await admin.query("set scram_iterations = 1");
  const word = admin.escapeLiteral(decodeURIComponent(password));
  await admin.query(`alter role ${admin.escapeIdentifier(username)} password ${word}`);
}
