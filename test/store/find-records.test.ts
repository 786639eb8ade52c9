import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EngineStore } from "#engine/ports/engine-store.ts";
import { recordId } from "#engine/ports/record-id.ts";
import { createEngineStore } from "#store/engine-store/create-engine-store.ts";
import { recordsStatement } from "#store/engine-store/find-records.ts";
import { createSecretBox } from "#store/secrets/secret-box.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

const many = 20_000;
const external = (n: number) => `0190c7f2-aaaa-4000-8000-${String(n).padStart(12, "0")}`;

let database: TestDatabase;
let store: EngineStore;
beforeAll(async () => {
  database = await createTestDatabase();
  store = createEngineStore({
    pool: database.pool,
    box: createSecretBox(randomBytes(32).toString("base64")),
    connect: () => Promise.reject(new Error("no process is registered here")),
  });
  for (const name of ["a", "b"])
    await store.saveConfiguration({
      stores: [{ name, connector: "shopify", domain: `${name}.example`, settings: {}, credentials: {} }],
      connections: [
        {
          name: `to-${name}`,
          store: name,
          connector: "x",
          preset: "recommended",
          settings: {},
          credentials: {},
          connectedAt: "2026-01-01T00:00:00.000Z",
        },
      ],
    });
  await database.pool.query(
    `insert into waybill.record_state (connection, kind, record_id, title, email_key, state, outcome)
     select c, 'orders', n::text, '#' || n, n || '@example.com', 'synced',
       '{"state": "synced", "reason": {"code": "X", "message": "x"}}'
     from generate_series(1, $1) n, unnest(array['to-a', 'to-b']) c`,
    [many],
  );
  await database.pool.query(
    `insert into waybill.link (connection, kind, record_id, target_kind, external_id, reference)
     select c, 'orders', n::text, 'SalesOrders', '0190c7f2-aaaa-4000-8000-' || lpad(n::text, 12, '0'), 'ref'
     from generate_series(1, $1) n, unnest(array['to-a', 'to-b']) c`,
    [many],
  );
  await database.pool.query(`analyze waybill.record_state, waybill.link, waybill.connection`);
});
afterAll(() => database.drop());

describe("a record is found", () => {
  it.each([
    ["its title", "#777"],
    ["its title without the sign", "777"],
    ["its key", "orders:777"],
    ["its e-mail, however it is written", "777@Example.com "],
    ["its id on the other side", external(777)],
    ["its id on the other side in capitals", external(777).toUpperCase()],
  ])("by %s", async (_what, q) => {
    expect((await store.records({ q })).map(({ connection, recordId }) => [connection, recordId])).toEqual([
      ["to-a", "777"],
      ["to-b", "777"],
    ]);
    expect(await store.records({ q, connection: "to-b" })).toHaveLength(1);
    expect(await store.records({ q, kind: "customers" })).toEqual([]);
    expect(await store.records({ q, outcome: "failed" })).toEqual([]);
  });

  it("once, when several of its names are what was asked for", async () => {
    await database.pool.query(
      `update waybill.record_state set title = '778' where connection = 'to-a' and record_id = '778'`,
    );
    expect(await store.records({ q: "778", connection: "to-a" })).toHaveLength(1);
  });

  it.each([
    ["by a name", { q: "777" }],
    ["by a key", { q: "orders:777" }],
    ["by an id on the other side, on one connection", { q: external(777), connection: "to-a" }],
    [
      "on a page far into the list",
      { connection: "to-b", after: recordId("to-b", "orders", "9000"), limit: 50 },
    ],
    ["on a page of all connections", { after: recordId("to-b", "orders", "9000"), limit: 50 }],
  ])("without reading whole tables: %s", async (_what, query) => {
    const { text, values } = recordsStatement(query);
    const { rows } = await database.pool.query<{ "QUERY PLAN": string }>(`explain ${text}`, [...values]);
    const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
    expect(plan).not.toMatch(/Seq Scan on (record_state|link)/);
    // A scan of an index from its beginning with a filter would be no better.
    expect(plan).not.toMatch(
      /Index (Only )?Scan using \S+ on (record_state|link) \S*\s*\([^)]*\)\n(?!\s+Index Cond)/,
    );
  });
});

describe("many records by their keys", () => {
  it("come in one statement, in the order of the keys, without those that have no standing", async () => {
    const keys = ["5", "none", "3", "19999"].map((id) => ({ kind: "orders" as const, id }));
    const found = await store.recordsOf("to-a", keys);
    expect(found.map(({ recordId }) => recordId)).toEqual(["5", "3", "19999"]);
    expect(found[0]).toMatchObject({ title: "#5", link: { externalId: external(5) } });
    const all = Array.from({ length: 5_000 }, (_, n) => ({ kind: "orders" as const, id: String(n + 1) }));
    expect(await store.recordsOf("to-a", all)).toHaveLength(5_000);
  });
});

it("a cursor that is none of ours does not stand for the first page", async () => {
  await expect(store.records({ after: "aGVsbG8" })).rejects.toBeInstanceOf(RangeError);
});
