import type { Outcome } from "#domain/outcome.ts";
import type { RecordKey, RecordKind } from "#domain/source-record.ts";
import type { EngineStore, RecordView } from "#engine/ports/engine-store.ts";
import { notLookedAt } from "#engine/ports/not-looked-at.ts";
import { readRecordId, recordId } from "#engine/ports/record-id.ts";
import { iso, run, type Runner } from "./statement.ts";

type RecordQuery = Parameters<EngineStore["records"]>[0];

const columns = `s.connection, s.kind, s.record_id, s.title, s.outcome, s.attempts, s.touched_at,
  l.target_kind, l.external_id`;
const joined = `left join waybill.link l
  on l.connection = s.connection and l.kind = s.kind and l.record_id = s.record_id`;

interface Row {
  connection: string;
  kind: RecordKind;
  record_id: string;
  title: string | null;
  outcome: Outcome | null;
  attempts: number;
  touched_at: Date;
  target_kind: string | null;
  external_id: string | null;
}

function view(row: Row): RecordView {
  return {
    id: recordId(row.connection, row.kind, row.record_id),
    connection: row.connection,
    kind: row.kind,
    recordId: row.record_id,
    title: row.title ?? `${row.kind}:${row.record_id}`,
    outcome: row.outcome ?? notLookedAt,
    link:
      row.target_kind === null || row.external_id === null
        ? null
        : { targetKind: row.target_kind, externalId: row.external_id },
    attempts: row.attempts,
    updatedAt: iso(row.touched_at),
  };
}

/** A statement with its values, and the name it is prepared under. */
export interface RecordsStatement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * The statement of a query. It has only the conditions that are asked for, and looks a name up in one index after the other: a
 * condition over all of them at once would read every record there is.
 */
export function recordsStatement(query: RecordQuery): RecordsStatement {
  const values: unknown[] = [];
  const value = (one: unknown): string => `$${values.push(one)}`;
  const q = query.q === undefined ? undefined : namedSql(query.q.trim(), value);
  const after = query.after === undefined ? null : readRecordId(query.after);
  if (query.after !== undefined && after === null) throw new RangeError("not the id of a record");
  const conditions = {
    connection: query.connection === undefined ? undefined : `s.connection = ${value(query.connection)}`,
    kind: query.kind === undefined ? undefined : `s.kind = ${value(query.kind)}`,
    outcome: query.outcome === undefined ? undefined : `s.state = ${value(query.outcome)}`,
    after:
      after === null
        ? undefined
        : `(s.connection, s.kind, s.record_id) > (${value(after.connection)}, ${value(after.key.kind)}, ${value(after.key.id)})`,
  };
  const lookedAt = query.unlooked === true ? "true" : "s.outcome is not null";
  const used = Object.entries(conditions).filter(([, condition]) => condition !== undefined);
  const from =
    q === undefined
      ? "waybill.record_state s"
      : `(${q.text}) n join waybill.record_state s
    on s.connection = n.connection and s.kind = n.kind and s.record_id = n.record_id`;
  const text = `
    select ${columns} from ${from} ${joined}
    where ${[lookedAt, ...used.map(([, condition]) => condition)].join(" and ")}
    order by s.connection, s.kind, s.record_id
    limit ${value(Math.min(query.limit ?? 100, 1000))}`;
  return {
    name: ["records", query.unlooked === true && "all", q?.name, ...used.map(([name]) => name)]
      .filter(Boolean)
      .join("-"),
    text,
    values,
  };
}

const connections = `connection = any(array(select name from waybill.connection))`;
const of = `select connection, kind, record_id from`;

/** Keys of records that a text names: by title, e-mail, id, key, or id on the other side. */
function namedSql(
  q: string,
  value: (one: unknown) => string,
): { readonly name: string; readonly text: string } {
  const raw = value(q);
  const lower = value(q.toLowerCase());
  const [, kind, id] = /^(orders|customers):(.+)$/i.exec(q) ?? [];
  const lookups = [
    `${of} waybill.record_state where lower(title) in (${lower}, '#' || ${lower})`,
    `${of} waybill.record_state where email_key = ${lower}`,
    `${of} waybill.record_state where ${connections} and kind in ('orders', 'customers') and record_id in (${raw}, ${lower})`,
    `${of} waybill.link where ${connections} and external_id in (${raw}, ${lower})`,
  ];
  if (kind !== undefined && id !== undefined)
    lookups.push(
      `${of} waybill.record_state where ${connections} and kind = ${value(kind.toLowerCase())} and record_id = ${value(id)}`,
    );
  return { name: kind === undefined ? "named" : "key", text: lookups.join(" union ") };
}

/** Records by connection, kind, outcome and name; a page at a time. Rejects with `RangeError` for a cursor that is not ours. */
export async function records(runner: Runner, query: RecordQuery): Promise<readonly RecordView[]> {
  const { name, text, values } = recordsStatement(query);
  return (await run<Row>(runner, name, text, values)).map(view);
}

const recordsOfSql = `
  select ${columns} from unnest($2::text[], $3::text[]) with ordinality as k (kind, record_id, n)
  join waybill.record_state s on s.connection = $1 and s.kind = k.kind and s.record_id = k.record_id ${joined}
  where (s.outcome is not null or $4) order by k.n`;

/** How these records of a connection stand, in the order of the keys; those that have no standing yet are left out. */
export async function recordsOf(
  runner: Runner,
  connection: string,
  keys: readonly RecordKey[],
  unlooked = false,
): Promise<readonly RecordView[]> {
  if (keys.length === 0) return [];
  const values = [connection, keys.map((key) => key.kind), keys.map((key) => key.id), unlooked];
  return (await run<Row>(runner, "records-of", recordsOfSql, values)).map(view);
}

export async function record(runner: Runner, id: string): Promise<RecordView | null> {
  const place = readRecordId(id);
  if (place === null) return null;
  return (await recordsOf(runner, place.connection, [place.key], true))[0] ?? null;
}
