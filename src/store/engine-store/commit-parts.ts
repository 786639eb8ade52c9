import { insertJournal } from "./journal.ts";

/**
 * Change sets of workers that still hold their key. The row is locked, so that a worker that takes the key at this moment waits
 * and finds everything, or has taken it and this one's changes are left out.
 */
const accepted = (columns: string, condition: string): string => `
  select r.i from json_to_recordset($1::json) as r (i int, connection text, kind text, record_id text, fence bigint${columns})
  join waybill.record_state s on s.connection = r.connection and s.kind = r.kind and s.record_id = r.record_id
  where s.fence = r.fence${condition}
  order by r.connection, r.kind, r.record_id
  for update of s`;

export const acceptedSql = accepted("", "");

/**
 * The same where a write with a mark is announced: it does not count while another record's write with that mark is open, nor when
 * one was made so lately that this one may have been looked for before. The unique index of intents sees to those of one moment.
 */
export const markedAcceptedSql = accepted(
  ", mark text",
  ` and (r.mark is null or not exists (
    select from waybill.intent n
    where n.connection = r.connection and n.kind = r.kind and n.mark = r.mark and n.record_id <> r.record_id
    union all
    select from waybill.link l
    where l.connection = r.connection and l.kind = r.kind and l.mark = r.mark and l.record_id <> r.record_id
      and l.created_at > now() - interval '2 minutes'))`,
);

/**
 * Parts of a commit in the order of their bits. Each takes its rows as one JSON list `$n`; those that say something of a connection
 * count only with their change set (`i`). They run as one statement, so that a page of changes is one round trip and one
 * transaction; no two parts touch the same row.
 */
