/**
 * What merchants complained of besides the twenty-five.
 * Sources: airbytehq/airbyte#10140, NangoHQ/integration-templates#644, NangoHQ/integration-templates#649, PostHog/posthog#98651,
 * frappe/ecommerce_integrations#373, microsoft/BCApps#8873, microsoft/BCApps#4823, microsoft/BCApps#6910, microsoft/BCApps#9316,
 * craftcms/shopify#61, frappe/erpnext#7920.
 * More of it: test/scenarios/two-stores-one-account.test.ts, test/scenarios/plan-before-sync.test.ts,
 * test/scenarios/changes-after-arrival.test.ts.
 */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { arrive, arriveAll, customerOf, linesOf, onlySales } from "#test/support/arrive.ts";
import { endOfRun } from "#test/support/end-of-run.ts";
import { takeTemplate, withFields, type ToldOrder } from "#test/support/order-template.ts";
import { recordDeliveries, type Recorder } from "#test/support/recorded-deliveries.ts";
import { startSecondStore } from "#test/support/second-store.ts";
import { startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";
import {
  change,
  numericId,
  questionAbout,
  salesOrdersNamed,
  theSalesOrder,
  watchCalls,
  whenQuiet,
  writesOf,
} from "#test/support/story.ts";

const connection = "acme-unleashed";
const goods = { lines: [{ sku: "MUG-STONE" }], customer: null, email: null };

let world: SmallWorld;
beforeAll(async () => {
  world = await startSmallWorld();
});
afterAll(() => world.stop());

describe("Two changes in the same second, and the older one stayed", () => {
  let apart: SmallWorld;
  let tell: (financialStatus: string) => ToldOrder;
  let recorder: Recorder;
  beforeAll(async () => {
    apart = await startSmallWorld({ withoutWebhooks: true });
    recorder = await recordDeliveries(apart);
    const template = await takeTemplate(apart, recorder, goods);
    let orders = 6_700_000_000_000;
    tell = (financialStatus) =>
      template.tell(
        withFields({ financial_status: financialStatus, updated_at: "2026-03-01T12:00:00+11:00" }),
        String(financialStatus === "pending" ? ++orders : orders),
      );
  });
  afterAll(async () => {
    recorder.close();
    await apart.stop();
  });

  it.each([
    ["waiting for payment, then paid", ["pending", "paid"]],
    ["paid, then waiting for payment, which came late", ["paid", "pending"]],
  ])(
    "but of an order that is %s within one second, the paid one counts, whichever came first",
    async (_how, arrival) => {
      const told = { pending: tell("pending"), paid: tell("paid") };
      const happened = { pending: "2026-03-01T01:00:00.100Z", paid: "2026-03-01T01:00:00.900Z" };
      for (const state of arrival as readonly ("pending" | "paid")[]) {
        const { body } = told[state];
        expect(await apart.deliver("orders/updated", body, { at: happened[state] })).toBe(200);
        await whenQuiet(apart);
      }
      await apart.standing(told.paid.name, "synced", "unchanged");
      await onlySales(apart, told.paid.name);
    },
  );

  it("and where the shop can be asked, it is asked, so that the tie is no guess", async () => {
    const order = await apart.place({ ...goods, paid: false });
    const created = await recorder.latest(order, "orders/create");
    await change(apart, order, "pay");
    const paid = await recorder.latest(order, "orders/paid");
    const { updated_at: second } = JSON.parse(paid.body) as { updated_at: string };
    const tied = JSON.stringify({ ...(JSON.parse(created.body) as object), updated_at: second });
    const calls = watchCalls(apart, "shopify/acme");
    expect(await apart.deliver("orders/paid", paid.body)).toBe(200);
    await whenQuiet(apart);
    expect(await apart.deliver("orders/updated", tied)).toBe(200);
    await whenQuiet(apart);
    await apart.standing(order.name, "synced", "unchanged");
    expect(calls().map(({ operation }) => operation)).toContain("query OrdersById");
    await onlySales(apart, order.name);
  });
});

describe("One installation, one store: I needed a server for each", () => {
  it("but one hub carries both my stores, and when one of them stands still the other goes on", async () => {
    const bella = await startSecondStore(world);
    try {
      await world.hub.apply(bella.configuration({ orders: { prefix: "B-" } }));
      await world.hub.pause(connection);
      const mine = await world.place(goods);
      const theirs = await bella.place(goods);
      const number = theirs.name.replace("#", "B-");
      await expect
        .poll(
          async () => {
            await world.hub.sync("bella-unleashed", [numericId(theirs)]);
            return (await salesOrdersNamed(world, number)).length;
          },
          { timeout: 15_000 },
        )
        .toBe(1);
      expect(await salesOrdersNamed(world, mine.name)).toEqual([]);
      await world.hub.resume(connection);
      await world.standing(mine.name, "synced");
      await onlySales(world, number);
    } finally {
      await world.hub.resume(connection);
      await world.hub.pause("bella-unleashed");
      await bella.close();
    }
  });
});

describe("My business customers were missed", () => {
  it("but each location of a company is a customer with its own address, at the prices of its own catalogue", async () => {
    const order = (companyLocation: string, price: string) => ({
      company: "HARB-01",
      companyLocation,
      lines: [{ sku: "MUG-STONE", price, quantity: 10 }],
    });
    const [sydney, perth, again] = await arriveAll(world, [
      order("HARB-SYD", "11.00"),
      order("HARB-PER", "12.10"),
      order("HARB-SYD", "11.00"),
    ]);
    if (sydney === undefined || perth === undefined) throw new Error("nothing was placed");
    expect(again?.sales.Customer.Guid).toBe(sydney.sales.Customer.Guid);
    expect(perth.sales.Customer.Guid).not.toBe(sydney.sales.Customer.Guid);
    expect(sydney.sales).toMatchObject({ DeliveryCity: "Sydney" });
    expect(perth.sales).toMatchObject({ DeliveryCity: "Perth" });
    expect((await customerOf(world, sydney.sales)).CustomerName).toContain("Harbourline");
    expect(linesOf(sydney.sales)).toEqual([["MUG-STONE", 10, 100, 10]]);
    expect(linesOf(perth.sales)).toEqual([["MUG-STONE", 10, 110, 11]]);
  });
});

describe("I had sorted it out by hand, and the next run put it back", () => {
  it("but what I chose for a product holds: after a sync, a sweep, a retry, and after the configuration was applied again", async () => {
    await world.control("/shopify/acme/products", {
      title: "Nameless",
      variants: [{ sku: "NONE-1", price: "24.20" }],
    });
    const order = await world.place({ ...goods, lines: [{ sku: "NONE-1" }] });
    const { id } = await questionAbout(world, order.name);
    await world.hub.resolve(id, "map=TWL-LINEN", "merchant");
    await world.standing(order.name, "synced");
    const chosen = await theSalesOrder(world, order.name);
    // Somebody makes the product after all: the choice still counts.
    await world.control("/unleashed/products", { code: "NONE-1", price: 22 });
    await world.hub.apply(world.configuration);
    await world.hub.sync(connection, [order.name]);
    await world.hub.retry({});
    await world.advance("PT1H");
    await whenQuiet(world);
    expect(await theSalesOrder(world, order.name)).toEqual(chosen);
    const next = await arrive(world, { ...goods, lines: [{ sku: "NONE-1" }] });
    expect(linesOf(next.sales).map(([what]) => what)).toEqual(["TWL-LINEN"]);
  });

  it("and so does whom I said a buyer is, and that an order is to be left out", async () => {
    await world.control("/unleashed/customers", [
      { code: "SAM-1", name: "Sam", email: "sam@mail.example" },
      { code: "SAM-2", name: "Sam", email: "sam@mail.example" },
    ]);
    const sam = { firstName: "Sam", lastName: "Lane", email: "sam@mail.example" };
    const order = await world.place({ ...goods, customer: sam });
    const question = await questionAbout(world, "Sam Lane");
    const second = question.attention.choices.find(({ label }) => label === "Use SAM-2")?.choice ?? "";
    await world.hub.resolve(question.id, second, "merchant");
    await world.standing(order.name, "synced");

    await world.control("/shopify/acme/products", {
      title: "Odd",
      variants: [{ sku: "ODD-1", price: "1.10" }],
    });
    const leftOut = await world.place({ ...goods, lines: [{ sku: "ODD-1" }] });
    await world.hub.resolve((await questionAbout(world, leftOut.name)).id, "leave-out", "merchant");

    await world.control("/unleashed/products", { code: "ODD-1", price: 1 });
    await world.hub.apply(world.configuration);
    await change(world, leftOut, "update", { note: "again" });
    await world.hub.retry({});
    await world.advance("PT1H");
    await whenQuiet(world);
    const next = await arrive(world, { ...goods, customer: sam });
    expect(next.sales.Customer.CustomerCode).toBe("SAM-2");
    await world.standing(leftOut.name, "skipped");
    expect(await salesOrdersNamed(world, leftOut.name)).toEqual([]);
  });
});

describe("I wanted to try it without touching my live books", () => {
  it("and a plan of everything that waits writes nowhere: not in Unleashed, not in the shop, and says of each record what would be done", async () => {
    await whenQuiet(world);
    await world.hub.pause(connection);
    const orders = [
      await world.place({
        ...goods,
        customer: { firstName: "New", lastName: "Buyer", email: "new.buyer@mail.example" },
      }),
      await world.place({ ...goods, paid: false }),
      await world.place({
        ...goods,
        lines: [{ title: "Unknown", sku: "NOWHERE", price: "5.00" }, { sku: "TWL-LINEN" }],
      }),
    ];
    await expect
      .poll(async () => (await world.hub.plan(connection)).records.map(({ record }) => record), {
        timeout: 10_000,
      })
      .toEqual(expect.arrayContaining(orders.map(({ name }) => name)));
    const books = await world.control("/unleashed/dump");
    const [shop, account] = [watchCalls(world, "shopify/acme"), watchCalls(world, "unleashed")];
    const { records } = await world.hub.plan(connection);
    expect(writesOf([...shop(), ...account()])).toEqual([]);
    expect(await world.control("/unleashed/dump")).toEqual(books);
    const actions = orders.map(({ name }) => records.find(({ record }) => record === name)?.action);
    expect(actions).toEqual(["create", "skip", "attention"]);
    expect(records.every(({ reason }) => reason.message.length > 0)).toBe(true);
    await world.hub.resume(connection);
    await world.standing(orders[0]?.name ?? "", "synced");
  });
});

describe("Deleted orders lived on, or too much was deleted after an interruption", () => {
  it("but Waybill deletes nothing by itself: an import that sees half of the shop leaves the other half of my books alone", async () => {
    const { order } = await arrive(world, goods);
    await world.advance("P2D");
    const since = new Date(
      Date.parse((await world.control<{ now: string }>("/clock")).now) - 3_600_000,
    ).toISOString();
    const recent = await world.place(goods);
    await world.standing(recent.name, "synced");
    await whenQuiet(world);
    const before = await world.salesOrders();
    const account = watchCalls(world, "unleashed");
    const run = await endOfRun(
      world.hub,
      await world.hub.startBackfill({ connection, entity: "orders", since }),
    );
    expect(run.state).toBe("done");
    expect(run.read).toBeLessThan(before.length);
    await whenQuiet(world);
    expect(writesOf(account())).toEqual([]);
    expect(await world.salesOrders()).toEqual(before);
    await onlySales(world, order.name);
  });

  it("and an order that was deleted in the shop without a word is noticed when it is looked at, and asked about", async () => {
    const { order } = await arrive(world, goods);
    await world.advance("PT6M");
    await whenQuiet(world);
    await world.control("/shopify/acme/webhooks", { lose: 1 });
    await change(world, order, "delete");
    await world.control("/shopify/acme/webhooks", { lose: 0 });
    const [looked] = await world.hub.sync(connection, [order.name]);
    expect(looked?.outcome).toMatchObject({
      state: "attention",
      reason: { code: "ORDER_DELETED_AFTER_ARRIVAL" },
    });
    await onlySales(world, order.name);
  });
});

describe("A purchase changed the stock, and no product update said so", () => {
  it("but an order needs no word of a product: it is booked by its own lines, and announcements of stock change nothing", async () => {
    const { order, sales } = await arrive(world, goods);
    const body = JSON.stringify({ inventory_item_id: 1, location_id: 2, available: 4 });
    expect(await world.deliver("inventory_levels/update", body, { id: randomUUID() })).toBe(200);
    await whenQuiet(world);
    expect(await onlySales(world, order.name)).toEqual(sales);
  });
});
