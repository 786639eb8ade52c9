import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

const statements = [
  // What records have in common that may be the same document; of those, one is made at a time.
  `alter table waybill.intent add column mark text`,
  `create unique index intent_mark on waybill.intent (connection, kind, mark) where mark is not null`,
  // What was made a moment ago may have been looked for before it was there.
  `alter table waybill.link add column mark text`,
  `create index link_mark on waybill.link (connection, kind, mark) where mark is not null`,
];

/** Two records that may be the same document are not both made at once. */
export const oneInTheMaking: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
