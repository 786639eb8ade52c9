import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

const statements = [
  // What happened before is history to the connection: nobody is told of it.
  `alter table waybill.connection add column connected_at timestamptz not null default now()`,
  // Something that just happened has called for a look, and the record is not settled since.
  `alter table waybill.record_state add column live boolean not null default false`,
  `alter table waybill.intent add column live boolean not null default false`,

  // What came of each record that a run has read, told together with the outcome itself.
  `alter table waybill.run_record add column result text`,
  `alter table waybill.run_record add column code text`,
  `alter table waybill.run_record add column occasion text`,
  `alter table waybill.run_record add column at timestamptz`,
  `create index run_record_result on waybill.run_record (run, result)`,
  `create index run_record_at on waybill.run_record (run, at)`,
  // How many records the shop itself counts, so that what was read can be compared with it.
  `alter table waybill.run add column expected bigint`,
  `alter table waybill.run add column phase text not null default 'reading'`,
  `create index run_newest on waybill.run (connection, started_at desc)`,
];

/** Whether something is told as news or as history; what came of each record of a run. */
export const history: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
