import pg from "pg";
import { FolderInUseError, lockFolder } from "#store/embedded/lock-folder.ts";
import { findEmbeddedPostgres, startEmbeddedPostgres } from "#store/embedded/start-embedded-postgres.ts";
import type { DataFolder } from "./data-folder.ts";
import { given } from "./environment.ts";

/** A database that a single command works on. */
export interface ReachedDatabase {
  readonly url: string;
  /** Ends an embedded PostgreSQL that was started for this command, unless somebody else has come to use it. */
  release(): Promise<void>;
}

/** The database of `DATABASE_URL`, else the data folder's own, which is started when it does not run. */
export async function reachDatabase(
  environment: NodeJS.ProcessEnv,
  folder: DataFolder,
): Promise<ReachedDatabase> {
  const url = given(environment, "DATABASE_URL");
  if (url !== null) return { url, release: () => Promise.resolve() };
  const running = await findEmbeddedPostgres(folder.path);
  if (running !== null) return { url: running.connectionString, release: () => Promise.resolve() };
  const started = await startEmbeddedPostgres({ dataDir: folder.path });
  return {
    url: started.connectionString,
    release: async () => {
      // A hub takes its lock before it looks for PostgreSQL, so none can begin to use it while it is ended here.
      const unlock = await lockFolder(folder.path, "hub").catch((error: unknown) => {
        if (error instanceof FolderInUseError) return null;
        throw error;
      });
      if (unlock === null) return;
      try {
        if (await isUnused(started.connectionString)) await started.stop();
      } finally {
        await unlock();
      }
    },
  };
}

async function isUnused(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ others: number }>(
      `select count(*)::int as others from pg_stat_activity
       where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    return rows[0]?.others === 0;
  } finally {
    await client.end();
  }
}
