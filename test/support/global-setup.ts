import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "#store/embedded/start-embedded-postgres.ts";
import { migrateDatabase } from "#store/migrate.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** PostgreSQL of the run: any database of it can be reached by changing the path. */
    postgres: string;
  }
}

/** Name of the migrated database that each test file's own is made from. */
export const template = "waybill_template";

/** One PostgreSQL for the whole run, with a migrated template, so that a test file gets a fresh database in milliseconds. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "waybill-test-"));
  await chmod(folder, 0o755);
  const postgres = await startEmbeddedPostgres({ dataDir: folder, unsafeFast: true });
  const admin = new pg.Client({ connectionString: postgres.connectionString });
  await admin.connect();
  await admin.query(`create database ${template}`);
  await admin.end();
  const url = new URL(postgres.connectionString);
  url.pathname = `/${template}`;
  await migrateDatabase(url.toString());
  project.provide("postgres", postgres.connectionString);
  return async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
