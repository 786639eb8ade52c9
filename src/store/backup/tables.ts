import type { ClientBase } from "pg";

export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
}

export interface IdentityColumn {
  readonly table: string;
  readonly column: string;
  /** Name of its sequence, ready to stand in a statement. */
  readonly sequence: string;
}

/**
 * Tables that are not part of a backup: which migrations ran (the backup's manifest says it), which processes live, and the
 * places that living processes hold in a call budget. All of them are about the moment, not about what Waybill knows.
 */
const momentary = new Set(["migration", "migration_lock", "process", "budget_slots"]);

/** Filled first, so that a key that does not open the credentials is noticed before the bulk is read. */
const first = ["store", "connection", "token"];

/** Every table with something to keep, in an order in which references are there before what refers to them. */
export async function tablesToKeep(client: ClientBase): Promise<readonly Table[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; needs: string[] }>(
    `select c.relname as name,
       array_agg(a.attname::text order by a.attnum) as columns,
       array(select f.relname::text from pg_constraint k join pg_class f on f.oid = k.confrelid
         where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as needs
     from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relnamespace = 'waybill'::regnamespace and c.relkind = 'r'
     group by c.oid, c.relname
     order by array_position($1::text[], c.relname::text), c.relname`,
    [first],
  );
  const kept = rows.filter((row) => !momentary.has(row.name));
  const byName = new Map(kept.map((row) => [row.name, row]));
  const ordered = new Map<string, Table>();
  const place = (name: string): void => {
    const row = byName.get(name);
    if (row === undefined || ordered.has(name)) return;
    byName.delete(name);
    for (const needed of row.needs) place(needed);
    ordered.set(name, { name, columns: row.columns });
  };
  for (const { name } of kept) place(name);
  return [...ordered.values()];
}

/** Columns that PostgreSQL numbers by itself. */
export async function identityColumns(client: ClientBase): Promise<readonly IdentityColumn[]> {
  const { rows } = await client.query<IdentityColumn>(
    `select c.relname::text as table, a.attname::text as column,
       pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), a.attname) as sequence
     from pg_attribute a
     join pg_class c on c.oid = a.attrelid and c.relkind = 'r'
     join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'waybill'
     where a.attidentity <> '' and not a.attisdropped
     order by 1, 2`,
  );
  return rows;
}

/** Whether the schema is there at all. */
export async function hasSchema(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ found: string | null }>(
    `select to_regclass('waybill.migration')::text as found`,
  );
  return rows[0]?.found !== null && rows[0] !== undefined;
}

/** Hubs (and commands at work) whose sign of life is there, on whatever machine they run. */
export async function livingProcesses(client: ClientBase): Promise<number> {
  const { rows } = await client.query<{ living: number }>(
    `select count(*)::int as living from waybill.process p where exists (
       select 1 from pg_locks l
       where l.locktype = 'advisory' and l.granted and l.objsubid = 1
         and l.database = (select oid from pg_database where datname = current_database())
         and ((l.classid::bigint << 32) | l.objid::bigint) = p.lock_key)`,
  );
  return rows[0]?.living ?? 0;
}
