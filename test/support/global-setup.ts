import type { TestProject } from "vitest/node";
import { startTestPostgres } from "./test-postgres.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** PostgreSQL of the run: any database of it can be reached by changing the path. */
    postgres: string;
  }
}

/** One PostgreSQL for the whole run, with a migrated template, so that a test file gets a fresh database in milliseconds. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startTestPostgres();
  project.provide("postgres", postgres.url);
  return () => postgres.stop();
}