export const parts = {
  /** `deletedAt`: what becomes of the mark that the record was deleted; default: a record that is told of is there again. */
  mirror: (rows: string, deletedAt = "null") => `
    insert into waybill.mirror as m
      (store, kind, record_id, updated_at, record, origin, confirmed, withheld, version)
    select r.store, r.kind, r.record_id, r.updated_at, r.record, r.origin, r.origin = 'read', r.withheld, r.version
    from json_to_recordset(${rows}) as r (store text, kind text, record_id text, updated_at timestamptz, record json,
      origin text, withheld boolean, version text)
    order by r.store, r.kind, r.record_id
    on conflict (store, kind, record_id) do update
    set updated_at = excluded.updated_at, record = excluded.record, origin = excluded.origin, version = excluded.version,
      confirmed = m.confirmed or excluded.confirmed, withheld = excluded.withheld, deleted_at = ${deletedAt}, seen_at = now()
    where m.updated_at is null or excluded.updated_at is null or excluded.updated_at >= m.updated_at`,

  mirrorDeleted: (rows: string) => `
    update waybill.mirror m set deleted_at = now()
    from json_to_recordset(${rows}) as r (store text, kind text, record_id text)
    where m.store = r.store and m.kind = r.kind and m.record_id = r.record_id and m.deleted_at is null`,

  deliveriesDone: (rows: string) => `
    update waybill.inbox i set done_at = now(), outcome = r.outcome, reason = r.reason
    from json_to_recordset(${rows}) as r (i int, id bigint, outcome text, reason json)
    join accepted on accepted.i = r.i
    where i.id = r.id and i.done_at is null`,

  openIntents: (rows: string) => `
    insert into waybill.intent as i
      (id, connection, kind, record_id, action, reference, external_id, desired, mark, live)
    select r.id, r.connection, r.kind, r.record_id, r.action, r.reference, r.external_id, r.desired, r.mark, r.live
    from json_to_recordset(${rows}) as r (i int, id uuid, connection text, kind text, record_id text, action text,
      reference text, external_id text, desired json, mark text, live boolean)
    join accepted on accepted.i = r.i
    on conflict (connection, kind, record_id) do update
    set id = excluded.id, action = excluded.action, reference = excluded.reference,
      external_id = excluded.external_id, desired = excluded.desired, mark = excluded.mark, live = excluded.live, opened_at = now()`,

  settledIntents: (rows: string) => `
    delete from waybill.intent n using json_to_recordset(${rows}) as r (i int, id uuid), accepted
    where accepted.i = r.i and n.id = r.id`,

  /**
   * What was agreed is what the intent wanted, when it names one; the document does not travel again. Only what was made keeps its
   * mark: what was found is looked at once more before it is changed.
   */
  links: (rows: string) => `
    insert into waybill.link as l (connection, kind, record_id, target_kind, external_id, reference, agreed, mark)
    select r.connection, r.kind, r.record_id, r.target_kind, r.external_id, r.reference,
      case when r.intent is null then r.agreed else (select i.desired from waybill.intent i where i.id = r.intent) end,
      (select i.mark from waybill.intent i where i.id = r.intent and i.action = 'create')
    from json_to_recordset(${rows}) as r (i int, connection text, kind text, record_id text, target_kind text,
      external_id text, reference text, agreed json, intent uuid)
    join accepted on accepted.i = r.i
    on conflict (connection, kind, record_id) do update
    set target_kind = excluded.target_kind, external_id = excluded.external_id, reference = excluded.reference,
      agreed = excluded.agreed, mark = coalesce(excluded.mark, l.mark), verified_at = now()`,

  states: (rows: string) => `
    update waybill.record_state s
    set title = r.title, email_key = r.email_key, state = r.state, outcome = r.outcome, code = r.code,
      attempts = r.attempts, first_failed_at = r.first_failed_at, seen_version = r.seen_version,
      live = r.live or (s.live and s.dirty), retry_at = case when s.dirty then null else r.retry_at end, holder = null, looking = false, touched_at = now()
    from json_to_recordset(${rows}) as r (i int, connection text, kind text, record_id text, title text,
      email_key text, state text, outcome json, code text, attempts int, first_failed_at timestamptz,
      retry_at timestamptz, seen_version text, live boolean)
    join accepted on accepted.i = r.i
    where s.connection = r.connection and s.kind = r.kind and s.record_id = r.record_id`,

  /** What came of a record that a run has read. */
  results: (rows: string) => `
    update waybill.run_record t set result = r.result, code = r.code, occasion = r.occasion, at = now()
    from json_to_recordset(${rows}) as r (i int, run uuid, kind text, record_id text, result text, code text,
      occasion text)
    join accepted on accepted.i = r.i
    where t.run = r.run and t.kind = r.kind and t.record_id = r.record_id`,

  /** Waits that ended; those that go on are left alone, since one statement may not delete a row and keep it. */
  endedWaits: (rows: string) => `
    delete from waybill.waits w
    using json_to_recordset(${rows}) as r (i int, connection text, kind text, record_id text, "keep" json), accepted
    where accepted.i = r.i and w.connection = r.connection and w.kind = r.kind and w.record_id = r.record_id
      and not exists (select 1 from json_array_elements_text(r.keep) k where k = w.on_kind || ':' || w.on_id)`,

  waits: (rows: string) => `
    insert into waybill.waits (connection, kind, record_id, on_kind, on_id)
    select r.connection, r.kind, r.record_id, r.on_kind, r.on_id
    from json_to_recordset(${rows}) as r (i int, connection text, kind text, record_id text, on_kind text, on_id text)
    join accepted on accepted.i = r.i
    on conflict do nothing`,

  closedAttention: (rows: string) => `
    update waybill.attention a set closed_at = now()
    from json_to_recordset(${rows}) as r (i int, connection text, kind text, record_id text, acted_on text)
    join accepted on accepted.i = r.i
    where a.connection = r.connection and a.kind = r.kind and a.record_id = r.record_id and a.closed_at is null
      and (a.choice is null or a.choice = r.acted_on)`,

  /** A choice that was made while this look was under way stays for the next one; the one that was acted on is spent. */
  attention: (rows: string) => `
    insert into waybill.attention as a (connection, kind, record_id, title, request)
    select r.connection, r.kind, r.record_id, r.title, r.request
    from json_to_recordset(${rows}) as r (i int, connection text, kind text, record_id text, title text, request json)
    join accepted on accepted.i = r.i
    on conflict (connection, kind, record_id) where closed_at is null do update
    set title = excluded.title, request = excluded.request,
      choice = case when a.request ->> 'code' = excluded.request ->> 'code' and a.choice is distinct from (
        select r.acted_on
        from json_to_recordset(${rows}) as r (connection text, kind text, record_id text, acted_on text)
        where r.connection = a.connection and r.kind = a.kind and r.record_id = a.record_id) then a.choice end`,

  journal: (rows: string) => insertJournal(rows, "join accepted on accepted.i = r.i"),
} as const;

export type Part = keyof typeof parts;
export const partNames = Object.keys(parts) as readonly Part[];
