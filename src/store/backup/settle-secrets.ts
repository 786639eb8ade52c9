import type pg from "pg";
import { BackupError } from "./backup-error.ts";
import { dropSealedValues, opensEverything } from "./sealed-values.ts";

/** What may open the credentials of a backup. */
export interface RestoreSecrets {
  /** Keys that may open the credentials, tried in this order; the one inside the file is tried last. Base64. */
  readonly secretKeys: readonly string[];
  /** Whether a key inside the file may be used. False where a hub could not be given it. */
  readonly useKeyInFile: boolean;
  /** Base64. Restores without credentials, for somebody who lost the key; new ones will be sealed with this. */
  readonly dropSecretsFor: string | null;
}

/** Finds the key that opens the credentials, or takes them out. */
export async function settleSecrets(
  client: pg.ClientBase,
  options: RestoreSecrets,
  keyInFile: string | null,
): Promise<string | null> {
  if (options.dropSecretsFor !== null) {
    await dropSealedValues(client, options.dropSecretsFor);
    return options.dropSecretsFor;
  }
  const candidates = [
    ...options.secretKeys,
    ...(keyInFile !== null && options.useKeyInFile ? [keyInFile] : []),
  ];
  for (const key of candidates) if (await opensEverything(client, key)) return key;
  if (candidates.length === 0 && (await opensNothing(client))) return null;
  const advice =
    keyInFile === null
      ? "Set WAYBILL_SECRET_KEY to the key of the hub that the backup was made of (in embedded mode it is in the file `secret-key` of its data folder) and restore again."
      : "The right one is inside the backup; `tar -xzOf FILE secret-key` prints it. Set WAYBILL_SECRET_KEY to it, for this command and for the hubs, and restore again.";
  throw new BackupError(
    candidates.length === 0 ? "SECRET_KEY_NEEDED" : "SECRET_KEY_WRONG",
    `${candidates.length === 0 ? "The credentials in the backup are encrypted, and no key is at hand." : "The key at hand does not open the credentials in the backup."} ${advice} If it is lost, --without-secrets restores everything else. Nothing was changed.`,
  );
}

async function opensNothing(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ n: number }>(
    `select (select count(*) from waybill.store)::int + (select count(*) from waybill.connection)::int
       + (select count(*) from waybill.token)::int as n`,
  );
  return rows[0]?.n === 0;
}
