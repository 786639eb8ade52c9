import type { NewDelivery } from "#engine/ports/engine-store.ts";
import { run, type Runner } from "./statement.ts";

const insertDeliveriesSql = `
  insert into waybill.inbox
    (store, delivery_id, topic, kind, record_id, api_version, event_id, triggered_at, received_at, body)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
    $8::timestamptz[], $9::timestamptz[], $10::text[])
  on conflict (store, delivery_id) do nothing
  returning store, delivery_id`;

/** Stores a batch in one statement; answers for each whether it was new. */
export async function insertDeliveries(
  runner: Runner,
  deliveries: readonly NewDelivery[],
): Promise<readonly boolean[]> {
  const column = <T>(of: (delivery: NewDelivery) => T): T[] => deliveries.map(of);
  const stored = await run<{ store: string; delivery_id: string }>(
    runner,
    "insert-deliveries",
    insertDeliveriesSql,
    [
      column((d) => d.store),
      column((d) => d.deliveryId),
      column((d) => d.topic),
      column((d) => d.key?.kind ?? null),
      column((d) => d.key?.id ?? null),
      column((d) => d.apiVersion),
      column((d) => d.eventId),
      column((d) => d.triggeredAt),
      column((d) => d.receivedAt),
      column((d) => d.body),
    ],
  );
  const fresh = new Set(stored.map((row) => `${row.store}\n${row.delivery_id}`));
  // Two equal ids in one batch: only the first occurrence is the new one.
  return deliveries.map((delivery) => fresh.delete(`${delivery.store}\n${delivery.deliveryId}`));
}
