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
import { reachDatabase } from "./reach-database.ts";

/** Backs up the database of the data folder or of `DATABASE_URL`; a hub may work on it meanwhile. */
export async function backup(
  environment: NodeJS.ProcessEnv,
  version: string,
  options: Parameters<CliHost["backup"]>[0],
): Promise<BackupResult> {
  const folder = await openDataFolder(environment);
  const given = nonEmpty(environment["WAYBILL_SECRET_KEY"]);
  const key = given ?? (await folderKey(environment, folder));
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
    const keyIsIn = given === null && key !== null ? folder.secretKeyFile : "the value of WAYBILL_SECRET_KEY";
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
  try {
    const isEmbedded = nonEmpty(environment["DATABASE_URL"]) === null;
    const given = nonEmpty(environment["WAYBILL_SECRET_KEY"]);
    const stored = await folderKey(environment, folder);
    const database = await reachDatabase(environment, folder);
    let report: Awaited<ReturnType<typeof restoreDatabase>>;
    try {
      report = await restoreDatabase({
        connectionString: database.url,
        file: options.file,
        // A key that is set is the one every later start will use, so no other may be taken in its place.
        secretKeys: [given ?? stored].filter((key) => key !== null),
        useKeyInFile: given === null && isEmbedded,
        dropSecretsFor: options.withoutSecrets ? (given ?? (await secretKey(environment, folder))) : null,
        force: options.force,
        onProgress: options.onProgress,
      });
    } finally {
      await unlock();
      await database.release();
    }
    const { secretKey: opened } = report;
    const isNew = isEmbedded && opened !== null && opened !== stored;
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
    await unlock();
  }
}

async function folderKey(environment: NodeJS.ProcessEnv, folder: DataFolder): Promise<string | null> {
  return nonEmpty(environment["DATABASE_URL"]) === null ? readSecretFile(folder.secretKeyFile) : null;
}

function nonEmpty(text: string | undefined): string | null {
  return text === undefined || text === "" ? null : text;
}
