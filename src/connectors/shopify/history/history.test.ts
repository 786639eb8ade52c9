import { describe, expect, it } from "vitest";
import {
  allPages,
  byId,
  historyOf,
  outcome,
  prepare,
  readAll,
  scratchFolder,
  startShop,
} from "./test-history.ts";
import type { EmulatedShop } from "../test/emulated-shop.ts";

const day = 24 * 3_600_000;

interface Operations {
  readonly operations: readonly { readonly id: string; readonly status: string }[];
}

const operations = async ({ host, emulator }: EmulatedShop): Promise<Operations["operations"]> =>
  ((await (await fetch(`${host.url}/_control/${emulator.system}/bulk`)).json()) as Operations).operations;

/** Orders of many kinds, with what happened to them since. */
async function placeRichOrders(shop: EmulatedShop): Promise<readonly string[]> {
  const place = async (order: object): Promise<string> => (await shop.place(order))[0] ?? "";
  const ids = [
    await place({
      lines: [
        { sku: "TOTE-01", quantity: 3, properties: { gift: "yes", note: null } },
        { title: "Engraving", price: "4.50" },
      ],
      discounts: [
        { code: "SPRING", percentage: "10" },
        { kind: "manual", title: "Regular", amount: "1.00", lines: [0] },
      ],
      shipping: [
        { title: "Standard", price: "9.95" },
        { title: "Cooling", price: "3.00" },
      ],
      tags: ["b", "A"],
      note: 'a "quoted" \\ note,\nwith "__parentId":"gid://shopify/Order/1"}',
      attributes: { where: "ティー" },
    }),
    await place({ customer: null, email: null, lines: [{ sku: "MUG-STONE" }], tip: "2.00", currency: "EUR" }),
    await place({ lines: [], randomLines: 70, duties: "12.00" }),
    await place({ lines: [{ sku: "MUG-STONE", quantity: 2 }], largeIds: true, giftCard: "5.00" }),
    await place({ pos: true, lines: [{ title: "Tea", price: "3.02" }], cashRounding: "-0.02" }),
    await place({ draft: true, paid: false, poNumber: "PO-1", lines: [{ title: "Tea", price: "3" }] }),
  ];
  const [first, , many, large] = ids;
  await shop.control(`/orders/${first}/refund`, { lines: [{ line: 0, quantity: 1 }] });
  await shop.control(`/orders/${first}/refund`, { amount: "1.00" });
  await shop.control(`/orders/${many}/edit`, { add: [{ title: "Late", price: "7.00" }] });
  await shop.control(`/orders/${large}/cancel`, {});
  return [...ids, ...(await shop.place({ count: 30 }))];
}

describe("a history", () => {
  it("holds of every order what a read by id gives, whatever order its lines come in", async () => {
    const shop = await startShop();
    const ids = await placeRichOrders(shop);
    const system = shop.open();
    const expected = await readAll(system, "orders", ids);
    expect(expected.size).toBe(ids.length);
    for (const shuffleSiblings of [false, true]) {
      await shop.control("/bulk", { shuffleSiblings });
      const history = historyOf(system);
      const ticket = await prepare(shop, history);
      expect(await history.look(ticket)).toEqual({ state: "ready", records: ids.length });
      const folder = await scratchFolder();
      for (const position of [null, "3/0/0", "41/0/0"]) {
        const pages = await allPages(history.pages(ticket, position, { folder }));
        expect(byId(pages)).toStrictEqual(expected);
        expect(pages.flatMap(({ unread }) => unread)).toEqual([]);
      }
    }
  });

  it("reads nothing by id as long as lists keep their order", async () => {
    const shop = await startShop();
    await placeRichOrders(shop);
    const history = historyOf(shop.open());
    const ticket = await prepare(shop, history);
    const before = shop.host.requests(shop.emulator.system).requests.length;
    await allPages(history.pages(ticket, null, { folder: await scratchFolder() }));
    const asked = shop.host.requests(shop.emulator.system).requests.slice(before);
    expect(asked.map(({ operation }) => operation)).toEqual([
      "query BulkOperationById",
      expect.stringContaining("bulk-operation-outputs") as string,
    ]);
  });

  it("holds of every customer what a read by id gives, and the customers of the whole first day", async () => {
    const shop = await startShop();
    await shop.place({ count: 20 });
    const system = shop.open();
    const history = historyOf(system);
    const folder = await scratchFolder();
    const customers = byId(
      await allPages(history.pages(await prepare(shop, history, "customers"), null, { folder })),
    );
    expect(customers.size).toBeGreaterThan(3);
    expect(customers).toStrictEqual(await readAll(system, "customers", [...customers.keys()]));
  });

  it("has only what changed since a time", async () => {
    const shop = await startShop();
    await shop.place({ count: 3 });
    shop.advance(2 * day);
    const since = new Date(Date.now() + 2 * day - 1_500).toISOString();
    const later = await shop.place({ count: 2 });
    const system = shop.open();
    const history = historyOf(system);
    const pages = await allPages(
      history.pages(await prepare(shop, history, "orders", since), null, { folder: await scratchFolder() }),
    );
    expect([...byId(pages).keys()].sort()).toEqual([...later].sort());
  });

  it("of nothing has no pages", async () => {
    const shop = await startShop();
    const history = historyOf(shop.open());
    const ticket = await prepare(shop, history);
    expect(await history.look(ticket)).toEqual({ state: "ready", records: 0 });
    expect(await allPages(history.pages(ticket, null, { folder: await scratchFolder() }))).toEqual([]);
  });
});

