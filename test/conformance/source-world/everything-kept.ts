import type { HubWorld } from "./hub-world.ts";

/** Every row of the hub's database that has one of these words in it, as `table: word`. */
export async function everythingKept(
  { rows }: Pick<HubWorld, "rows">,
  words: readonly string[],
): Promise<readonly string[]> {
  const tables = await rows<{ name: string }>(
    `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
     where table_schema in ('waybill', 'pgboss') and table_type = 'BASE TABLE'`,
  );
  const found = await Promise.all(
    tables.map(async ({ name }) => {
      const hits = await rows<{ said: string }>(
        `select said from (select lower(r::text) as said from ${name} r) all_rows where said like any($1)`,
        [words.map((word) => `%${word.toLowerCase()}%`)],
      );
      return hits.flatMap(({ said }) =>
        words.filter((word) => said.includes(word.toLowerCase())).map((word) => `${name}: ${word}`),
      );
    }),
  );
  return [...new Set(found.flat())].sort();
}
