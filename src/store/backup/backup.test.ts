import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, readFile, readdir, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { list } from "tar";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { migrateDatabase, migrationLevel } from "../migrate.ts";
import { migrations } from "../migrations/index.ts";
import { createSecretBox } from "../secrets/secret-box.ts";
import { readArchive, writeArchive, type ArchiveEntry } from "./archive.ts";
import { backupDatabase, type BackupOptions } from "./backup-database.ts";
import { restoreDatabase, type RestoreOptions } from "./restore-database.ts";

const key = randomBytes(32).toString("base64");
const awkward = 'tab\there\nnew line \\ backslash \\. \\N "quoted" ünïcödé 日本 🧾';
/** Kilobytes that hardly compress, so that a table is cut into parts and a row spans some of them. */
const large = randomBytes(1_600_000).toString("base64");

let folder: string;
let source: TestDatabase;
let file: string;
const targets: TestDatabase[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "waybill-backup-"));
  source = await createTestDatabase();
  await fill(source);
  file = join(folder, "whole.waybill.tar.gz");
  await backup({});
});
afterEach(async () => {
  for (const target of targets.splice(0)) await target.drop();
});
afterAll(async () => {
  await source.drop();
  await rm(folder, { recursive: true, force: true });
});

const backup = (options: Partial<BackupOptions>) =>
  backupDatabase({
    connectionString: source.url,
    file,
    version: "0.1.0",
    createdAt: "2026-03-01T00:00:00.000Z",
    secretKey: null,
    ...options,
  });

const restore = (target: TestDatabase, options: Partial<RestoreOptions> = {}) =>
  restoreDatabase({
    connectionString: target.url,
    file,
    secretKeys: [key],
    useKeyInFile: true,
    dropSecretsFor: null,
    force: false,
    ...options,
  });

async function emptyTarget(): Promise<TestDatabase> {
  const target = await createTestDatabase();
  targets.push(target);
  return target;
}

async function fill({ pool }: TestDatabase): Promise<void> {
  const box = createSecretBox(key);
  await pool.query(
    `insert into waybill.store (name, connector, domain, settings, credentials, facts)
     values ('acme', 'shopify', 'acme.myshopify.com', '{"a": 1}', $1, null)`,
    [box.seal("store/acme", { clientSecret: "s3cret" })],
  );
  await pool.query(
    `insert into waybill.connection (name, store, connector, preset, settings, credentials)
     values ('acme-unleashed', 'acme', 'unleashed', 'recommended', '{}', $1)`,
    [box.seal("connection/acme-unleashed", { apiKey: "k3y" })],
  );
  await pool.query(`insert into waybill.token (owner, sealed) values ('store/acme', $1)`, [
    box.seal("store/acme/token", { accessToken: "t0ken" }),
  ]);
  await pool.query(
    `insert into waybill.inbox (store, delivery_id, topic, kind, record_id, received_at, body)
     select 'acme', 'd' || n, 'orders/paid', 'orders', n::text, now(), case when n = 7 then $1 else $2 end
     from generate_series(1, 50) n`,
    [large, awkward],
  );
  // The newest number was given out and is gone again.
  await pool.query(`delete from waybill.inbox where id = 50`);
  await pool.query(
    `insert into waybill.mirror (store, kind, record_id, updated_at, record, origin, confirmed, withheld, version)
     select 'acme', 'orders', n::text, '2026-02-01T10:00:00.123456Z', $1::json, 'read', true, n % 2 = 0, n::text
     from generate_series(1, 200) n`,
    [JSON.stringify({ note: awkward, total: "119.90", nothing: null })],
  );
  await pool.query(
    `insert into waybill.link (connection, kind, record_id, target_kind, external_id, reference, agreed)
     select 'acme-unleashed', 'orders', n::text, 'SalesOrders', 'guid-' || n, '#' || n, '{"x":1}'
     from generate_series(1, 200) n`,
  );
  await pool.query(
    `insert into waybill.intent (id, connection, kind, record_id, action, reference, desired)
     values ($1, 'acme-unleashed', 'orders', '7', 'create', '#7', '{}')`,
    [randomUUID()],
  );
  await pool.query(
    `insert into waybill.record_state (connection, kind, record_id, title, state, outcome, code, dirty, holder)
     values ('acme-unleashed', 'orders', '7', '#1007', 'attention', '{"state":"attention"}', 'X', true, 'gone')`,
  );
  await pool.query(
    `insert into waybill.attention (connection, kind, record_id, title, request)
     values ('acme-unleashed', 'orders', '7', '#1007', '{"choices":[]}')`,
  );
  await pool.query(
    `insert into waybill.journal (store, connection, kind, record_id, code, message)
     values ('acme', 'acme-unleashed', 'orders', '7', 'RECEIVED', $1)`,
    [awkward],
  );
  await pool.query(`insert into waybill.process (id, role, lock_key) values ('gone', 'all', 1)`);
}

