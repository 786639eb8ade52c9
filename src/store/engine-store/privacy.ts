import type { Pool } from "pg";
import type { RecordKey } from "#domain/source-record.ts";
import { count, transaction } from "./statement.ts";

const keyColumns = (keys: readonly RecordKey[]): [string[], string[]] => [
  keys.map((key) => key.kind),
  keys.map((key) => key.id),
];

/**
 * Removes personal data of records: the mirror forgets them, bodies of their deliveries are emptied, agreed documents and
 * open intents lose their content, journal details go. That they existed, and where they went, stays.
 */
export function redact(pool: Pool, store: string, keys: readonly RecordKey[]): Promise<number> {
  if (keys.length === 0) return Promise.resolve(0);
  const [kinds, ids] = keyColumns(keys);
  const values = [store, kinds, ids];
  const named = `(t.kind, t.record_id) in (select * from unnest($2::text[], $3::text[]))`;
  const connections = `t.connection in (select name from waybill.connection where store = $1)`;
  return transaction(pool, async (client) => {
    const changed = [
      await count(
        client,
        "redact-mirror",
        `delete from waybill.mirror t where t.store = $1 and ${named}`,
        values,
      ),
      await count(
        client,
        "redact-inbox",
        `update waybill.inbox t set body = '{}', done_at = coalesce(done_at, now()),
           outcome = coalesce(outcome, 'redacted') where t.store = $1 and ${named} and t.body <> '{}'`,
        values,
      ),
      await count(
        client,
        "redact-link",
        `update waybill.link t set agreed = null where ${connections} and ${named} and t.agreed is not null`,
        values,
      ),
      await count(
        client,
        "redact-intent",
        `delete from waybill.intent t where ${connections} and ${named}`,
        values,
      ),
      await count(
        client,
        "redact-state",
        `update waybill.record_state t set email_key = null,
           title = case when t.title like '#%' then t.title else t.kind || ':' || left(t.record_id, 40) end
         where ${connections} and ${named}`,
        values,
      ),
      await count(
        client,
        "redact-journal",
        `update waybill.journal t set detail = null where t.store = $1 and ${named} and t.detail is not null`,
        values,
      ),
    ];
    return changed.reduce((sum, n) => sum + n, 0);
  });
}

/** Removes everything that a store's buyers told: after the shop has uninstalled the app and asked for it. */
export function redactStore(pool: Pool, store: string): Promise<number> {
  const connections = `t.connection in (select name from waybill.connection where store = $1)`;
  const statements: readonly [string, string][] = [
    ["shop-mirror", `delete from waybill.mirror t where t.store = $1`],
    [
      "shop-inbox",
      `update waybill.inbox t set body = '{}', done_at = coalesce(done_at, now()),
         outcome = coalesce(outcome, 'redacted') where t.store = $1 and t.body <> '{}'`,
    ],
    ["shop-link", `update waybill.link t set agreed = null where ${connections}`],
    ["shop-intent", `delete from waybill.intent t where ${connections}`],
    [
      "shop-state",
      `update waybill.record_state t set email_key = null,
         title = case when t.title like '#%' then t.title else t.kind || ':' || left(t.record_id, 40) end
       where ${connections}`,
    ],
    [
      "shop-journal",
      `update waybill.journal t set detail = null where t.store = $1 and t.detail is not null`,
    ],
  ];
  return transaction(pool, async (client) => {
    let changed = 0;
    for (const [name, text] of statements) changed += await count(client, name, text, [store]);
    return changed;
  });
}

/** Days that dealt-with deliveries and journal lines are kept. */
const retentionDays = { deliveries: 14, journal: 400 };
const pruneBatch = 5_000;

/** Deletes what is older than its retention, a bounded number at once. */
export async function prune(pool: Pool, now: string): Promise<number> {
  const deliveries = await count(
    pool,
    "prune-inbox",
    `delete from waybill.inbox where id in (
       select id from waybill.inbox
       where received_at < $1::timestamptz - make_interval(days => $2)
         and done_at < $1::timestamptz - make_interval(days => $2) limit $3)`,
    [now, retentionDays.deliveries, pruneBatch],
  );
  const lines = await count(
    pool,
    "prune-journal",
    `delete from waybill.journal where id in (
       select id from waybill.journal where at < $1::timestamptz - make_interval(days => $2) limit $3)`,
    [now, retentionDays.journal, pruneBatch],
  );
  return deliveries + lines;
}
