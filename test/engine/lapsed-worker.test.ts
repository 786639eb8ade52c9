import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ChangeSet, ConnectionRow } from "#engine/ports/engine-store.ts";
import type { RecordKey } from "#domain/source-record.ts";
import { toyCustomer } from "#test/support/toy-connectors.ts";
import { startToyHub, type ToyHub } from "#test/support/toy-hub.ts";

let toy: ToyHub;
let row: ConnectionRow;
beforeAll(async () => {
  toy = await startToyHub();
  await toy.hub.pause("toy-cards");
  row = (await toy.store.connections())[0]!;
});
afterAll(() => toy.stop());

const keyOf = (id: string): RecordKey => ({ kind: "customers", id });

async function take(id: string, process = "a process") {
  const [snapshot] = await toy.store.takeKeys(row, [keyOf(id)], process);
  return snapshot!;
}

function change(id: string, fence: number, more: Partial<ChangeSet>): ChangeSet {
  return { connection: row.name, store: row.store, key: keyOf(id), fence, ...more };
}

const settled: ChangeSet["settled"] = {
  outcome: { state: "synced", reason: { code: "TEST", message: "Settled by the test." } },
  title: "x",
  search: [],
  live: false,
  result: null,
  attempts: 0,
  firstFailedAt: null,
  actedOn: null,
  mirrorVersion: null,
};

const intent = () => ({
  id: randomUUID(),
  action: "create" as const,
  reference: "r",
  externalId: null,
  desired: {},
  mark: null,
  live: false,
});

describe("a worker whose claim has lapsed", () => {
  it("cannot announce a write, not even of a record that was never taken before", async () => {
    const first = await take("1");
    const second = await take("1", "another process");
    expect(second.fence).toBe(first.fence + 1);
    const answers = await toy.store.commit([
      change("1", first.fence, { openIntent: intent() }),
      change("1", second.fence, { openIntent: { ...intent(), reference: "newer" } }),
    ]);
    expect(answers).toEqual([false, true]);
    expect((await toy.store.peekKeys(row, [keyOf("1")]))[0]?.intent?.reference).toBe("newer");
  });

  it("leaves links, questions, deliveries and journal to the other, and yet what it learned of the shop stays", async () => {
    await toy.deliver("customers/create", toyCustomer("2", "Bo"));
    const first = await take("2");
    await take("2", "another process");
    const record = toyCustomer("2", "Bo");
    const [counted] = await toy.store.commit([
      change("2", first.fence, {
        settled,
        mirror: [{ key: keyOf("2"), record, origin: "webhook", withheld: false }],
        deliveriesDone: first.deliveries.map(({ id }) => ({ id, outcome: "used", reason: null })),
        link: { targetKind: "Cards", externalId: "old", reference: "old", agreed: {} },
        journal: [{ store: row.store, connection: row.name, key: keyOf("2"), code: "TEST", message: "Old." }],
      }),
    ]);
    expect(counted).toBe(false);
    const [now] = await toy.store.peekKeys(row, [keyOf("2")]);
    expect(now).toMatchObject({ link: null, outcome: null, mirror: { record } });
    expect(now?.deliveries).toHaveLength(1);
    const of = [{ store: row.store, connection: row.name, key: keyOf("2") }];
    expect(await toy.store.stories(of, { limit: 10 })).toEqual([[]]);
  });

  it("does not lose that somebody asked to look again", async () => {
    await toy.store.markDirty(row.name, [keyOf("3")], { lookAgain: true });
    expect((await take("3")).lookAgain).toBe(true);
    const again = await take("3", "another process");
    expect(again.lookAgain).toBe(true);
    await toy.store.commit([change("3", again.fence, { settled })]);
    expect((await take("3")).lookAgain).toBe(false);
  });

  it("is known to be dead by its process also when it held a record for the first time", async () => {
    await take("4", "a process that never lived");
    expect(await toy.store.deadHolds(row.name)).toContainEqual(keyOf("4"));
  });
});

describe("what the shop says while a record is worked on", () => {
  it("counts as open until it was worked with", async () => {
    const seen = [{ key: keyOf("5"), lastDelivery: 0 }];
    const before = toyCustomer("5", "Di");
    const newer = toyCustomer("5", "Dido", "2026-03-01T00:00:00.000Z");
    const write = (record: typeof before, version: string) => ({
      key: keyOf("5"),
      record,
      origin: "read" as const,
      withheld: false,
      version,
    });
    const snapshot = await take("5");
    await toy.store.commit([change("5", snapshot.fence, { mirror: [write(before, "v1")] })]);
    // The sweep, or the worker of another connection of the same shop.
    await toy.store.saveMirrors(row.store, [write(newer, "v2")]);
    await toy.store.commit([change("5", snapshot.fence, { settled: { ...settled, mirrorVersion: "v1" } })]);
    expect(await toy.store.stillOpen(row, seen)).toEqual([keyOf("5")]);
    expect(await toy.store.lagging(row, [keyOf("5")])).toEqual([keyOf("5")]);
    const next = await take("5");
    expect(next.mirror?.record).toEqual(newer);
    await toy.store.commit([change("5", next.fence, { settled: { ...settled, mirrorVersion: "v2" } })]);
    expect(await toy.store.stillOpen(row, seen)).toEqual([]);
  });
});
