import type { Pool } from "pg";
import type { StoreFacts } from "#connectors/kit/source-system.ts";
import type { ConnectionRow, EngineStore, StoreRow } from "#engine/ports/engine-store.ts";
import type { Reason } from "#domain/reason.ts";
import { unreadable } from "#engine/ports/unreadable.ts";
import { SecretKeyWrongError, type SecretBox } from "../secrets/secret-box.ts";
import { iso, jsonParameter, run, transaction, type Runner } from "./statement.ts";

/** Opened credentials; null when they cannot be opened with this key, which is to stand in the way of nothing else. */
function opened(box: SecretBox, owner: string, sealed: Buffer): Record<string, unknown> | null {
  try {
    return box.open(owner, sealed);
  } catch (error) {
    if (error instanceof SecretKeyWrongError) return null;
    throw error;
  }
}

/** Stores with their credentials opened. */
export async function stores(runner: Runner, box: SecretBox): Promise<readonly StoreRow[]> {
  const rows = await run<{
    name: string;
    connector: string;
    domain: string;
    settings: Record<string, unknown>;
    credentials: Buffer;
    facts: StoreFacts | null;
    state: StoreRow["state"];
  }>(runner, "stores", `select * from waybill.store order by name`, []);
  return rows.map((row) => {
    const credentials = opened(box, `store/${row.name}`, row.credentials);
    return {
      name: row.name,
      connector: row.connector,
      domain: row.domain,
      settings: row.settings,
      credentials: credentials ?? {},
      facts: row.facts,
      state: credentials === null ? "unreadable" : row.state,
    };
  });
}

/** Connections with their credentials opened. */
export async function connections(runner: Runner, box: SecretBox): Promise<readonly ConnectionRow[]> {
  const rows = await run<{
    name: string;
    store: string;
    connector: string;
    preset: ConnectionRow["preset"];
    settings: Record<string, unknown>;
    credentials: Buffer;
    paused: Reason | null;
    throttled_until: Date | null;
    connected_at: Date;
  }>(runner, "connections", `select * from waybill.connection order by name`, []);
  return rows.map((row) => {
    const owner = `connection/${row.name}`;
    const credentials = opened(box, owner, row.credentials);
    return {
      name: row.name,
      store: row.store,
      connector: row.connector,
      preset: row.preset,
      settings: row.settings,
      credentials: credentials ?? {},
      paused: credentials === null ? unreadable(owner) : row.paused,
      throttledUntil: iso(row.throttled_until),
      connectedAt: iso(row.connected_at),
    };
  });
}

const saveStoreSql = `
  insert into waybill.store (name, connector, domain, settings, credentials) values ($1, $2, $3, $4, $5)
  on conflict (name) do update set connector = excluded.connector, domain = excluded.domain,
    settings = excluded.settings, credentials = excluded.credentials, state = 'ok', changed_at = now()`;

const saveConnectionSql = `
  insert into waybill.connection (name, store, connector, preset, settings, credentials, connected_at)
  values ($1, $2, $3, $4, $5, $6, $7)
  on conflict (name) do update set store = excluded.store, connector = excluded.connector, preset = excluded.preset,
    settings = excluded.settings, credentials = excluded.credentials, changed_at = now()`;

/** Saves stores and connections together or not at all. Entries that are not named stay as they are. */
export const saveConfiguration =
  (pool: Pool, box: SecretBox): EngineStore["saveConfiguration"] =>
  (change) =>
    transaction(pool, async (client) => {
      for (const store of change.stores) {
        await run(client, "save-store", saveStoreSql, [
          store.name,
          store.connector,
          store.domain,
          jsonParameter(store.settings),
          box.seal(`store/${store.name}`, store.credentials),
        ]);
      }
      for (const connection of change.connections) {
        await run(client, "save-connection", saveConnectionSql, [
          connection.name,
          connection.store,
          connection.connector,
          connection.preset,
          jsonParameter(connection.settings),
          box.seal(`connection/${connection.name}`, connection.credentials),
          connection.connectedAt,
        ]);
      }
    });

export async function saveStoreFacts(runner: Runner, store: string, facts: StoreFacts): Promise<void> {
  const text = `update waybill.store set facts = $2 where name = $1`;
  await run(runner, "save-facts", text, [store, jsonParameter(facts)]);
}

export async function setStoreState(runner: Runner, store: string, state: StoreRow["state"]): Promise<void> {
  await run(runner, "store-state", `update waybill.store set state = $2 where name = $1`, [store, state]);
}

export async function isStoreSavedSince(runner: Runner, store: string, moment: string): Promise<boolean> {
  const text = `select 1 from waybill.store where name = $1 and changed_at > $2`;
  return (await run(runner, "store-saved-since", text, [store, moment])).length > 0;
}

export async function setPaused(runner: Runner, connection: string, reason: Reason | null): Promise<void> {
  const text = `update waybill.connection set paused = $2 where name = $1`;
  await run(runner, "set-paused", text, [connection, reason === null ? null : jsonParameter(reason)]);
}

export async function setThrottled(runner: Runner, connection: string, until: string | null): Promise<void> {
  const text = `
    update waybill.connection set throttled_until = case when $2::timestamptz is null then null
      else greatest(throttled_until, $2::timestamptz) end where name = $1`;
  await run(runner, "set-throttled", text, [connection, until]);
}

export async function decisions(runner: Runner, connection: string): Promise<ReadonlyMap<string, string>> {
  const text = `select code, key, value from waybill.decision where connection = $1`;
  const rows = await run<{ code: string; key: string; value: string }>(runner, "decisions", text, [
    connection,
  ]);
  return new Map(rows.map((row) => [`${row.code}\n${row.key}`, row.value]));
}

const rememberSql = `
  insert into waybill.decision (connection, code, key, value)
  select $1, r.code, r.key, r.value from json_to_recordset($2) as r (code text, key text, value text)
  on conflict (connection, code, key) do update set value = excluded.value, decided_at = now()`;

export async function remember(
  runner: Runner,
  connection: string,
  made: readonly { code: string; key: string; value: string }[],
): Promise<void> {
  if (made.length > 0) await run(runner, "remember", rememberSql, [connection, jsonParameter(made)]);
}
