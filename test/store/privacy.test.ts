import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EngineStore } from "#engine/ports/engine-store.ts";
import { createEngineStore } from "#store/engine-store/create-engine-store.ts";
import { createSecretBox } from "#store/secrets/secret-box.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

/** A word that stands wherever a person's data may stand. */
const secret = "Lovelace";
const order = { kind: "orders", id: "1" } as const;
const buyer = { kind: "customers", id: "7" } as const;

let database: TestDatabase;
let store: EngineStore;

beforeEach(async () => {
  database = await createTestDatabase();
  store = createEngineStore({
    pool: database.pool,
    box: createSecretBox(randomBytes(32).toString("base64")),
    connect: () => Promise.reject(new Error("no process is registered here")),
  });
  for (const [name, connection] of [
    ["acme", "acme-unleashed"],
    ["other", "other-unleashed"],
  ] as const)
    await store.saveConfiguration({
      stores: [
        { name, connector: "shopify", domain: `${name}.example`, settings: {}, credentials: { key: "x" } },
      ],
      connections: [
        {
          name: connection,
          store: name,
          connector: "unleashed",
          preset: "recommended",
          settings: {},
          credentials: { key: "x" },
          connectedAt: "2026-01-01T00:00:00.000Z",
        },
      ],
    });
});
afterEach(() => database.drop());

