import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { permutationsOf } from "#test/support/permutations.ts";
import {
  aboutAnother,
  deliver,
  recordDeliveries,
  type Recorded,
  type Recorder,
} from "#test/support/recorded-deliveries.ts";
import { startSmallWorld, type PlacedOrder, type SmallWorld } from "#test/support/small-world.ts";
import {
  change,
  numericId,
  salesOrdersNamed,
  theSalesOrder,
  watchCalls,
  whenQuiet,
  writesOf,
} from "#test/support/story.ts";

let world: SmallWorld;
let recorder: Recorder;
beforeAll(async () => {
  world = await startSmallWorld({ withoutWebhooks: true });
  recorder = await recordDeliveries(world);
});
afterAll(async () => {
  recorder.close();
  await world.stop();
});

const connection = "acme-unleashed";
const topics = ["orders/create", "orders/edited", "orders/updated", "orders/paid"] as const;
type Told = Readonly<Record<(typeof topics)[number], Recorded>>;

/** Mugs and post, then towels are added, then everything is paid: 83.70 with tax in it. */
const finalTotal = 83.7;

/** An order that was placed, edited and then paid, and what the shop announced of it meanwhile. */
async function editedThenPaid(): Promise<{ order: PlacedOrder; told: Told }> {
  const order = await world.place({
    paid: false,
    lines: [{ sku: "MUG-STONE", quantity: 2 }],
    shipping: "9.95",
    customer: null,
    email: "guest@mail.example",
  });
  const created = await recorder.latest(order, "orders/create");
  await change(world, order, "edit", { add: [{ sku: "TWL-LINEN", quantity: 3 }] });
  const edited = await recorder.latest(order, "orders/edited");
  const updated = await recorder.latest(order, "orders/updated");
  await change(world, order, "pay");
  const paid = await recorder.latest(order, "orders/paid");
  return {
    order,
    told: {
      "orders/create": created,
      "orders/edited": edited,
      "orders/updated": updated,
      "orders/paid": paid,
    },
  };
}

/** What a sales order says, without what names it: two orders of the same goods have equal contents. */
function contentOf(document: object): unknown {
  const named = new Set(["Guid", "OrderNumber", "CustomerRef", "SourceId", "SourceID", "ID", "Id"]);
  const cleaned = JSON.stringify(document, (key, value: unknown) =>
    named.has(key) || key.endsWith("On") || key === "CreatedBy" ? undefined : value,
  );
  return JSON.parse(cleaned);
}

/** The content of the one sales order of each of these. */
async function contentsOf(orders: readonly { readonly name: string }[]): Promise<readonly unknown[]> {
  const all = await world.salesOrders();
  return orders.map(({ name }) => {
    const [first, ...others] = all.filter(({ OrderNumber }) => OrderNumber === name);
    if (first === undefined || others.length > 0)
      throw new Error(`${others.length + (first === undefined ? 0 : 1)} sales orders ${name}`);
    return contentOf(first);
  });
}

async function outcomesOf(orders: readonly { readonly name: string }[]): Promise<readonly string[]> {
  const records = await world.hub.records({ kind: "orders", limit: 1_000 });
  const stateOf = new Map(records.map(({ title, outcome }) => [title, outcome.state]));
  return orders.map(({ name }) => stateOf.get(name) ?? "not known");
}

/** How often the number of each of these orders was written. */
function writesPerOrder(
  orders: readonly { readonly name: string }[],
  calls: ReturnType<ReturnType<typeof watchCalls>>,
): readonly number[] {
  const bodies = writesOf(calls)
    .filter(({ operation }) => operation.includes("SalesOrders"))
    .map(({ body }) => (JSON.parse(body) as { OrderNumber?: string }).OrderNumber);
  return orders.map(({ name }) => bodies.filter((number) => number === name).length);
}

describe("the same delivery, three times in parallel", () => {
  it.each([
    ["with one id", () => "one-id"],
    ["with ids of their own", () => randomUUID()],
  ])("makes one sales order when they come %s", async (_how, idOf) => {
    const { order, told } = await editedThenPaid();
    const calls = watchCalls(world, "unleashed");
    const id = idOf();
    await Promise.all(
      [1, 2, 3].map((copy) =>
        deliver(world, told["orders/paid"], id === "one-id" ? `${id}-${order.name}` : `${id}-${copy}`),
      ),
    );
    await whenQuiet(world);
    expect(await outcomesOf([order])).toEqual(["synced"]);
    expect((await theSalesOrder(world, order.name))["Total"]).toBe(finalTotal);
    expect(writesPerOrder([order], calls())).toEqual([1]);
  });
});

