import type { JournalLine, JournalView } from "#engine/ports/engine-store.ts";
import type { RecordKey } from "#domain/source-record.ts";
import { iso, jsonParameter, run, type Runner } from "./statement.ts";

/** Statement that writes lines; `rows` is the parameter with the list from `journalRows`, `joined` narrows it by its `i`. */
export function insertJournal(rows: string, joined = ""): string {
  return `
    insert into waybill.journal (at, store, connection, kind, record_id, code, message, detail)
    select coalesce(r.at, now()), r.store, r.connection, r.kind, r.record_id, r.code, r.message, r.detail
    from json_to_recordset(${rows}) as r (i int, at timestamptz, store text, connection text, kind text, record_id text,
      code text, message text, detail json) ${joined}`;
}

const viewColumns = `j.id, j.at, j.store, j.connection, j.kind, j.record_id, j.code, j.message, j.detail`;

const storySql = `
  select ${viewColumns} from waybill.journal j
  where j.kind = $2 and j.record_id = $3 and j.store = $1
  order by j.id`;

const tailSql = `
  select ${viewColumns} from waybill.journal j
  where j.kind is null and coalesce(j.connection, j.store) = $1
  order by j.id desc limit $2`;

interface JournalRow {
  id: number;
  at: Date;
  store: string | null;
  connection: string | null;
  kind: string | null;
  record_id: string | null;
  code: string;
  message: string;
  detail: Record<string, unknown> | null;
}

export function journalRows(lines: readonly JournalLine[]): readonly Readonly<Record<string, unknown>>[] {
  return lines.map((line) => ({
    at: line.at ?? null,
    store: line.store,
    connection: line.connection,
    kind: line.key?.kind ?? null,
    record_id: line.key?.id ?? null,
    code: line.code,
    message: line.message,
    detail: line.detail ?? null,
  }));
}

export async function writeJournal(runner: Runner, rows: readonly unknown[]): Promise<void> {
  if (rows.length > 0) await run(runner, "journal", insertJournal("$1::json"), [jsonParameter(rows)]);
}

function view(row: JournalRow): JournalView {
  return {
    id: row.id,
    at: iso(row.at),
    store: row.store,
    connection: row.connection,
    key: row.kind === null ? null : `${row.kind}:${row.record_id}`,
    code: row.code,
    message: row.message,
    detail: row.detail,
  };
}

/** The story of a record, oldest line first. */
export async function story(runner: Runner, store: string, key: RecordKey): Promise<readonly JournalView[]> {
  return (await run<JournalRow>(runner, "story", storySql, [store, key.kind, key.id])).map(view);
}

/** Newest lines about a connection or store as a whole, oldest of them first. */
export async function tail(runner: Runner, owner: string, limit: number): Promise<readonly JournalView[]> {
  return (await run<JournalRow>(runner, "tail", tailSql, [owner, limit])).map(view).reverse();
}
