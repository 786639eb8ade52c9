import type { TroubleWorld } from "./trouble-world.ts";

interface JournalLine {
  readonly code: string;
  readonly message: string;
}

/** Starts to watch what is said of the shop as a whole; the result answers the lines since, oldest first. */
export async function watchShopJournal(world: TroubleWorld): Promise<() => Promise<readonly JournalLine[]>> {
  const [last] = await world.rows<{ id: number }>(`select coalesce(max(id), 0) as id from waybill.journal`);
  return () =>
    world.rows<JournalLine>(
      `select code, message from waybill.journal where kind is null and store = 'acme' and id > $1 order by id`,
      [last?.id ?? 0],
    );
}
