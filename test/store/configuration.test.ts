import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createEngineStore } from "#store/engine-store/create-engine-store.ts";
import { createSecretBox } from "#store/secrets/secret-box.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it("tells whether a store was saved after a moment, by the database's own clock", async () => {
  const store = createEngineStore({
    pool: database.pool,
    box: createSecretBox(randomBytes(32).toString("base64")),
    connect: () => Promise.reject(new Error("no process is registered here")),
  });
  const row = { name: "acme", connector: "shopify", domain: "acme.example", settings: {}, credentials: {} };
  await store.saveConfiguration({ stores: [row], connections: [] });
  const { rows } = await database.pool.query<{ at: Date }>(`select clock_timestamp() as at`);
  const saved = rows[0]?.at.toISOString() ?? "";
  expect(await store.isStoreSavedSince("acme", saved)).toBe(false);
  expect(await store.isStoreSavedSince("acme", "2026-01-01T00:00:00.000Z")).toBe(true);
  await store.saveConfiguration({ stores: [row], connections: [] });
  expect(await store.isStoreSavedSince("acme", saved)).toBe(true);
  expect(await store.isStoreSavedSince("other", "2026-01-01T00:00:00.000Z")).toBe(false);
});

it("keeps the longest time that a connection was asked to wait, until somebody ends it", async () => {
  const store = createEngineStore({
    pool: database.pool,
    box: createSecretBox(randomBytes(32).toString("base64")),
    connect: () => Promise.reject(new Error("no process is registered here")),
  });
  const shop = {
    name: "waits",
    connector: "shopify",
    domain: "waits.example",
    settings: {},
    credentials: {},
  };
  const connectedAt = "2026-01-01T00:00:00.000Z";
  const cards = {
    connector: "cards",
    preset: "recommended" as const,
    settings: {},
    credentials: {},
    connectedAt,
  };
  await store.saveConfiguration({
    stores: [shop],
    connections: [{ name: "waits-cards", store: "waits", ...cards }],
  });
  const until = async (): Promise<string | null | undefined> => {
    const { rows } = await database.pool.query<{ until: Date | null }>(
      `select throttled_until as until from waybill.connection where name = 'waits-cards'`,
    );
    return rows[0]?.until?.toISOString() ?? null;
  };
  await store.setThrottled("waits-cards", "2026-03-02T00:00:00.000Z");
  await store.setThrottled("waits-cards", "2026-03-01T00:00:01.000Z");
  expect(await until()).toBe("2026-03-02T00:00:00.000Z");
  await store.setThrottled("waits-cards", "2026-03-03T00:00:00.000Z");
  expect(await until()).toBe("2026-03-03T00:00:00.000Z");
  await store.setThrottled("waits-cards", null);
  expect(await until()).toBeNull();
});
