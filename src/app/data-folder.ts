import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import { join, resolve } from "node:path";

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

/** The data folder named by `WAYBILL_DATA` (default `./.waybill`); made when it is missing. */
export async function openDataFolder(environment: NodeJS.ProcessEnv): Promise<DataFolder> {
  const path = resolve(environment["WAYBILL_DATA"] ?? ".waybill");
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
  const given = environment["WAYBILL_SECRET_KEY"];
  if (given !== undefined && given !== "") return given;
  if (environment["DATABASE_URL"] !== undefined)
    throw new Error(
      "SECRET_KEY_MISSING: with DATABASE_URL, WAYBILL_SECRET_KEY has to be set (32 random bytes as base64; `openssl rand -base64 32` makes one). Keep it: without it the stored credentials cannot be read.",
    );
  const stored = await readSecretFile(folder.secretKeyFile);
  if (stored !== null) return stored;
  const made = randomBytes(32).toString("base64");
  await writeSecretFile(folder.secretKeyFile, made);
  return made;
}