describe("what an app may not see", () => {
  it("are orders of more than sixty days ago, which is told", async () => {
    const shop = await startShop({
      scopes: ["read_orders", "read_customers", "read_products", "read_locations"],
    });
    await shop.place({ count: 2 });
    shop.advance(61 * day);
    const [id] = await shop.place();
    const history = historyOf(shop.open());
    const ticket = await prepare(shop, history);
    expect(shop.told.find(({ code }) => code === "OLD_ORDERS_HIDDEN")?.message).toContain("read_all_orders");
    const pages = await allPages(history.pages(ticket, null, { folder: await scratchFolder() }));
    expect([...byId(pages).keys()]).toEqual([id]);
    shop.told.length = 0;
    await prepare(shop, history, "orders", new Date(Date.now() + 31 * day).toISOString());
    expect(shop.told.filter(({ code }) => code === "OLD_ORDERS_HIDDEN")).toEqual([]);
  });

  it.each(["fails", "null"])(
    "are withheld parts, which stay unknown where a bulk query %s",
    async (bulkProtectedData) => {
      const shop = await startShop();
      const ids = await shop.place({ count: 4 });
      await shop.control("/settings", { bulkProtectedData, protectedAddress: "object" });
      await shop.control("/protected-data", { email: "approval", address: "plan" });
      const system = shop.open();
      const history = historyOf(system);
      const ticket = await prepare(shop, history);
      const records = byId(await allPages(history.pages(ticket, null, { folder: await scratchFolder() })));
      expect(records).toStrictEqual(await readAll(system, "orders", ids));
      const [{ record } = { record: null }] = records.values();
      expect(record).toMatchObject({ email: undefined, billingAddress: undefined, phone: null });
    },
  );

  it("are all customers of a shop that withholds them, so that there are none", async () => {
    const shop = await startShop();
    await shop.place({ count: 2 });
    await shop.control("/protected-data", { customer: "approval" });
    const history = historyOf(shop.open());
    const { ticket } = await history.begin("customers", null, "run/0");
    expect(await history.look(ticket)).toEqual({ state: "ready", records: 0 });
    expect(await allPages(history.pages(ticket, null, { folder: await scratchFolder() }))).toEqual([]);
    await history.cancel(ticket);
    expect(await operations(shop)).toEqual([]);
  });

  it("are orders without the scope for them: nothing begins, and the scope is named", async () => {
    const shop = await startShop({ scopes: ["read_customers"] });
    await expect(historyOf(shop.open()).begin("orders", null, "run/0")).rejects.toMatchObject({
      errorClass: "unauthorised",
      reason: { code: "SCOPE_MISSING" },
    });
    expect(await operations(shop)).toEqual([]);
  });
});