/** Fills every table that is about records, of one store, with rows of these keys. */
async function fill(name: string, keys: readonly { readonly kind: string; readonly id: string }[]) {
  const query = (text: string, ...values: unknown[]) => database.pool.query(text, values);
  const connection = `${name}-unleashed`;
  const reason = {
    code: "READ_BACK_MISMATCH",
    message: `It says ${secret}.`,
    detail: { differences: [{ path: "name", from: secret, to: secret }] },
    choices: [
      { choice: "accept", label: `Leave ${secret} as it is` },
      { choice: "use=abc", label: secret },
    ],
  };
  for (const { kind, id } of keys) {
    await query(
      `insert into waybill.mirror (store, kind, record_id, record, origin, confirmed, withheld, version)
       values ($1, $2, $3, $4, 'read', true, false, 'v')`,
      name,
      kind,
      id,
      { firstName: secret },
    );
    await query(
      `insert into waybill.inbox (store, delivery_id, topic, kind, record_id, received_at, body, reason)
       values ($1, $2, 'x', $3, $4, now(), $5, $6)`,
      name,
      `${kind}-${id}`,
      kind,
      id,
      `{"name": "${secret}"}`,
      { code: "BAD", message: secret },
    );
    await query(
      `insert into waybill.link (connection, kind, record_id, target_kind, external_id, reference, agreed)
       values ($1, $2, $3, 'SalesOrders', 'guid', 'ref', $4)`,
      connection,
      kind,
      id,
      { name: secret },
    );
    await query(
      `insert into waybill.intent (id, connection, kind, record_id, action, reference, desired)
       values (gen_random_uuid(), $1, $2, $3, 'create', 'ref', $4)`,
      connection,
      kind,
      id,
      { name: secret },
    );
    await query(
      `insert into waybill.record_state (connection, kind, record_id, title, email_key, state, outcome, code)
       values ($1, $2, $3, $4, $5, 'attention', $6, 'READ_BACK_MISMATCH')`,
      connection,
      kind,
      id,
      kind === "orders" ? "EN#1001" : `# ${secret}`,
      `${secret}@example.com`,
      { state: "attention", reason },
    );
    for (const closed of [null, "2026-01-01"])
      await query(
        `insert into waybill.attention (connection, kind, record_id, title, request, closed_at, choice)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        connection,
        kind,
        id,
        kind === "orders" ? "EN#1001" : secret,
        reason,
        closed,
        closed === null ? null : `create=${secret}`,
      );
    await query(
      `insert into waybill.journal (store, connection, kind, record_id, code, message, detail)
       values ($1, $2, $3, $4, 'WRITTEN', $5, $6)`,
      name,
      connection,
      kind,
      id,
      `Customer ${secret} was made.`,
      { name: secret },
    );
  }
}

/** Every row of every table of the schema that has the word in it, as `table: row`. */
async function rowsWith(word: string): Promise<readonly string[]> {
  const { rows: tables } = await database.pool.query<{ name: string }>(
    `select c.relname as name from pg_class c where c.relnamespace = 'waybill'::regnamespace and c.relkind = 'r'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await database.pool.query<{ row: string }>(
      `select to_jsonb(t)::text as row from waybill."${name}" t where to_jsonb(t)::text ilike $1`,
      [`%${word}%`],
    );
    found.push(...rows.map(({ row }) => `${name}: ${row}`));
  }
  return found;
}

describe("removing a customer's data", () => {
  it("leaves nothing of it in any table, and everything of others", async () => {
    await fill("acme", [order, buyer]);
    const { rows, inWork } = await store.redact("acme", [order, buyer]);
    expect(rows).toBeGreaterThan(0);
    expect(inWork).toBe(false);
    expect(await rowsWith(secret)).toEqual([]);

    await fill("acme", [{ kind: "orders", id: "2" }]);
    await fill("other", [order]);
    const others = (await rowsWith(secret)).length;
    expect(others).toBeGreaterThan(14);
    expect((await store.redact("acme", [order, buyer])).rows).toBe(0);
    expect(await rowsWith(secret)).toHaveLength(others);
  });

  it("keeps that a record is there, how it stands, where it went, and what may be decided", async () => {
    await fill("acme", [order, buyer]);
    await store.redact("acme", [order, buyer]);
    const [record] = await store.records({ q: "en#1001" });
    expect(record).toMatchObject({
      title: "EN#1001",
      link: { externalId: "guid" },
      outcome: { state: "attention", reason: { code: "READ_BACK_MISMATCH" } },
    });
    const [customer] = await store.records({ kind: "customers" });
    expect(customer?.title).toBe("customers:7");
    const questions = await store.attention({ limit: 10 });
    expect(questions.map(({ title, attention }) => [title, attention.code, attention.choices])).toEqual(
      ["EN#1001", "customers:7"].map((title) => [
        title,
        "READ_BACK_MISMATCH",
        [
          { choice: "accept", label: "accept" },
          { choice: "use=abc", label: "use=abc" },
        ],
      ]),
    );
    const of = [{ store: "acme", connection: "acme-unleashed", key: order }];
    const [story] = await store.stories(of, { limit: 10 });
    expect(story?.map(({ code }) => code)).toEqual(["WRITTEN"]);
  });

  it("says when a worker has one of the records in hand", async () => {
    await fill("acme", [order]);
    await database.pool.query(`update waybill.record_state set holder = 'somebody'`);
    expect((await store.redact("acme", [order])).inWork).toBe(true);
    expect((await store.redact("acme", [buyer])).inWork).toBe(false);
  });
});

it("removing a shop's data leaves nothing in any table, and everything of other shops", async () => {
  await fill("acme", [order, buyer]);
  await database.pool.query(
    `insert into waybill.inbox (store, delivery_id, topic, received_at, body) values ('acme', 'd', 'x', now(), $1)`,
    [`{"email": "${secret}"}`],
  );
  await fill("other", [order]);
  await store.redactStore("acme");
  const left = await rowsWith(secret);
  expect(left.filter((row) => !row.includes("other"))).toEqual([]);
  expect(left.length).toBeGreaterThan(7);
});

it("removing takes the name of a record too that nothing has looked at yet", async () => {
  const name = { title: secret, search: [`${secret.toLowerCase()}@example.com`] };
  await store.markDirty("acme-unleashed", [buyer, order], {
    names: new Map([
      ["customers:7", name],
      ["orders:1", { ...name, title: "EN#1001" }],
    ]),
  });
  const find = (q: string) => store.records({ q, unlooked: true });
  expect(await find(secret)).toMatchObject([{ kind: "customers", outcome: { state: "waiting" } }]);
  expect(await find("en#1001")).toMatchObject([{ kind: "orders", title: "EN#1001" }]);
  expect(await find(`${secret}@example.com`)).toHaveLength(2);
  expect(await store.records({ q: secret })).toEqual([]);
  await store.redact("acme", [buyer, order]);
  expect(await rowsWith(secret.toLowerCase())).toEqual([]);
  expect(await find(`${secret}@example.com`)).toEqual([]);
  expect(await find("EN#1001")).toMatchObject([{ kind: "orders" }]);
});

describe("what is kept of records", () => {
  it("is told for those only of which there is something", async () => {
    await fill("acme", [order]);
    const asked = [order, buyer];
    expect(await store.keptOf("acme", asked)).toEqual([order]);
    expect(await store.keptOf("other", asked)).toEqual([]);
    await store.redact("acme", asked);
    expect(await store.keptOf("acme", asked)).toEqual([]);
  });
});

it("questions that were settled long ago are deleted, open ones never", async () => {
  await fill("acme", [order]);
  await database.pool.query(`update waybill.attention set opened_at = '2020-01-01'`);
  const inAYear = new Date(Date.parse("2026-01-01") + 401 * 24 * 3_600_000).toISOString();
  await store.prune(new Date(Date.parse("2026-01-01") + 399 * 24 * 3_600_000).toISOString());
  const count = async () =>
    (await database.pool.query(`select closed_at from waybill.attention`)).rows.length;
  expect(await count()).toBe(2);
  await store.prune(inAYear);
  expect(await count()).toBe(1);
  expect(await store.attention({ limit: 10 })).toHaveLength(1);
});
