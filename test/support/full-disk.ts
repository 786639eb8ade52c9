import type { TestDatabase } from "./database.ts";

/** From now on the hub's database refuses every delivery, as with a full disk; the result ends that. All else goes on. */
export async function refuseDeliveries({
  database,
}: {
  readonly database: TestDatabase;
}): Promise<() => Promise<void>> {
  await database.pool.query(`
    create function waybill.refuse_delivery() returns trigger language plpgsql as
      $$ begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$;
    create trigger refuse_delivery before insert on waybill.inbox
      for each statement execute function waybill.refuse_delivery()`);
  return async () => {
    await database.pool.query(`drop function waybill.refuse_delivery() cascade`);
  };
}