describe("beginning", () => {
  it("twice with one mark begins once, in whatever process", async () => {
    const shop = await startShop();
    await shop.place();
    const first = await historyOf(shop.open()).begin("orders", null, "run-a/0");
    const again = await historyOf(shop.open()).begin("orders", null, "run-a/0");
    const other = await historyOf(shop.open()).begin("orders", null, "run-a/1");
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    expect(await operations(shop)).toHaveLength(2);
  });

  it("after an answer that was lost finds what was begun", async () => {
    const shop = await startShop();
    await shop.place();
    const history = historyOf(shop.open());
    shop.host.setFaults(shop.emulator.system, { operations: { "mutation RunBulkQuery": { answerLost: 1 } } });
    await expect(history.begin("orders", null, "run-a/0")).rejects.toMatchObject({
      errorClass: "unknown-outcome",
    });
    shop.host.setFaults(shop.emulator.system, {});
    const { ticket } = await history.begin("orders", null, "run-a/0");
    const all = await operations(shop);
    expect(all.map(({ id }) => `orders ${id}`)).toEqual([ticket]);
  });

  it("a sixth at once has to wait, without harm to the five", async () => {
    const shop = await startShop();
    await shop.place();
    const history = historyOf(shop.open());
    const tickets = [];
    for (let count = 0; count < 5; count += 1)
      tickets.push((await history.begin("orders", null, `run-${count}/0`)).ticket);
    await expect(history.begin("orders", null, "run-5/0")).rejects.toMatchObject({
      errorClass: "throttled",
      retryAfterMs: 60_000,
      reason: { code: "SHOP_PREPARES_ENOUGH" },
    });
    for (const ticket of tickets)
      expect(await outcome(shop, history, ticket)).toEqual({ state: "ready", records: 1 });
    await history.begin("orders", null, "run-5/0");
  });
});

describe("looking", () => {
  it("tells how much is prepared", async () => {
    const shop = await startShop();
    await shop.place({ count: 30 });
    await shop.control("/bulk", { rowsPerLook: 12 });
    const history = historyOf(shop.open());
    const { ticket } = await history.begin("orders", null, "run/0");
    shop.advance(300);
    const seen = [];
    for (let looks = 0; looks < 4; looks += 1) seen.push(await history.look(ticket));
    expect(seen).toEqual([
      { state: "preparing", prepared: 12 },
      { state: "preparing", prepared: 24 },
      { state: "preparing", prepared: 30 },
      { state: "ready", records: 30 },
    ]);
  });

  it.each([
    ["TIMEOUT", "did not get through"],
    ["INTERNAL_SERVER_ERROR", "inside Shopify"],
    ["ACCESS_DENIED", "may not see"],
  ])("tells why all is lost: %s, though a part of it was written", async (fail, words) => {
    const shop = await startShop();
    await shop.place({ count: 30 });
    await shop.control("/bulk", { next: { fail, afterLines: 25 } });
    const history = historyOf(shop.open());
    const { ticket } = await history.begin("orders", null, "run/0");
    const state = await outcome(shop, history, ticket);
    expect(state).toMatchObject({
      state: "lost",
      reason: { code: "HISTORY_FAILED", detail: { errorCode: fail } },
    });
    expect(state.state === "lost" ? state.reason.message : "").toContain(words);
    await expect(
      allPages(history.pages(ticket, null, { folder: await scratchFolder() })),
    ).rejects.toMatchObject({ errorClass: "unavailable", reason: { code: "HISTORY_FILE_NOT_THERE" } });
    expect(await prepare(shop, history)).not.toBe(ticket);
  });

  it("tells that its seven days are over, and of what it never heard of", async () => {
    const shop = await startShop();
    await shop.place();
    const history = historyOf(shop.open());
    const ticket = await prepare(shop, history);
    shop.advance(7 * day);
    expect(await history.look(ticket)).toMatchObject({ state: "lost", reason: { code: "HISTORY_EXPIRED" } });
    expect(await history.look("orders gid://shopify/BulkOperation/1")).toMatchObject({
      state: "lost",
      reason: { code: "HISTORY_UNKNOWN" },
    });
    await expect(history.look("something else")).rejects.toMatchObject({
      reason: { code: "HISTORY_UNKNOWN" },
    });
  });
});

describe("cancelling", () => {
  it("lets the shop stop; once more, or when it is over, does nothing", async () => {
    const shop = await startShop();
    await shop.place({ count: 5 });
    await shop.control("/bulk", { rowsPerLook: 1 });
    const history = historyOf(shop.open());
    const { ticket } = await history.begin("orders", null, "run/0");
    shop.advance(300);
    await history.cancel(ticket);
    expect(await history.look(ticket)).toMatchObject({ state: "preparing" });
    expect(await outcome(shop, history, ticket)).toMatchObject({
      state: "lost",
      reason: { code: "HISTORY_CANCELLED" },
    });
    await history.cancel(ticket);
    await shop.control("/bulk", { rowsPerLook: null });
    const ready = await prepare(shop, history);
    await history.cancel(ready);
    expect(await history.look(ready)).toEqual({ state: "ready", records: 5 });
  });
});
