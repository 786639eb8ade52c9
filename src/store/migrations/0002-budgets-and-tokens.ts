import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

const statements = [
  `create table waybill.token (
    owner text primary key,
    sealed bytea not null,
    saved_at timestamptz not null default now()
  )`,
  `create table waybill.budget (
    owner text primary key,
    limits json not null,
    tokens double precision not null,
    refilled_at double precision not null,
    day text not null,
    day_used bigint not null default 0,
    month text not null,
    month_used bigint not null default 0,
    blocked_until double precision
  ) with (fillfactor = 50)`,
  `create table waybill.budget_slots (
    owner text not null,
    process text not null,
    held int not null,
    until double precision not null,
    primary key (owner, process)
  ) with (fillfactor = 50)`,
];

/** Call budgets and access tokens. Times are engine time in milliseconds, since the sandbox may move it. */
export const budgetsAndTokens: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
