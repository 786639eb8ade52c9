import type { Outcome, OutcomeState } from "#domain/outcome.ts";
import type { AttentionRequest } from "#domain/plan/plan.ts";
import type { RecordKind } from "#domain/source-record.ts";
import type { AttentionView, EngineStore, RecordView } from "#engine/ports/engine-store.ts";
import { iso, run, type Runner } from "./statement.ts";

type RecordQuery = Parameters<EngineStore["records"]>[0];

/** Id of a record on a connection for the API: safe in an address, reversible. */
export function recordId(connection: string, kind: string, id: string): string {
  return Buffer.from([connection, kind, id].join("\n")).toString("base64url");
}

function splitRecordId(text: string): readonly [string, string, string] | null {
  const inside = Buffer.from(text, "base64url").toString("utf8");
  const [connection, kind, id, ...rest] = inside.split("\n");
  if (connection === undefined || kind === undefined || id === undefined || rest.length > 0) return null;
  // Made by nobody but us, and we keep no NUL: PostgreSQL would refuse the question.
  if (inside.includes("\u0000")) return null;
  return [connection, kind, id];
}

const columns = `s.connection, s.kind, s.record_id, s.title, s.outcome, s.attempts, s.touched_at,
  l.target_kind, l.external_id`;
const joined = `from waybill.record_state s
  left join waybill.link l on l.connection = s.connection and l.kind = s.kind and l.record_id = s.record_id`;

interface Row {
  connection: string;
  kind: RecordKind;
  record_id: string;
  title: string | null;
  outcome: Outcome;
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
    outcome: row.outcome,
    link:
      row.target_kind === null || row.external_id === null
        ? null
        : { targetKind: row.target_kind, externalId: row.external_id },
    attempts: row.attempts,
    updatedAt: iso(row.touched_at),
  };
}

const recordsSql = `
  select ${columns} ${joined}
  where s.outcome is not null
    and ($1::text is null or s.connection = $1)
    and ($2::text is null or s.kind = $2)
    and ($3::text is null or s.state = $3)
    and ($4::text is null or lower(s.title) in ($4, '#' || $4) or s.email_key = $4 or s.record_id = $4
      or s.kind || ':' || s.record_id = $4 or l.external_id = $4)
    and ($5::text is null or (s.connection, s.kind, s.record_id) > ($5, $6, $7))
  order by s.connection, s.kind, s.record_id
  limit $8`;

/** Records by connection, kind, outcome and name; a page at a time. */
export async function records(runner: Runner, query: RecordQuery): Promise<readonly RecordView[]> {
  const after = query.after === undefined ? null : splitRecordId(query.after);
  const rows = await run<Row>(runner, "records", recordsSql, [
    query.connection ?? null,
    query.kind ?? null,
    query.outcome ?? null,
    query.q?.trim().toLowerCase() ?? null,
    ...(after ?? [null, null, null]),
    Math.min(query.limit ?? 100, 1000),
  ]);
  return rows.map(view);
}

const recordSql = `
  select ${columns} ${joined}
  where s.connection = $1 and s.kind = $2 and s.record_id = $3 and s.outcome is not null`;

export async function record(runner: Runner, id: string): Promise<RecordView | null> {
  const parts = splitRecordId(id);
  if (parts === null) return null;
  const [row] = await run<Row>(runner, "record", recordSql, parts);
  return row === undefined ? null : view(row);
}

const countsSql = `
  select state, count(*)::int as n from waybill.record_state
  where connection = $1 and state is not null group by state`;

export async function counts(
  runner: Runner,
  connection: string,
): Promise<Readonly<Record<OutcomeState, number>>> {
  const rows = await run<{ state: OutcomeState; n: number }>(runner, "counts", countsSql, [connection]);
  const none = { synced: 0, unchanged: 0, skipped: 0, waiting: 0, attention: 0, failed: 0 };
  return { ...none, ...Object.fromEntries(rows.map((row) => [row.state, row.n])) };
}

const attentionColumns = `id, connection, kind, record_id, title, request, opened_at`;

interface AttentionRow {
  id: number;
  connection: string;
  kind: RecordKind;
  record_id: string;
  title: string;
  request: AttentionRequest;
  opened_at: Date;
}

function attentionView(row: AttentionRow): AttentionView {
  return {
    id: String(row.id),
    connection: row.connection,
    kind: row.kind,
    recordId: row.record_id,
    title: row.title,
    attention: row.request,
    openedAt: iso(row.opened_at),
  };
}

const attentionSql = `
  select ${attentionColumns} from waybill.attention
  where closed_at is null and choice is null and ($1::text is null or connection = $1) order by id`;

export async function attention(
  runner: Runner,
  connection: string | null,
): Promise<readonly AttentionView[]> {
  return (await run<AttentionRow>(runner, "attention", attentionSql, [connection])).map(attentionView);
}

const attentionByIdSql = `
  select ${attentionColumns} from waybill.attention where id = $1 and closed_at is null and choice is null`;

export async function attentionById(runner: Runner, id: string): Promise<AttentionView | null> {
  if (!/^\d{1,15}$/.test(id)) return null;
  const [row] = await run<AttentionRow>(runner, "attention-by-id", attentionByIdSql, [id]);
  return row === undefined ? null : attentionView(row);
}

const chooseSql = `
  update waybill.attention set choice = $2, chosen_by = $3, chosen_at = now()
  where id = $1 and closed_at is null and choice is null returning id`;

export async function choose(runner: Runner, id: string, choice: string, by: string): Promise<boolean> {
  return (await run(runner, "choose", chooseSql, [id, choice, by])).length > 0;
}
