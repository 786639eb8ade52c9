import type { NewDelivery } from "#engine/ports/engine-store.ts";
import { jsonParameter, run, type Runner } from "./statement.ts";

const insertDeliveriesSql = `
  insert into waybill.inbox
    (store, delivery_id, topic, kind, record_id, api_version, event_id, triggered_at, received_at, body)
  select r.store, r.delivery, r.topic, r.kind, r.record, r.version, r.event, r.triggered, r.received, r.body
  from json_to_recordset($1) as r (store text, delivery text, topic text, kind text, record text, version text, event text,
    triggered timestamptz, received timestamptz, body text)
  on conflict (store, delivery_id) do nothing
  returning store, delivery_id`;

/** Stores a batch in one statement; answers for each whether it was new. */
export async function insertDeliveries(
  runner: Runner,
  deliveries: readonly NewDelivery[],
): Promise<readonly boolean[]> {
  const rows = deliveries.map((delivery) => ({
    store: delivery.store,
    delivery: delivery.deliveryId,
    topic: delivery.topic,
    kind: delivery.key?.kind ?? null,
    record: delivery.key?.id ?? null,
    version: delivery.apiVersion,
    event: delivery.eventId,
    triggered: delivery.triggeredAt,
    received: delivery.receivedAt,
    body: delivery.body,
  }));
  const stored = await run<{ store: string; delivery_id: string }>(
    runner,
    "insert-deliveries",
    insertDeliveriesSql,
    [jsonParameter(rows)],
  );
  const fresh = new Set(stored.map((row) => `${row.store}\n${row.delivery_id}`));
  // Two equal ids in one batch: only the first occurrence is the new one.
  return deliveries.map((delivery) => fresh.delete(`${delivery.store}\n${delivery.deliveryId}`));
}
