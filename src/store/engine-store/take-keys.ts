import type { Outcome } from "#domain/outcome.ts";
import type { AttentionRequest } from "#domain/plan/plan.ts";
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

/**
 * Every statement that changes many states does so in the order of their keys, so that two of them wait for each other and never
 * in a circle.
 */
const takeStatesSql = `
  insert into waybill.record_state as s (connection, kind, record_id, fence, holder)
  select $1, k.kind, k.record_id, 1, $4 from unnest($2::text[], $3::text[]) as k (kind, record_id)
  order by k.kind, k.record_id
  on conflict (connection, kind, record_id) do update
  set fence = s.fence + 1, dirty = false, looking = s.look_again or (s.looking and s.holder is not null),
    look_again = false, retry_at = null, holder = excluded.holder
  returning s.kind, s.record_id, s.fence, s.attempts, s.first_failed_at, s.outcome, s.live, s.looking as look_again`;

const openDeliveriesSql = `
  select i.id, i.kind, i.record_id, i.topic, i.api_version, i.triggered_at, i.received_at, i.body
  from unnest($2::text[], $3::text[]) as k (kind, record_id)
  join waybill.inbox i on i.store = $1 and i.kind = k.kind and i.record_id = k.record_id and i.done_at is null
  order by i.id`;

const mirrorsSql = `
  select m.kind, m.record_id, m.record, m.confirmed, m.withheld, m.version, m.deleted_at
  from unnest($2::text[], $3::text[]) as k (kind, record_id)
  join waybill.mirror m on m.store = $1 and m.kind = k.kind and m.record_id = k.record_id`;

const linksSql = `
  select l.kind, l.record_id, l.target_kind, l.external_id, l.reference, l.agreed
  from unnest($2::text[], $3::text[]) as k (kind, record_id)
  join waybill.link l on l.connection = $1 and l.kind = k.kind and l.record_id = k.record_id`;

/** All that is known of keys beside their deliveries: one row for each, in one round trip. */
const knownSql = `
  select k.kind, k.record_id,
    m.record, m.confirmed, m.withheld, m.version, m.deleted_at,
    l.target_kind, l.external_id, l.reference, l.agreed,
    n.id as intent_id, n.action as intent_action, n.reference as intent_reference, n.external_id as intent_external_id,
    n.desired as intent_desired, n.opened_at as intent_opened_at, n.live as intent_live, r.run,
    a.choice, a.request
  from unnest($3::text[], $4::text[]) as k (kind, record_id)
  left join waybill.mirror m on m.store = $1 and m.kind = k.kind and m.record_id = k.record_id
  left join waybill.link l on l.connection = $2 and l.kind = k.kind and l.record_id = k.record_id
  left join waybill.intent n on n.connection = $2 and n.kind = k.kind and n.record_id = k.record_id
  left join waybill.run_record r
    on r.run = (select u.id from waybill.run u where u.connection = $2 order by u.started_at desc limit 1)
    and r.kind = k.kind and r.record_id = k.record_id and (r.result is null or r.result in ('waiting', 'attention', 'failed'))
  left join waybill.attention a on a.connection = $2 and a.kind = k.kind and a.record_id = k.record_id
    and a.closed_at is null and a.choice is not null`;

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
      confirmed: boolean;
      withheld: boolean;
      version: string;
      deleted_at: Date | null;
    }
  >(runner, "mirrors", mirrorsSql, [store, ...columns(keys)]);
  return byKey(rows, (row) => ({
    record: row.record,
    confirmed: row.confirmed,
    withheld: row.withheld,
    version: row.version,
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
  select s.kind, s.record_id, s.fence, s.attempts, s.first_failed_at, s.outcome, s.live,
    s.look_again or (s.looking and s.holder is not null) as look_again
  from unnest($2::text[], $3::text[]) as k (kind, record_id)
  join waybill.record_state s on s.connection = $1 and s.kind = k.kind and s.record_id = k.record_id`;

interface StateRow extends Keyed {
  readonly fence: number;
  readonly attempts: number;
  readonly first_failed_at: Date | null;
  readonly outcome: Outcome | null;
  readonly live: boolean;
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
  const [deliveries, known] = await Promise.all([
    deliveriesOf(runner, connection.store, keys),
    run<KnownRow>(runner, "known", knownSql, [connection.store, connection.name, ...columns(keys)]),
  ]);
  const knownOf = byKey(known, (row) => row);
  return keys.map((key) => {
    const text = keyText(key);
    const state = states.get(text);
    const row = knownOf.get(text);
    const told = deliveries.get(text) ?? [];
    const intent = row === undefined ? null : intentOf(row);
    return {
      key,
      fence: state?.fence ?? 0,
      deliveries: told,
      mirror: row === undefined ? null : mirrorOf(row),
      link: row === undefined ? null : linkOf(row),
      intent,
      attempts: state?.attempts ?? 0,
      firstFailedAt: iso(state?.first_failed_at ?? null),
      outcome: state?.outcome ?? null,
      lookAgain: state?.look_again ?? false,
      live: state?.live === true || told.length > 0 || intent?.live === true,
      run: row?.run ?? null,
      choice: row === undefined ? null : choiceOf(row),
    };
  });
}

/** Columns of outer joins: null where there is no such row. */
interface KnownRow extends Keyed {
  readonly record: SourceRecord | null;
  readonly confirmed: boolean | null;
  readonly withheld: boolean | null;
  readonly version: string | null;
  readonly deleted_at: Date | null;
  readonly target_kind: string | null;
  readonly external_id: string | null;
  readonly reference: string | null;
  readonly agreed: unknown;
  readonly intent_id: string | null;
  readonly intent_action: "create" | "update" | null;
  readonly intent_reference: string | null;
  readonly intent_external_id: string | null;
  readonly intent_desired: unknown;
  readonly intent_opened_at: Date | null;
  readonly intent_live: boolean | null;
  readonly run: string | null;
  readonly choice: string | null;
  readonly request: AttentionRequest | null;
}

function mirrorOf({
  record,
  confirmed,
  withheld,
  version,
  deleted_at: deletedAt,
}: KnownRow): MirrorRow | null {
  if (record === null || confirmed === null || withheld === null || version === null) return null;
  return { record, confirmed, withheld, version, deletedAt: iso(deletedAt) };
}

function choiceOf({ choice, request }: KnownRow): KeySnapshot["choice"] {
  return choice === null || request === null ? null : { choice, request };
}

function linkOf(row: KnownRow): LinkRow | null {
  const { target_kind: targetKind, external_id: externalId, reference, agreed } = row;
  if (targetKind === null || externalId === null || reference === null) return null;
  return { targetKind, externalId, reference, agreed };
}

function intentOf(row: KnownRow): OpenIntent | null {
  const {
    intent_id: id,
    intent_action: action,
    intent_reference: reference,
    intent_opened_at: openedAt,
  } = row;
  if (id === null || action === null || reference === null || openedAt === null) return null;
  return {
    id,
    action,
    reference,
    externalId: row.intent_external_id,
    desired: row.intent_desired,
    openedAt: iso(openedAt),
    live: row.intent_live ?? false,
  };
}
