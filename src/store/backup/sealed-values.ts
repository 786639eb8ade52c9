import type { ClientBase } from "pg";
import { tablesToKeep } from "./tables.ts";
import { createSecretBox, type SecretBox } from "../secrets/secret-box.ts";

/** Where encrypted values are, and under which owner each was sealed. */
const places = {
  store: { value: "credentials", owner: (name: string) => `store/${name}`, name: "name" },
  connection: { value: "credentials", owner: (name: string) => `connection/${name}`, name: "name" },
  token: { value: "sealed", owner: (name: string) => `${name}/token`, name: "owner" },
} as const;

/** True when `key` opens every encrypted value of the database, which is so when there is none. */
export async function opensEverything(client: ClientBase, key: string): Promise<boolean> {
  let box: SecretBox;
  try {
    box = createSecretBox(key);
  } catch {
    return false;
  }
  const kept = new Set((await tablesToKeep(client)).map(({ name }) => name));
  for (const [table, place] of Object.entries(places)) {
    // A database of an older level may lack one.
    if (!kept.has(table)) continue;
    const { rows } = await client.query<{ name: string; sealed: Buffer }>(
      `select ${place.name} as name, ${place.value} as sealed from waybill.${table}`,
    );
    try {
      for (const row of rows) box.open(place.owner(row.name), row.sealed);
    } catch {
      return false;
    }
  }
  return true;
}

const lost = {
  code: "CREDENTIALS_NOT_RESTORED",
  message:
    "The backup was restored without its credentials. Apply the configuration again (`waybill apply -f FILE`), then resume.",
};

/** Takes every encrypted value out, for somebody who has lost the key: connections then wait for new credentials. */
export async function dropSealedValues(client: ClientBase, newKey: string): Promise<void> {
  const box = createSecretBox(newKey);
  for (const table of ["store", "connection"] as const) {
    const { rows } = await client.query<{ name: string }>(`select name from waybill.${table}`);
    for (const { name } of rows)
      await client.query(`update waybill.${table} set credentials = $2 where name = $1`, [
        name,
        box.seal(places[table].owner(name), {}),
      ]);
  }
  await client.query(`delete from waybill.token`);
  await client.query(`update waybill.connection set paused = $1`, [JSON.stringify(lost)]);
}
