import { chmod, link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { randomBytes, randomUUID } from "node:crypto";
import { join, resolve } from "node:path";
import { given } from "./environment.ts";

/** Where an installation keeps its files. */
export interface DataFolder {
  /** `$WAYBILL_DATA`, absolute. */
  readonly path: string;
  /** Pids and addresses of running processes. */
  readonly run: string;
  /** Owner token of the API, mode 600. */
  readonly tokenFile: string;
  /** Key that secrets are encrypted with, mode 600; only in embedded mode. */
  readonly secretKeyFile: string;
  readonly hubFile: string;
}

export function dataFolderPath(environment: NodeJS.ProcessEnv): string {
  return resolve(given(environment, "WAYBILL_DATA") ?? ".waybill");
}

/** The data folder named by `WAYBILL_DATA` (default `./.waybill`); made when it is missing. */
export async function openDataFolder(environment: NodeJS.ProcessEnv): Promise<DataFolder> {
  const path = dataFolderPath(environment);
  const run = join(path, "run");
  await mkdir(run, { recursive: true });
  return {
    path,
    run,
    tokenFile: join(path, "token"),
    secretKeyFile: join(path, "secret-key"),
    hubFile: join(run, "hub.json"),
  };
}

/** Reads a one-line secret; null when there is none. */
export async function readSecretFile(file: string): Promise<string | null> {
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/**
 * Puts a secret into a file unless there is one already, and answers the one that is there then: of many who begin at the same moment
 * all get the same.
 */
export async function keepSecretFile(file: string, made: string): Promise<string> {
  const stored = await readSecretFile(file);
  if (stored !== null) return stored;
  const aside = `${file}.${randomUUID()}`;
  await writeSecretFile(aside, made);
  try {
    // Whole or not at all, and never over another one.
    await link(aside, file);
    return made;
  } catch (error) {
    const other = await readSecretFile(file);
    if (other === null) throw error;
    return other;
  } finally {
    await rm(aside, { force: true });
  }
}

/** Writes a secret that only this user may read. */
export async function writeSecretFile(file: string, secret: string): Promise<void> {
  await writeFile(file, `${secret}\n`, { mode: 0o600 });
  await chmod(file, 0o600);
}

/**
 * The key that secrets are encrypted with, base64 of 32 bytes: `WAYBILL_SECRET_KEY`, else the folder's own, which is made on
 * the first start with the embedded database. With `DATABASE_URL` the variable is required.
 */
export async function secretKey(environment: NodeJS.ProcessEnv, folder: DataFolder): Promise<string> {
  const set = given(environment, "WAYBILL_SECRET_KEY");
  if (set !== null) return set;
  if (given(environment, "DATABASE_URL") !== null)
    throw new Error(
      "SECRET_KEY_MISSING: with DATABASE_URL, WAYBILL_SECRET_KEY has to be set (32 random bytes as base64; `openssl rand -base64 32` makes one). Keep it: without it the stored credentials cannot be read.",
    );
  return keepSecretFile(folder.secretKeyFile, randomBytes(32).toString("base64"));
}