describe("create, edited, updated and paid", () => {
  const orders = permutationsOf(topics);

  it("make one sales order of the same content in each of their 24 orders, all before the first write", async () => {
    expect(orders).toHaveLength(24);
    const cases = [];
    for (const arrival of orders) cases.push({ arrival, ...(await editedThenPaid()) });
    const placed = cases.map(({ order }) => order);
    const calls = watchCalls(world, "unleashed");
    await world.hub.pause(connection);
    await Promise.all(
      cases.map(async ({ arrival, told }) => {
        for (const topic of arrival) await deliver(world, told[topic]);
      }),
    );
    await world.hub.resume(connection);
    await whenQuiet(world);
    expect(await outcomesOf(placed)).toEqual(placed.map(() => "synced"));
    const contents = await contentsOf(placed);
    for (const content of contents) expect(content).toEqual(contents[0]);
    expect(contents[0]).toMatchObject({ Total: finalTotal });
    expect(writesPerOrder(placed, calls())).toEqual(placed.map(() => 1));
  });

  it("do so too when each is dealt with before the next arrives", async () => {
    const cases = [];
    for (const arrival of orders) cases.push({ arrival, ...(await editedThenPaid()) });
    const placed = cases.map(({ order }) => order);
    const calls = watchCalls(world, "unleashed");
    for (let turn = 0; turn < topics.length; turn += 1) {
      await Promise.all(
        cases.map(async ({ arrival, told }) => {
          const topic = arrival[turn];
          if (topic !== undefined) await deliver(world, told[topic]);
        }),
      );
      await whenQuiet(world);
    }
    const contents = await contentsOf(placed);
    for (const content of contents) expect(content).toEqual(contents[0]);
    expect(contents[0]).toMatchObject({ Total: finalTotal });
    expect(writesPerOrder(placed, calls())).toEqual(placed.map(() => 1));
    for (const state of await outcomesOf(placed)) expect(["synced", "unchanged"]).toContain(state);
  });

  it("do so for orders that the shop itself no longer shows, from what they carry", async () => {
    const { order, told } = await editedThenPaid();
    const from = { id: numericId(order), name: order.name };
    const placed = orders.map((_, index) => ({ id: String(7_400_000_000_000 + index), name: `#R${index}` }));
    await world.hub.pause(connection);
    await Promise.all(
      placed.map(async (to, index) => {
        for (const topic of orders[index] ?? []) await deliver(world, aboutAnother(told[topic], from, to));
      }),
    );
    await world.hub.resume(connection);
    await whenQuiet(world);
    const contents = await contentsOf(placed);
    for (const content of contents) expect(content).toEqual(contents[0]);
    expect(contents[0]).toMatchObject({ Total: finalTotal });
  });
});

describe("deliveries in any order, doubled and cut into any pieces", () => {
  it("make one sales order, of what was paid for", async () => {
    const { order, told } = await editedThenPaid();
    const from = { id: numericId(order), name: order.name };
    let made = 0;
    const arrival = fc.array(
      fc.record({
        topic: fc.constantFrom(...topics),
        copies: fc.integer({ min: 1, max: 3 }),
        settle: fc.boolean(),
      }),
      { maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(arrival, { minLength: 4, maxLength: 8 }), async (arrivals) => {
        const calls = watchCalls(world, "unleashed");
        const placed = arrivals.map(() => {
          made += 1;
          return { id: String(7_500_000_000_000 + made), name: `#P${made}` };
        });
        await Promise.all(
          placed.map(async (to, index) => {
            const steps = [
              ...(arrivals[index] ?? []),
              { topic: "orders/paid", copies: 1, settle: false } as const,
            ];
            for (const { topic, copies, settle } of steps) {
              const delivery = aboutAnother(told[topic], from, to);
              await Promise.all(Array.from({ length: copies }, () => deliver(world, delivery)));
              if (settle) await looked(to.id);
            }
          }),
        );
        await whenQuiet(world);
        const contents = await contentsOf(placed);
        for (const content of contents) expect(content).toMatchObject({ Total: finalTotal });
        expect(writesPerOrder(placed, calls())).toEqual(placed.map(() => 1));
        for (const state of await outcomesOf(placed)) expect(["synced", "unchanged"]).toContain(state);
      }),
      { numRuns: 8 },
    );
  });
});

/** Waits until every delivery of an order so far was looked at. */
async function looked(id: string): Promise<void> {
  await expect
    .poll(
      async () => {
        const { rows } = await world.database.pool.query<{ n: number }>(
          "select count(*)::int as n from waybill.inbox where record_id = $1 and done_at is null",
          [id],
        );
        return rows[0]?.n;
      },
      { interval: 5, timeout: 10_000 },
    )
    .toBe(0);
}

