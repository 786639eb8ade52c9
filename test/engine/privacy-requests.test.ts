import { afterAll, beforeAll, expect, it } from "vitest";
import { startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";

let world: SmallWorld;
beforeAll(async () => {
  world = await startSmallWorld();
});
afterAll(() => world.stop());

const email = "grace.hopper@example.com";

/** Rows of all tables of Waybill that have a text in them, as `table: row`. */
async function rowsWith(text: string): Promise<readonly string[]> {
  const { rows: tables } = await world.database.pool.query<{ name: string }>(
    `select c.relname as name from pg_class c where c.relnamespace = 'waybill'::regnamespace and c.relkind = 'r'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await world.database.pool.query<{ row: string }>(
      `select to_jsonb(t)::text as row from waybill."${name}" t where to_jsonb(t)::text ilike $1`,
      [`%${text}%`],
    );
    found.push(...rows.map(({ row }) => `${name}: ${row}`));
  }
  return found;
}

/** The journal's line about a request, once it is there. */
async function noted(code: string): Promise<{ readonly message: string; readonly records: unknown }> {
  for (const until = Date.now() + 10_000; Date.now() < until;) {
    const { rows } = await world.database.pool.query<{ message: string; detail: { records: unknown } }>(
      `select message, detail from waybill.journal where code = $1 order by id desc limit 1`,
      [code],
    );
    if (rows[0] !== undefined) return { message: rows[0].message, records: rows[0].detail.records };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`the journal never told ${code}`);
}

const placeGuest = async () => {
  const order = await world.place({ customer: null, email });
  await world.standing(order.name, "synced", "unchanged");
  return { ...order, id: order.id.split("/").at(-1) ?? "" };
};

it("a guest who asks is told of the order and of the guest, and of nothing that is not held", async () => {
  const order = await placeGuest();
  const body = {
    shop_id: 1,
    shop_domain: "acme.myshopify.com",
    customer: { id: 999_999, email: email.toUpperCase(), phone: null },
    orders_requested: [Number(order.id), 123_456],
    data_request: { id: 1 },
  };
  expect(await world.deliver("customers/data_request", JSON.stringify(body))).toBe(200);
  const { records } = await noted("CUSTOMER_DATA_REQUESTED");
  expect(records).toEqual([expect.stringMatching(/^customers:guest:[0-9a-f]{24}$/), `orders:${order.id}`]);
});

it("after a guest is removed nothing of them is left, not even in the request itself", async () => {
  const order = await placeGuest();
  const { rows: earlier } = await world.database.pool.query<{ record_id: string }>(
    `select record_id from waybill.mirror where kind = 'orders'`,
  );
  expect((await rowsWith(email)).length).toBeGreaterThan(4);
  const body = {
    shop_id: 1,
    shop_domain: "acme.myshopify.com",
    // The request may name another spelling, or none, so that only the orders lead to the guest.
    customer: { id: 999_999, email: null, phone: null },
    orders_to_redact: earlier.map(({ record_id }) => Number(record_id)),
  };
  expect(await world.deliver("customers/redact", JSON.stringify(body))).toBe(200);
  const { records } = await noted("CUSTOMER_REDACTED");
  expect(records).toContain(`orders:${order.id}`);
  expect(await rowsWith(email)).toEqual([]);
  const bodies = async () =>
    (await world.database.pool.query(`select body from waybill.inbox where kind is null`)).rows;
  await expect.poll(bodies).toEqual([{ body: "{}" }, { body: "{}" }]);
  // Where it went is still known, and nothing is written anew.
  const [record] = await world.hub.records({ q: order.name });
  expect(record?.link?.targetKind).toBe("SalesOrders");
  expect(await world.salesOrders()).toHaveLength(earlier.length);
});
