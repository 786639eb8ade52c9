import type { Outcome } from "#domain/outcome.ts";
import type { RecordKey, RecordKind, SourceRecord } from "#domain/source-record.ts";
import { keyText } from "#domain/source-record.ts";
import type {
  ConnectionRow,
  KeySnapshot,
  LinkRow,
  MirrorRow,
  OpenDelivery,
  OpenIntent,
} from "#engine/ports/engine-store.ts";
import { iso, run, type Runner } from "./statement.ts";

const takeStatesSql = `
  with keys as (select * from unnest($2::text[], $3::text[]) as k (kind, record_id))
  update waybill.record_state s
  set fence = s.fence + 1, dirty = false, look_again = false, retry_at = null, holder = $4
  from keys k, waybill.record_state old
  where s.connection = $1 and s.kind = k.kind and s.record_id = k.record_id
    and old.connection = s.connection and old.kind = s.kind and old.record_id = s.record_id
  returning s.kind, s.record_id, s.fence, s.attempts, s.first_failed_at, s.outcome, old.look_again`;

const openDeliveriesSql = `
  select i.id, i.kind, i.record_id, i.topic, i.api_version, i.triggered_at, i.received_at, i.body
  from unnest($2::text[], $3::text[]) as k (kind, record_id)
  join waybill.inbox i on i.store = $1 and i.kind = k.kind and i.record_id = k.record_id and i.done_at is null
  order by i.id`;

const mirrorsSql = `
  select m.kind, m.record_id, m.record, m.hash, m.confirmed, m.withheld, m.deleted_at
  from unnest($2::text[], $3::text[]) as k (kind, record_id)
  join waybill.mirror m on m.store = $1 and m.kind = k.kind and m.record_id = k.record_id`;

const linksSql = `
  select l.kind, l.record_id, l.target_kind, l.external_id, l.reference, l.agreed
  from unnest($2::text[], $3::text[]) as k (kind, record_id)
  join waybill.link l on l.connection = $1 and l.kind = k.kind and l.record_id = k.record_id`;

const intentsSql = `
  select i.kind, i.record_id, i.id, i.action, i.reference, i.external_id, i.desired, i.opened_at
  from unnest($2::text[], $3::text[]) as k (kind, record_id)
  join waybill.intent i on i.connection = $1 and i.kind = k.kind and i.record_id = k.record_id`;

const choicesSql = `
  select a.kind, a.record_id, a.choice
  from unnest($2::text[], $3::text[]) as k (kind, record_id)
  join waybill.attention a on a.connection = $1 and a.kind = k.kind and a.record_id = k.record_id
  where a.closed_at is null and a.choice is not null`;

interface Keyed {
  readonly kind: RecordKind;
  readonly record_id: string;
}

function columns(keys: readonly RecordKey[]): [string[], string[]] {
  return [keys.map((key) => key.kind), keys.map((key) => key.id)];
}

function textOf(row: Keyed): string {
  return keyText({ kind: row.kind, id: row.record_id });
}

function byKey<Row extends Keyed, T>(rows: readonly Row[], make: (row: Row) => T): Map<string, T> {
  return new Map(rows.map((row) => [textOf(row), make(row)]));
}

/** Mirror rows of keys, by key text. */
export async function mirrors(
  runner: Runner,
  store: string,
  keys: readonly RecordKey[],
): Promise<Map<string, MirrorRow>> {
  const rows = await run<
    Keyed & {
      record: SourceRecord;
      hash: string;
      confirmed: boolean;
      withheld: boolean;
      deleted_at: Date | null;
    }
  >(runner, "mirrors", mirrorsSql, [store, ...columns(keys)]);
  return byKey(rows, (row) => ({
    record: row.record,
    hash: row.hash,
    confirmed: row.confirmed,
    withheld: row.withheld,
    deletedAt: iso(row.deleted_at),
  }));
}

/** Links of keys on a connection, by key text. */
export async function links(
  runner: Runner,
  connection: string,
  keys: readonly RecordKey[],
): Promise<Map<string, LinkRow>> {
  const rows = await run<
    Keyed & { target_kind: string; external_id: string; reference: string; agreed: unknown }
  >(runner, "links", linksSql, [connection, ...columns(keys)]);
  return byKey(rows, (row) => ({
    targetKind: row.target_kind,
    externalId: row.external_id,
    reference: row.reference,
    agreed: row.agreed,
  }));
}

