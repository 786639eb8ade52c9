import { keyText, type RecordKey, type SourceRecord } from "#domain/source-record.ts";
import type { RecordView } from "../ports/engine-store.ts";
import { notLookedAt } from "../ports/not-looked-at.ts";
import { recordId } from "../ports/record-id.ts";
import { titleOf } from "../reconcile/settle.ts";
import type { HubDeps } from "./hub-deps.ts";

/** What is kept of each of these records: the shop's record as it was told last; null where nothing is. */
export async function sourcesOf(
  { context, registry }: HubDeps,
  records: readonly RecordView[],
): Promise<readonly (SourceRecord | null)[]> {
  const storeOf = new Map(registry.connectionRows().map((row) => [row.name, row.store]));
  const wanted = new Map<string, RecordKey[]>();
  for (const { connection, kind, recordId: id } of records) {
    const store = storeOf.get(connection) ?? "";
    wanted.set(store, [...(wanted.get(store) ?? []), { kind, id }]);
  }
  const kept = new Map(
    await Promise.all(
      [...wanted].map(async ([store, keys]) => [store, await context.store.mirrors(store, keys)] as const),
    ),
  );
  return records.map(({ connection, kind, recordId: id }) => {
    const rows = kept.get(storeOf.get(connection) ?? "");
    return rows?.get(keyText({ kind, id }))?.record ?? null;
  });
}

/**
 * Records that are kept and that no connection has worked with, such as a customer whom no order needed: on each connection of their
 * store, as not looked at yet.
 */
export async function keptAside(
  { context, registry }: HubDeps,
  keys: readonly RecordKey[],
  connection?: string,
): Promise<readonly RecordView[]> {
  if (keys.length === 0) return [];
  const found = registry.storeRows().map(async ({ name: store }): Promise<readonly RecordView[]> => {
    const rows = [...(await context.store.mirrors(store, keys)).values()];
    return rows.flatMap(({ record }) =>
      registry
        .connectionsOf(store)
        .filter(({ name }) => connection === undefined || name === connection)
        .map(({ name }) => viewOf(name, record, context.clock.now())),
    );
  });
  return (await Promise.all(found)).flat();
}

function viewOf(connection: string, record: SourceRecord, now: number): RecordView {
  const { kind, id } = record;
  return {
    id: recordId(connection, kind, id),
    connection,
    kind,
    recordId: id,
    title: titleOf({ kind, id }, record),
    outcome: notLookedAt,
    link: null,
    attempts: 0,
    updatedAt: record.updatedAt ?? new Date(now).toISOString(),
  };
}
