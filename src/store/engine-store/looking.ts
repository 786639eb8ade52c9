import type { OutcomeState } from "#domain/outcome.ts";
import type { AttentionRequest } from "#domain/plan/plan.ts";
import type { RecordKind } from "#domain/source-record.ts";
import type { AttentionView, EngineStore } from "#engine/ports/engine-store.ts";
import { iso, run, type Runner } from "./statement.ts";

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
  where closed_at is null and choice is null and ($1::text is null or connection = $1) and id > $2
  order by id limit $3`;

/** Open questions, oldest first, a page at a time. */
export async function attention(
  runner: Runner,
  { connection, after, limit }: Parameters<EngineStore["attention"]>[0],
): Promise<readonly AttentionView[]> {
  const values = [connection ?? null, after ?? "0", limit];
  return (await run<AttentionRow>(runner, "attention", attentionSql, values)).map(attentionView);
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