/** Open deliveries of keys, in order of arrival, by key text. */
export async function deliveriesOf(
  runner: Runner,
  store: string,
  keys: readonly RecordKey[],
): Promise<Map<string, OpenDelivery[]>> {
  const rows = await run<
    Keyed & {
      id: number;
      topic: string;
      api_version: string | null;
      triggered_at: Date | null;
      received_at: Date;
      body: string;
    }
  >(runner, "open-deliveries", openDeliveriesSql, [store, ...columns(keys)]);
  const found = new Map<string, OpenDelivery[]>();
  for (const row of rows) {
    const delivery = {
      id: row.id,
      topic: row.topic,
      apiVersion: row.api_version,
      triggeredAt: iso(row.triggered_at),
      receivedAt: iso(row.received_at),
      body: row.body,
    };
    const list = found.get(textOf(row));
    if (list === undefined) found.set(textOf(row), [delivery]);
    else list.push(delivery);
  }
  return found;
}

const peekStatesSql = `
  select s.kind, s.record_id, s.fence, s.attempts, s.first_failed_at, s.outcome, s.look_again
  from unnest($2::text[], $3::text[]) as k (kind, record_id)
  join waybill.record_state s on s.connection = $1 and s.kind = k.kind and s.record_id = k.record_id`;

interface StateRow extends Keyed {
  readonly fence: number;
  readonly attempts: number;
  readonly first_failed_at: Date | null;
  readonly outcome: Outcome | null;
  readonly look_again: boolean;
}

/** Loads a page of keys as `takeKeys` does and leaves them as they are. */
export async function peekKeys(
  runner: Runner,
  connection: ConnectionRow,
  keys: readonly RecordKey[],
): Promise<readonly KeySnapshot[]> {
  const values = [connection.name, ...columns(keys)];
  return load(runner, connection, keys, await run<StateRow>(runner, "peek-states", peekStatesSql, values));
}

/**
 * Takes a page of keys for a worker. The states are raised first and everything else is read after, so that whatever
 * arrives later finds its mark again.
 */
export async function takeKeys(
  runner: Runner,
  connection: ConnectionRow,
  keys: readonly RecordKey[],
  process: string,
): Promise<readonly KeySnapshot[]> {
  const values = [connection.name, ...columns(keys), process];
  return load(runner, connection, keys, await run<StateRow>(runner, "take-states", takeStatesSql, values));
}

async function load(
  runner: Runner,
  connection: ConnectionRow,
  keys: readonly RecordKey[],
  stateRows: readonly StateRow[],
): Promise<readonly KeySnapshot[]> {
  const states = byKey(stateRows, (row) => row);
  const [deliveries, mirrored, linked, intents, choices] = await Promise.all([
    deliveriesOf(runner, connection.store, keys),
    mirrors(runner, connection.store, keys),
    links(runner, connection.name, keys),
    openIntents(runner, connection.name, keys),
    chosen(runner, connection.name, keys),
  ]);
  return keys.map((key) => {
    const text = keyText(key);
    const state = states.get(text);
    return {
      key,
      fence: state?.fence ?? 0,
      deliveries: deliveries.get(text) ?? [],
      mirror: mirrored.get(text) ?? null,
      link: linked.get(text) ?? null,
      intent: intents.get(text) ?? null,
      attempts: state?.attempts ?? 0,
      firstFailedAt: iso(state?.first_failed_at ?? null),
      outcome: state?.outcome ?? null,
      lookAgain: state?.look_again ?? false,
      choice: choices.get(text) ?? null,
    };
  });
}

async function openIntents(
  runner: Runner,
  connection: string,
  keys: readonly RecordKey[],
): Promise<Map<string, OpenIntent>> {
  const rows = await run<
    Keyed & {
      id: string;
      action: "create" | "update";
      reference: string;
      external_id: string | null;
      desired: unknown;
      opened_at: Date;
    }
  >(runner, "open-intents", intentsSql, [connection, ...columns(keys)]);
  return byKey(rows, (row) => ({
    id: row.id,
    action: row.action,
    reference: row.reference,
    externalId: row.external_id,
    desired: row.desired,
    openedAt: iso(row.opened_at),
  }));
}

async function chosen(
  runner: Runner,
  connection: string,
  keys: readonly RecordKey[],
): Promise<Map<string, string>> {
  const rows = await run<Keyed & { choice: string }>(runner, "choices", choicesSql, [
    connection,
    ...columns(keys),
  ]);
  return byKey(rows, (row) => row.choice);
}
