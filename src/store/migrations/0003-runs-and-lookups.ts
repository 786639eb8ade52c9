import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

const statements = [
  // Who works a run, and until when nobody else may: by the database's clock, since hosts differ.
  `alter table waybill.run add column worker text`,
  `alter table waybill.run add column held_until timestamptz`,
  `alter table waybill.run add column failures int not null default 0`,
  // Records that a run has read, so that it ends and reports by them, whatever else goes on. Gone some time after its end.
  `create table waybill.run_record (
    run uuid not null,
    kind text not null,
    record_id text not null,
    settled boolean not null default false,
    primary key (run, kind, record_id)
  )`,
  `create index run_record_open on waybill.run_record (run) where not settled`,

  // People look for a record by its id on the other side without knowing of what kind that is.
  `drop index waybill.link_external`,
  `create index link_external on waybill.link (connection, external_id)`,
  `create index attention_open_id on waybill.attention (id) where closed_at is null`,
];

/** Who works a run and what it has read; lookups that need no reading of whole tables. */
export const runsAndLookups: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
