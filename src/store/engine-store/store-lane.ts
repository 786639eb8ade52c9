import type { Pool } from "pg";
import { keyText, type RecordKey } from "#domain/source-record.ts";
import type { EngineStore, MirrorWrite, OpenDelivery } from "#engine/ports/engine-store.ts";
import { copyMirrors } from "./copy-mirrors.ts";
import { upsertMirrors } from "./commit.ts";
import { iso, jsonParameter, run, type Runner } from "./statement.ts";

const openSql = `
  select i.id, i.topic, i.api_version, i.triggered_at, i.received_at, i.body
  from waybill.inbox i
  where i.store = $1 and i.done_at is null
    and (($2 and i.kind is null) or (i.kind, i.record_id) in (select * from unnest($3::text[], $4::text[])))
  order by i.id limit 200`;

/** Open deliveries about no single record (`null` among the keys), or about keys that no connection takes. */
export async function openDeliveries(
  runner: Runner,
  store: string,
  keys: readonly (RecordKey | null)[],
): Promise<readonly OpenDelivery[]> {
  const named = keys.filter((key) => key !== null);
  const rows = await run<{
    id: number;
    topic: string;
    api_version: string | null;
    triggered_at: Date | null;
    received_at: Date;
    body: string;
  }>(runner, "store-deliveries", openSql, [
    store,
    named.length < keys.length,
    named.map((key) => key.kind),
    named.map((key) => key.id),
  ]);
  return rows.map((row) => ({
    id: row.id,
    topic: row.topic,
    apiVersion: row.api_version,
    triggeredAt: iso(row.triggered_at),
    receivedAt: iso(row.received_at),
    body: row.body,
  }));
}

const finishSql = `
  update waybill.inbox i set done_at = now(), outcome = r.outcome, reason = r.reason,
    body = case when r.forget then '{}' else i.body end
  from json_to_recordset($1) as r (id bigint, outcome text, reason json, forget boolean)
  where i.id = r.id and i.done_at is null`;

export async function finishDeliveries(
  runner: Runner,
  done: Parameters<EngineStore["finishDeliveries"]>[0],
): Promise<void> {
  if (done.length > 0) await run(runner, "finish-deliveries", finishSql, [jsonParameter(done)]);
}

/** From here on copying is cheaper than one statement. */
const worthCopying = 20;

export async function saveMirrors(
  pool: Pool,
  store: string,
  writes: readonly MirrorWrite[],
  { isNew = false }: { readonly isNew?: boolean } = {},
): Promise<void> {
  if (isNew && writes.length >= worthCopying && (await copyMirrors(pool, store, newestOf(writes)))) return;
  await upsertMirrors(pool, store, writes);
}

/** Of several writes to one record, the newest. */
function newestOf(writes: readonly MirrorWrite[]): readonly MirrorWrite[] {
  const kept = new Map<string, MirrorWrite>();
  for (const write of writes) {
    const text = keyText(write.key);
    const other = kept.get(text);
    if (other === undefined || (write.record.updatedAt ?? "") >= (other.record.updatedAt ?? ""))
      kept.set(text, write);
  }
  return [...kept.values()];
}