/** Every row of every table as text, but for what is of the moment. */
async function contents({ pool }: TestDatabase): Promise<Record<string, readonly string[]>> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'waybill'::regnamespace and relkind = 'r'
       and relname not in ('migration', 'migration_lock', 'process', 'budget_slots') order by 1`,
  );
  const all: Record<string, readonly string[]> = {};
  for (const { name } of tables) {
    const { rows } = await pool.query<{ line: string }>(
      `select t::text as line from waybill.${name} t order by 1`,
    );
    all[name] = rows.map((row) => row.line);
  }
  return all;
}

async function rewritten(change: (entry: ArchiveEntry) => ArchiveEntry | null): Promise<string> {
  const changed = join(folder, `${randomUUID()}.tar.gz`);
  await writeArchive(
    changed,
    (async function* () {
      for await (const entry of readArchive(file)) {
        const kept = change(entry);
        if (kept !== null) yield kept;
      }
    })(),
  );
  return changed;
}

describe("a backup", () => {
  it("comes back row for row in an empty database, large and awkward texts too", async () => {
    const target = await emptyTarget();
    const report = await restore(target);
    expect(await contents(target)).toEqual(await contents(source));
    expect(report).toMatchObject({
      version: "0.1.0",
      secretKey: key,
      rows: { store: 1, inbox: 49, mirror: 200, link: 200 },
    });
  });

  it("fills a database that no Waybill has ever touched", async () => {
    const target = await emptyTarget();
    await target.pool.query("drop schema waybill cascade");
    await restore(target);
    expect(await contents(target)).toEqual(await contents(source));
  });

  it("never gives out a number again", async () => {
    const target = await emptyTarget();
    await restore(target);
    const { rows } = await target.pool.query<{ id: number }>(
      `insert into waybill.inbox (store, delivery_id, topic, received_at, body) values ('acme', 'n', 't', now(), '{}')
       returning id`,
    );
    expect(rows[0]?.id).toBe(51);
  });

  it("is one moment: what is written together while it is made is in it together", async () => {
    let writing = true;
    const writer = (async () => {
      for (let n = 1000; writing; n += 1) {
        await source.pool.query(
          `with m as (insert into waybill.mirror (store, kind, record_id, record, origin, confirmed, withheld, version)
             values ('acme', 'pair', $1, '{}', 'read', true, false, 'v'))
           insert into waybill.link (connection, kind, record_id, target_kind, external_id, reference)
             values ('acme-unleashed', 'pair', $1, 'T', $1, $1)`,
          [String(n)],
        );
      }
    })();
    const moment = join(folder, "moment.tar.gz");
    await backup({ file: moment });
    writing = false;
    await writer;
    const target = await emptyTarget();
    await restore(target, { file: moment });
    const { rows } = await target.pool.query<{ alone: number }>(
      `select count(*)::int as alone from (select record_id from waybill.mirror where kind = 'pair') m
       full join (select record_id from waybill.link where kind = 'pair') l using (record_id)
       where m.record_id is null or l.record_id is null`,
    );
    expect(rows[0]?.alone).toBe(0);
    await source.pool.query(`delete from waybill.mirror where kind = 'pair'`);
    await source.pool.query(`delete from waybill.link where kind = 'pair'`);
  });

  it("is a tar that only its owner may read, with credentials encrypted and no key in it", async () => {
    const paths: string[] = [];
    await list({ file, strict: true, onReadEntry: (entry) => paths.push(entry.path) });
    expect(paths[0]).toBe("manifest.json");
    expect(paths.at(-1)).toBe("summary.json");
    expect(paths.filter((path) => path.startsWith("data/inbox/")).length).toBeGreaterThan(1);
    expect(paths).not.toContain("secret-key");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    for await (const { data } of readArchive(file)) expect(data.includes("s3cret")).toBe(false);
  });

  it("leaves the earlier file alone when it fails half-way", async () => {
    const before = await readFile(file);
    await expect(
      backup({
        onProgress: () => {
          throw new Error("the disk was pulled out");
        },
      }),
    ).rejects.toThrow("the disk was pulled out");
    expect((await readFile(file)).equals(before)).toBe(true);
    expect((await readdir(folder)).filter((name) => name.includes("partial"))).toEqual([]);
  });

  it("says so when the folder for it is not there, or there is nothing to keep", async () => {
    await expect(backup({ file: join(folder, "no", "where") })).rejects.toMatchObject({
      code: "BACKUP_NOT_WRITABLE",
    });
    const bare = await emptyTarget();
    await bare.pool.query("drop schema waybill cascade");
    await expect(backup({ connectionString: bare.url, file: join(folder, "bare") })).rejects.toMatchObject({
      code: "NOTHING_TO_BACK_UP",
    });
  });

  it("of an older level is brought up to date after it was filled", async () => {
    const [oldest] = Object.keys(migrations);
    const old = await emptyTarget();
    await old.pool.query("drop schema waybill cascade");
    await migrateDatabase(old.url, oldest);
    await old.pool.query(
      `insert into waybill.store (name, connector, domain, settings, credentials) values ('old', 's', 'd', '{}', $1)`,
      [createSecretBox(key).seal("store/old", {})],
    );
    const oldFile = join(folder, "old.tar.gz");
    await backup({ connectionString: old.url, file: oldFile });
    const target = await emptyTarget();
    expect((await restore(target, { file: oldFile })).level).toBe(oldest);
    expect(await migrationLevel(target.url)).toBe(Object.keys(migrations).at(-1));
    expect((await target.pool.query("select name from waybill.store")).rows).toEqual([{ name: "old" }]);
  });
});

describe("a restore", () => {
  it("refuses a database that holds something, says what, and replaces it only when forced", async () => {
    const target = await emptyTarget();
    await target.pool.query(
      `insert into waybill.journal (code, message) values ('OLD', 'what was there'), ('OLD', 'before')`,
    );
    const before = await contents(target);
    const refused = restore(target);
    await expect(refused).rejects.toMatchObject({ code: "DATABASE_NOT_EMPTY" });
    await expect(refused).rejects.toThrow(/2 journal line\(s\).*--force/);
    expect(await contents(target)).toEqual(before);
    await restore(target, { force: true });
    expect(await contents(target)).toEqual(await contents(source));
  });

  it("takes a database that a hub has been started on and nobody has used", async () => {
    const target = await emptyTarget();
    await target.pool.query(`insert into waybill.checkpoint values ('hub', 'turn/heal', '1')`);
    await target.pool.query(`insert into waybill.api_key values ('1', 'hash', 'owner', 'owner')`);
    await restore(target);
    expect(await contents(target)).toEqual(await contents(source));
  });

  it("refuses while a hub works on the database", async () => {
    const target = await emptyTarget();
    const hub = await target.pool.connect();
    await hub.query("select pg_advisory_lock(4711)");
    await hub.query(`insert into waybill.process (id, role, lock_key) values ('hub', 'all', 4711)`);
    await expect(restore(target, { force: true })).rejects.toMatchObject({ code: "HUB_IS_RUNNING" });
    hub.release(true);
  });

  const breakage: Readonly<Record<string, () => Promise<string>>> = {
    "cut off": async () => {
      const cut = join(folder, "cut.tar.gz");
      await writeFile(cut, await readFile(file));
      await truncate(cut, Math.floor((await stat(cut)).size * 0.7));
      return cut;
    },
    "cut off between two entries": () => rewritten((entry) => (entry.path === "summary.json" ? null : entry)),
    "with a byte changed": async () => {
      const bytes = await readFile(file);
      const at = Math.floor(bytes.length / 2);
      bytes[at] = (bytes[at] ?? 0) ^ 0xff;
      const bent = join(folder, "bent.tar.gz");
      await writeFile(bent, bytes);
      return bent;
    },
    "with other content of the same length": () =>
      rewritten((entry) =>
        entry.path.startsWith("data/link/")
          ? { ...entry, data: Buffer.from(entry.data.toString("utf8").replace("guid-1\t", "guid-9\t")) }
          : entry,
      ),
    "with rows missing": () => rewritten((entry) => (entry.path === "data/mirror/000001" ? null : entry)),
    "with rows that are none": () =>
      rewritten((entry) =>
        entry.path === "data/journal/000001" ? { ...entry, data: Buffer.from("no\trow\n") } : entry,
      ),
    "with a changed manifest": () =>
      rewritten((entry) =>
        entry.path === "manifest.json"
          ? { ...entry, data: Buffer.from(entry.data.toString("utf8").replace("0.1.0", "0.1.1")) }
          : entry,
      ),
    "with tables of its own": () =>
      rewritten((entry) =>
        entry.path === "manifest.json"
          ? { ...entry, data: Buffer.from(entry.data.toString("utf8").replace('"journal"', '"pg_user"')) }
          : entry,
      ),
  };

  it.each(Object.keys(breakage))("refuses a file %s and leaves the database as it was", async (how) => {
    const target = await emptyTarget();
    await target.pool.query(`insert into waybill.journal (code, message) values ('OLD', 'what was there')`);
    const before = await contents(target);
    const refused = restore(target, { file: await breakage[how]!(), force: true });
    await expect(refused).rejects.toMatchObject({ code: "BACKUP_DAMAGED" });
    await expect(refused).rejects.toThrow(/Nothing was changed/);
    expect(await contents(target)).toEqual(before);
  });

  it("refuses files of a newer Waybill", async () => {
    const target = await emptyTarget();
    const edited = (from: string | RegExp, to: string) =>
      rewritten((entry) =>
        entry.path === "manifest.json"
          ? { ...entry, data: Buffer.from(entry.data.toString("utf8").replace(from, to)) }
          : entry,
      );
    for (const newer of [
      await edited('"waybillBackup":1', '"waybillBackup":2'),
      await edited(/"level":"[^"]+"/, '"level":"9999-of-tomorrow"'),
    ])
      await expect(restore(target, { file: newer })).rejects.toMatchObject({ code: "BACKUP_NEWER" });
  });

  it("refuses files that are no backups", async () => {
    const target = await emptyTarget();
    const text = join(folder, "notes.txt");
    await writeFile(text, "just some notes");
    const packed = join(folder, "notes.gz");
    await writeFile(packed, gzipSync("just some notes"));
    const other = join(folder, "other.tar.gz");
    await writeArchive(
      other,
      (async function* () {
        yield { path: "README", data: Buffer.from("hello") };
      })(),
    );
    await expect(restore(target, { file: text })).rejects.toMatchObject({ code: "BACKUP_NOT_ONE" });
    await expect(restore(target, { file: packed })).rejects.toMatchObject({ code: "BACKUP_DAMAGED" });
    await expect(restore(target, { file: other })).rejects.toMatchObject({ code: "BACKUP_NOT_ONE" });
    await expect(restore(target, { file: join(folder, "nope") })).rejects.toMatchObject({
      code: "BACKUP_NOT_FOUND",
    });
  });
});

describe("the secret key", () => {
  it("is asked for, and a wrong one is refused", async () => {
    const target = await emptyTarget();
    await expect(restore(target, { secretKeys: [] })).rejects.toMatchObject({ code: "SECRET_KEY_NEEDED" });
    const wrong = randomBytes(32).toString("base64");
    await expect(restore(target, { secretKeys: [wrong] })).rejects.toMatchObject({
      code: "SECRET_KEY_WRONG",
    });
    expect((await contents(target))["store"]).toEqual([]);
  });

  it("travels in the file only when asked for, and is used from there", async () => {
    const withKey = join(folder, "with-key.tar.gz");
    expect((await backup({ file: withKey, secretKey: key })).hasSecretKey).toBe(true);
    const target = await emptyTarget();
    expect((await restore(target, { file: withKey, secretKeys: [] })).secretKey).toBe(key);
    const other = await emptyTarget();
    await expect(restore(other, { file: withKey, secretKeys: [], useKeyInFile: false })).rejects.toThrow(
      /tar -xzOf FILE secret-key/,
    );
  });

  it("that does not open the credentials is not put into a backup", async () => {
    const wrong = randomBytes(32).toString("base64");
    await expect(backup({ file: join(folder, "x"), secretKey: wrong })).rejects.toMatchObject({
      code: "SECRET_KEY_WRONG",
    });
  });

  it("may be lost: everything else comes back, and connections wait for new credentials", async () => {
    const fresh = randomBytes(32).toString("base64");
    const target = await emptyTarget();
    await restore(target, { secretKeys: [], dropSecretsFor: fresh });
    const { rows } = await target.pool.query<{ credentials: Buffer; paused: { code: string } }>(
      "select credentials, paused from waybill.connection",
    );
    expect(createSecretBox(fresh).open("connection/acme-unleashed", rows[0]!.credentials)).toEqual({});
    expect(rows[0]?.paused.code).toBe("CREDENTIALS_NOT_RESTORED");
    expect((await contents(target))["link"]).toHaveLength(200);
  });
});
