import { randomBytes } from "node:crypto";
import pg from "pg";
import { describe, expect, inject, it } from "vitest";
import { DatabaseNewerError, migrateDatabase, migrationLevel } from "#store/migrate.ts";
import { migrations } from "#store/migrations/index.ts";

async function withEmptyDatabase(run: (url: string) => Promise<void>): Promise<void> {
  const base = inject("postgres");
  const name = `test_${randomBytes(6).toString("hex")}`;
  const admin = new pg.Client({ connectionString: base });
  await admin.connect();
  await admin.query(`create database ${name}`);
  const url = new URL(base);
  url.pathname = `/${name}`;
  try {
    await run(url.toString());
  } finally {
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  }
}

const newest = Object.keys(migrations).at(-1);

describe("migrations", () => {
  it("run once, however many processes start at the same moment", () =>
    withEmptyDatabase(async (url) => {
      await Promise.all([1, 2, 3, 4].map(() => migrateDatabase(url)));
      expect(await migrationLevel(url)).toBe(newest);
      await migrateDatabase(url);
    }));

  it("refuse a database that a newer Waybill wrote", () =>
    withEmptyDatabase(async (url) => {
      await migrateDatabase(url);
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query(
        `insert into waybill.migration (name, timestamp) values ('9999-later', now()::text)`,
      );
      await client.end();
      await expect(migrateDatabase(url)).rejects.toBeInstanceOf(DatabaseNewerError);
    }));
});
