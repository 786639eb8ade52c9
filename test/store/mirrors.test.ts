import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { EngineStore, MirrorWrite } from "#engine/ports/engine-store.ts";
import { createEngineStore } from "#store/engine-store/create-engine-store.ts";
import { createSecretBox } from "#store/secrets/secret-box.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { toyCustomer } from "#test/support/toy-connectors.ts";

let database: TestDatabase;
let store: EngineStore;
beforeAll(async () => {
  database = await createTestDatabase();
  store = createEngineStore({
    pool: database.pool,
    box: createSecretBox(randomBytes(32).toString("base64")),
    connect: () => Promise.reject(new Error("no process is registered here")),
  });
});
afterAll(() => database.drop());

const write = (id: string, firstName: string, updatedAt?: string): MirrorWrite => ({
  key: { kind: "customers", id },
  record: toyCustomer(id, firstName, updatedAt),
  origin: "read",
  withheld: false,
});
const page = (prefix: string, name: string): MirrorWrite[] =>
  Array.from({ length: 30 }, (_, index) => write(`${prefix}${index}`, name));
const mirrored = async (id: string) => {
  const found = await store.mirrors("acme", [{ kind: "customers", id }]);
  return found.get(`customers:${id}`);
};

it("records that are new are kept as they are, whatever stands in them", async () => {
  const odd = 'tab\t, line\nbreak, \\N, back\\slash, "quote", NUL \0, half \ud800, 漢';
  await store.saveMirrors("acme", [...page("a", "Ann"), write("odd\\id", odd)], { isNew: true });
  const row = await mirrored("odd\\id");
  expect(row).toMatchObject({ confirmed: true, withheld: false, deletedAt: null });
  expect(row?.record).toMatchObject({ firstName: odd.replace("\0", "\uFFFD").toWellFormed() });
  expect((await mirrored("a29"))?.record).toEqual(toyCustomer("a29", "Ann"));
});

it("of several writes to one new record the newest is kept", async () => {
  const late = write("b0", "Late", "2026-02-02T00:00:00.000Z");
  await store.saveMirrors("acme", [late, ...page("b", "Early")], { isNew: true });
  expect((await mirrored("b0"))?.record).toMatchObject({ firstName: "Late" });
});

it("one that has come there meanwhile loses nothing, and neither do the others", async () => {
  await store.saveMirrors("acme", [write("c3", "Newer", "2026-03-03T00:00:00.000Z")]);
  await store.saveMirrors("acme", page("c", "Older"), { isNew: true });
  expect((await mirrored("c3"))?.record).toMatchObject({ firstName: "Newer" });
  expect((await mirrored("c4"))?.record).toMatchObject({ firstName: "Older" });
});

it("one that is known to be deleted stays so for what was read on the way, and not for what is told of it", async () => {
  const key = { kind: "customers", id: "d0" } as const;
  await store.saveMirrors("acme", [write("d0", "Ann")]);
  await database.pool.query("update waybill.mirror set deleted_at = now() where record_id = 'd0'");
  await store.saveMirrors("acme", [write("d0", "Anne", "2026-04-04T00:00:00.000Z")]);
  const read = await mirrored("d0");
  expect(read?.record).toMatchObject({ firstName: "Anne" });
  expect(read?.deletedAt).not.toBeNull();
  await store.saveMirrors("acme", [
    {
      key,
      record: toyCustomer("d0", "Anna", "2026-05-05T00:00:00.000Z"),
      origin: "webhook",
      withheld: false,
    },
  ]);
  expect((await mirrored("d0"))?.deletedAt).toBeNull();
});