describe("an order that was deleted in the shop", () => {
  it("stays deleted, although announcements of it are under way for longer than that of its end", async () => {
    const { order, told } = await editedThenPaid();
    const from = { id: numericId(order), name: order.name };
    const calls = watchCalls(world, "unleashed");
    for (const [index, place] of [0, 1, 3].entries()) {
      const to = { id: String(7_600_000_000_000 + index), name: `#D${index}` };
      const late = topics.map((topic) => aboutAnother(told[topic], from, to));
      const end = { topic: "orders/delete", id: randomUUID(), body: JSON.stringify({ id: Number(to.id) }) };
      for (const delivery of late.toSpliced(place, 0, end)) {
        await deliver(world, delivery);
        await looked(to.id);
      }
      await whenQuiet(world);
      const [record] = await world.hub.records({ q: `orders:${to.id}` });
      expect(record?.outcome).toMatchObject({ state: "skipped", reason: { code: "DELETED_IN_SHOP" } });
    }
    expect(writesOf(calls())).toEqual([]);
  });

  it("stays deleted, although the shop could not be asked when a late announcement came", async () => {
    const { order, told } = await editedThenPaid();
    const calls = watchCalls(world, "unleashed");
    const to = { id: "7600000000009", name: "#D9" };
    const late = aboutAnother(told["orders/paid"], { id: numericId(order), name: order.name }, to);
    const end = { topic: "orders/delete", id: randomUUID(), body: JSON.stringify({ id: Number(to.id) }) };
    await deliver(world, end);
    await looked(to.id);
    world.faults("shopify/acme", { operations: { "query OrdersById": { http500: 1, times: 1 } } });
    await deliver(world, late);
    const outcomeOf = async (): Promise<unknown> =>
      (await world.hub.records({ q: `orders:${to.id}` }))[0]?.outcome;
    await expect.poll(outcomeOf).toMatchObject({ state: "failed" });
    await world.advance("PT1M");
    await expect.poll(outcomeOf).toMatchObject({ state: "skipped", reason: { code: "DELETED_IN_SHOP" } });
    expect(writesOf(calls())).toEqual([]);
  });
});

describe("a buyer who changed within a second", () => {
  it("does not fall back to what a late announcement of the order says of them", async () => {
    const email = "within.a.second@mail.example";
    const order = await world.place({
      lines: [{ sku: "MUG-STONE", quantity: 1 }],
      customer: { firstName: "Wyn", lastName: "Second", email, phone: "+61255501111" },
    });
    const paid = await recorder.latest(order, "orders/paid");
    const before = (JSON.parse(paid.body) as { customer: { id: number } }).customer;
    await world.control(`/shopify/acme/customers/${before.id}/update`, { phone: "+61255502222" });
    await world.hub.sync(connection, [`customers:${before.id}`]);
    const [{ record } = { record: {} }] = await world.database.pool
      .query<{ record: { updatedAt?: string } }>(
        "select record from waybill.mirror where kind = 'customers' and record_id = $1",
        [String(before.id)],
      )
      .then(({ rows }) => rows);

    const customer = { ...before, updated_at: record.updatedAt };
    const late = { ...paid, body: JSON.stringify({ ...JSON.parse(paid.body), customer }) };
    const calls = watchCalls(world, "unleashed");
    await deliver(world, late);
    await world.standing(order.name, "synced");
    await whenQuiet(world);
    expect((await world.customers()).filter(({ Email }) => Email === email)).toMatchObject([
      { PhoneNumber: "+61255502222" },
    ]);
    expect(writesOf(calls()).filter(({ operation }) => operation.includes("Customers"))).toEqual([]);
  });
});

describe("a change after the write", () => {
  it("leaves one sales order, untouched, and asks a person", async () => {
    const { order, told } = await editedThenPaid();
    await deliver(world, told["orders/paid"]);
    await world.standing(order.name, "synced");
    const before = await theSalesOrder(world, order.name);
    await change(world, order, "edit", { quantities: [{ line: 0, quantity: 1 }] });
    const calls = watchCalls(world, "unleashed");
    for (const topic of topics) await deliver(world, await recorder.latest(order, topic), randomUUID());
    const record = await world.standing(order.name, "attention");
    await whenQuiet(world);
    expect(record.outcome.reason.code).toBe("ORDER_EDITED_AFTER_ARRIVAL");
    expect(await salesOrdersNamed(world, order.name)).toEqual([before]);
    expect(writesOf(calls())).toEqual([]);
  });
});
