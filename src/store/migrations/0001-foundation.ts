import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/**
 * Everything that the engine keeps. Bodies, records and documents are `json` text rather than `jsonb`: they are written and
 * read whole and never searched inside. Big ones are stored uncompressed, since compressing costs more than the disk saves.
 */
const statements = [
  `create table waybill.store (
    name text primary key,
    connector text not null,
    domain text not null unique,
    settings json not null,
    credentials bytea not null,
    facts json,
    state text not null default 'ok',
    changed_at timestamptz not null default now()
  )`,
  `create table waybill.connection (
    name text primary key,
    store text not null references waybill.store (name),
    connector text not null,
    preset text not null,
    settings json not null,
    credentials bytea not null,
    paused json,
    throttled_until timestamptz,
    changed_at timestamptz not null default now()
  )`,

  `create table waybill.inbox (
    id bigint generated always as identity primary key,
    store text not null,
    delivery_id text not null,
    topic text not null,
    kind text,
    record_id text,
    api_version text,
    event_id text,
    triggered_at timestamptz,
    received_at timestamptz not null,
    body text not null,
    done_at timestamptz,
    outcome text,
    reason json
  ) with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02)`,
  `alter table waybill.inbox alter column body set storage external`,
  `create unique index inbox_delivery on waybill.inbox (store, delivery_id)`,
  `create index inbox_open on waybill.inbox (store, kind, record_id) where done_at is null`,
  // Rows lie in the order of their time, so that a summary of pages finds the old ones and costs next to nothing to keep.
  `create index inbox_received on waybill.inbox using brin (received_at)`,

  `create table waybill.mirror (
    store text not null,
    kind text not null,
    record_id text not null,
    updated_at timestamptz,
    record json not null,
    origin text not null,
    confirmed boolean not null,
    withheld boolean not null,
    -- Another value with every write: a connection notes which one it has worked with.
    version text not null,
    deleted_at timestamptz,
    seen_at timestamptz not null default now(),
    primary key (store, kind, record_id)
  ) with (fillfactor = 85)`,
  `alter table waybill.mirror alter column record set storage external`,

  `create table waybill.link (
    connection text not null,
    kind text not null,
    record_id text not null,
    target_kind text not null,
    external_id text not null,
    reference text not null,
    agreed json,
    created_at timestamptz not null default now(),
    verified_at timestamptz not null default now(),
    primary key (connection, kind, record_id)
  )`,
  `alter table waybill.link alter column agreed set storage external`,
  `create index link_external on waybill.link (connection, target_kind, external_id)`,

  `create table waybill.intent (
    id uuid primary key,
    connection text not null,
    kind text not null,
    record_id text not null,
    action text not null,
    reference text not null,
    external_id text,
    desired json not null,
    opened_at timestamptz not null default now()
  )`,
  `create unique index intent_record on waybill.intent (connection, kind, record_id)`,

  `create table waybill.record_state (
    connection text not null,
    kind text not null,
    record_id text not null,
    fence bigint not null default 0,
    dirty boolean not null default false,
    look_again boolean not null default false,
    -- What look_again was when the holder took the key; it counts again when the holder comes to nothing.
    looking boolean not null default false,
    seen_version text,
    holder text,
    title text,
    email_key text,
    state text,
    outcome json,
    code text,
    attempts int not null default 0,
    first_failed_at timestamptz,
    retry_at timestamptz,
    touched_at timestamptz not null default now(),
    primary key (connection, kind, record_id)
  ) with (fillfactor = 80)`,
  `create index record_state_title on waybill.record_state (lower(title))`,
  `create index record_state_email on waybill.record_state (email_key) where email_key is not null`,
  `create index record_state_open on waybill.record_state (connection, state) where state in ('waiting', 'attention', 'failed')`,
  `create index record_state_retry on waybill.record_state (connection, retry_at) where retry_at is not null`,
  `create index record_state_dirty on waybill.record_state (connection, touched_at) where dirty`,
  `create index record_state_held on waybill.record_state (connection, holder) where holder is not null`,

  `create table waybill.waits (
    connection text not null,
    kind text not null,
    record_id text not null,
    on_kind text not null,
    on_id text not null,
    primary key (connection, kind, record_id, on_kind, on_id)
  )`,
  `create index waits_on on waybill.waits (connection, on_kind, on_id)`,

  `create table waybill.attention (
    id bigint generated always as identity primary key,
    connection text not null,
    kind text not null,
    record_id text not null,
    title text not null,
    request json not null,
    opened_at timestamptz not null default now(),
    choice text,
    chosen_by text,
    chosen_at timestamptz,
    closed_at timestamptz
  )`,
  `create unique index attention_open on waybill.attention (connection, kind, record_id) where closed_at is null`,

  `create table waybill.decision (
    connection text not null,
    code text not null,
    key text not null,
    value text not null,
    decided_at timestamptz not null default now(),
    primary key (connection, code, key)
  )`,

  `create table waybill.journal (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    store text,
    connection text,
    kind text,
    record_id text,
    code text not null,
    message text not null,
    detail json
  )`,
  `create index journal_record on waybill.journal (kind, record_id) where kind is not null`,
  `create index journal_owner on waybill.journal (coalesce(connection, store), id) where kind is null`,
  `create index journal_at on waybill.journal using brin (at)`,

  `create table waybill.run (
    id uuid primary key,
    connection text not null,
    type text not null,
    state text not null,
    entity text not null,
    since text,
    cursor text,
    read bigint not null default 0,
    started_at timestamptz not null,
    ended_at timestamptz,
    report json,
    reason json
  )`,
  `create unique index run_one_at_a_time on waybill.run (connection) where state in ('running', 'paused')`,

  `create table waybill.checkpoint (
    owner text not null,
    name text not null,
    value text not null,
    saved_at timestamptz not null default now(),
    primary key (owner, name)
  )`,

  `create table waybill.process (
    id text primary key,
    role text not null,
    lock_key bigint not null,
    started_at timestamptz not null default now()
  )`,

  `create table waybill.api_key (
    id text primary key,
    hash text not null unique,
    role text not null,
    name text not null,
    created_at timestamptz not null default now()
  )`,
];

export const foundation: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
