import { resolve } from "node:path";
import { CliError } from "#cli/running/cli-error.ts";
import type { BackupResult, CliHost, RestoreResult } from "#cli/running/cli-host.ts";
import { backupDatabase } from "#store/backup/backup-database.ts";
import { restoreDatabase } from "#store/backup/restore-database.ts";
import { lockFolder } from "#store/embedded/lock-folder.ts";
import {
  openDataFolder,
  readSecretFile,
  secretKey,
  writeSecretFile,
  type DataFolder,
} from "./data-folder.ts";
import { given } from "./environment.ts";
import { reachDatabase, type ReachedDatabase } from "./reach-database.ts";

/** Backs up the database of the data folder or of `DATABASE_URL`; a hub may work on it meanwhile. */
export async function backup(
  environment: NodeJS.ProcessEnv,
  version: string,
  options: Parameters<CliHost["backup"]>[0],
): Promise<BackupResult> {
  const folder = await openDataFolder(environment);
  const set = given(environment, "WAYBILL_SECRET_KEY");
  const key = set ?? (await folderKey(environment, folder));
  if (options.withKey && key === null)
    throw new CliError(
      "SECRET_KEY_MISSING",
      "There is no secret key at hand to put into the backup. Set WAYBILL_SECRET_KEY to the one that the hub runs with.",
    );
  const database = await reachDatabase(environment, folder);
  try {
    const report = await backupDatabase({
      connectionString: database.url,
      file: resolve(options.file),
      version,
      createdAt: new Date().toISOString(),
      secretKey: options.withKey ? key : null,
      onProgress: options.onProgress,
      signal: options.signal,
    });
    const keyIsIn = set === null && key !== null ? folder.secretKeyFile : "the value of WAYBILL_SECRET_KEY";
    return { ...report, file: options.file, keyIsIn: options.withKey ? null : keyIsIn };
  } finally {
    await database.release();
  }
}

/** Fills the database of the data folder or of `DATABASE_URL`. No hub may start on the folder meanwhile. */
export async function restore(
  environment: NodeJS.ProcessEnv,
  options: Parameters<CliHost["restore"]>[0],
): Promise<RestoreResult> {
  const folder = await openDataFolder(environment);
  const unlock = await lockFolder(folder.path, "hub");
  let database: ReachedDatabase | null = null;
  try {
    const isEmbedded = given(environment, "DATABASE_URL") === null;
    const set = given(environment, "WAYBILL_SECRET_KEY");
    const stored = await folderKey(environment, folder);
    database = await reachDatabase(environment, folder);
    const report = await restoreDatabase({
      connectionString: database.url,
      file: options.file,
      // A key that is set is the one every later start will use, so no other may be taken in its place.
      secretKeys: [set ?? stored].filter((key) => key !== null),
      useKeyInFile: set === null && isEmbedded,
      dropSecretsFor: options.withoutSecrets ? (set ?? (await secretKey(environment, folder))) : null,
      force: options.force,
      onProgress: options.onProgress,
    });
    const { secretKey: opened } = report;
    const isNew = isEmbedded && opened !== null && opened !== stored;
    // Before a hub may start: it would make a key of its own that opens nothing.
    if (isNew) await writeSecretFile(folder.secretKeyFile, opened);
    return {
      file: options.file,
      version: report.version,
      createdAt: report.createdAt,
      hasCredentials: !options.withoutSecrets,
      keyWrittenTo: isNew ? folder.secretKeyFile : null,
      rows: report.rows,
    };
  } finally {
    // The database is ended under a lock of its own, unless a hub has come to use it.
    await unlock();
    await database?.release();
  }
}

async function folderKey(environment: NodeJS.ProcessEnv, folder: DataFolder): Promise<string | null> {
  return given(environment, "DATABASE_URL") === null ? readSecretFile(folder.secretKeyFile) : null;
}
