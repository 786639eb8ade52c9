import type { EngineStore, JournalLine, JournalView } from "#engine/ports/engine-store.ts";
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

const storiesSql = `
  select k.n::int, j.* from unnest($1::text[], $2::text[], $3::text[], $4::text[]) with ordinality
    as k (store, connection, kind, record_id, n)
  cross join lateral (
    select ${viewColumns} from waybill.journal j
    where j.kind = k.kind and j.record_id = k.record_id and j.store = k.store
      and (j.connection is null or j.connection = k.connection) and ($5::bigint is null or j.id < $5)
    order by j.id desc limit $6) j
  order by k.n, j.id`;

const tailSql = `
  select ${viewColumns} from waybill.journal j
  where j.kind is null and coalesce(j.connection, j.store) = $1 and (j.connection is null) = $2
    and ($3::bigint is null or j.id < $3)
  order by j.id desc limit $4`;

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

/** The newest lines of the stories of records, oldest line first, in the order of the records. */
export async function stories(
  runner: Runner,
  of: Parameters<EngineStore["stories"]>[0],
  { before, limit }: Parameters<EngineStore["stories"]>[1],
): Promise<readonly (readonly JournalView[])[]> {
  if (of.length === 0) return [];
  const rows = await run<JournalRow & { n: number }>(runner, "stories", storiesSql, [
    of.map(({ store }) => store),
    of.map(({ connection }) => connection),
    of.map(({ key }) => key.kind),
    of.map(({ key }) => key.id),
    before ?? null,
    limit,
  ]);
  const told = of.map((): JournalView[] => []);
  for (const row of rows) told[row.n - 1]?.push(view(row));
  return told;
}

/** The newest lines about a connection or a store as a whole, oldest of them first. */
export async function tail(
  runner: Runner,
  owner: Parameters<EngineStore["tail"]>[0],
  { before, limit }: Parameters<EngineStore["tail"]>[1],
): Promise<readonly JournalView[]> {
  const ofStore = "store" in owner;
  const values = [ofStore ? owner.store : owner.connection, ofStore, before ?? null, limit];
  return (await run<JournalRow>(runner, "tail", tailSql, values)).map(view).reverse();
}
