import { afterAll, beforeAll, expect, it } from "vitest";
import type { RunRow } from "#engine/ports/engine-store.ts";
import { accountedFor, endOfRun } from "#test/support/end-of-run.ts";
import { startToyHub, type ToyHub } from "#test/support/toy-hub.ts";
import { toyCustomer } from "#test/support/toy-connectors.ts";

const pageSize = 25;

let toy: ToyHub;
beforeAll(async () => {
  toy = await startToyHub();
  // The shop answers in pages, and repeats the last record of a page as the first of the next.
  const open = toy.shop.connector.open.bind(toy.shop.connector);
  toy.shop.connector.open = (context) => {
    const system = open(context);
    return {
      ...system,
      changedSince: async (kind, since, cursor) => {
        const { records } = await system.changedSince(kind, since, null);
        const from = cursor === null ? 0 : Number(cursor);
        const next = from + pageSize < records.length ? String(from + pageSize - 1) : null;
        return { records: records.slice(from, from + pageSize), next };
      },
    };
  };
  await toy.restart();
});
afterAll(() => toy.stop());

const ended = (run: RunRow): Promise<RunRow> => endOfRun(toy.hub, run);

const backfill = () => toy.hub.startBackfill({ connection: "toy-cards", entity: "customers", since: null });

it("a run accounts for every record that it has read, and for no other", async () => {
  // Known to the connection before, and not in the shop any more: no part of the run.
  await toy.deliver("customers/create", toyCustomer("old", "Ask"));
  await toy.standing("old", "attention");
  const put = (id: string, name: string) => toy.shop.records.set(id, toyCustomer(id, name));
  put("known", "Known");
  await toy.hub.sync("toy-cards", ["customers:known"]);
  for (let index = 0; index < 100; index += 1) put(`s${index}`, "Ann");
  for (let index = 0; index < 7; index += 1) put(`k${index}`, "Skip");
  put("ask", "Ask");
  for (let index = 0; index < 5; index += 1) put(`w${index}`, "After ask");
  for (let index = 0; index < 5; index += 1) put(`a${index}`, `After s${index}`);
  toy.file.faults.push("rejected", "rejected");

  const run = await ended(await backfill());
  expect(run).toMatchObject({ state: "done", reason: null, read: 119 });
  expect(accountedFor(run)).toBe(119);
  expect(run.report).toMatchObject({ skipped: 7, attention: 1, failed: 2 });
  // What waited for a record that was refused waits still.
  expect(run.report?.waiting).toBeGreaterThanOrEqual(5);
  const counts = (await toy.hub.connection("toy-cards")).counts;
  expect(counts["attention"]).toBe(2);
});

it("a run ends however much else is under way on its connection, and another may begin", async () => {
  const flow = toy.file.connector.flows[0];
  if (flow === undefined) throw new Error("no flow");
  const find = flow.find.bind(flow);
  let letGo = (): void => undefined;
  const stuck = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  flow.find = async (client, query, settings) => {
    if (query.reference === "card-stuck") await stuck;
    return find(client, query, settings);
  };
  try {
    await toy.deliver("customers/create", toyCustomer("stuck", "Stuck"));
    await expect.poll(async () => (await toy.hub.connection("toy-cards")).waiting).toBeGreaterThan(0);
    toy.shop.records.clear();
    toy.shop.records.set("new", toyCustomer("new", "New"));
    const first = await ended(await backfill());
    expect(first).toMatchObject({ state: "done", report: { read: 1, created: 1 } });
    expect((await ended(await backfill())).state).toBe("done");
    expect((await toy.hub.connection("toy-cards")).waiting).toBeGreaterThan(0);
  } finally {
    letGo();
    flow.find = find;
  }
  await toy.standing("stuck", "synced");
});

it("a run of what the connection does not carry is refused", async () => {
  await expect(
    toy.hub.startBackfill({ connection: "toy-cards", entity: "orders", since: null }),
  ).rejects.toMatchObject({ status: 422, code: "ENTITY_NOT_CARRIED" });
});
