/**
 * Complaint 2: `updated` or `paid` arrives before `create`.
 * Sources: Shopify/shopify-app-js#603, frappe/ecommerce_integrations#425.
 * More of it: test/scenarios/order-of-arrival.test.ts (create, edited, updated and paid in all 24 orders, and at random).
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { customerIdOf } from "#test/support/arrive.ts";
import { permutationsOf } from "#test/support/permutations.ts";
import {
  deliver,
  recordDeliveries,
  type Recorded,
  type Recorder,
} from "#test/support/recorded-deliveries.ts";
import { startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";
import { change, whenQuiet } from "#test/support/story.ts";

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

const topics = ["customers/create", "orders/create", "orders/updated", "orders/paid"] as const;
type Topic = (typeof topics)[number];

interface Sale {
  readonly name: string;
  readonly total: number;
  readonly email: string;
  readonly told: Readonly<Record<Topic, Recorded>>;
}

let buyers = 0;
/** Somebody new buys, writes a note, and pays; the shop tells of all four. */
async function sold(): Promise<Sale> {
  const email = `buyer.${++buyers}@mail.example`;
  const order = await world.place({
    paid: false,
    lines: [{ sku: "MUG-STONE", quantity: 2 }],
    shipping: "9.95",
    customer: { firstName: "Ida", lastName: "Larkspur", email },
  });
  await change(world, order, "update", { note: "Ring twice" });
  const updated = await recorder.latest(order, "orders/updated");
  await change(world, order, "pay");
  const buyer = { id: await customerIdOf(world, email) };
  return {
    name: order.name,
    total: Number(order.total),
    email,
    told: {
      "customers/create": await recorder.latest(buyer, "customers/create"),
      "orders/create": await recorder.latest(order, "orders/create"),
      "orders/updated": updated,
      "orders/paid": await recorder.latest(order, "orders/paid"),
    },
  };
}

/** Fails unless each sale is one sales order, with its total, its note and its buyer, who is there once. */
async function expectEachOnce(sales: readonly Sale[]): Promise<void> {
  const [orders, customers] = [await world.salesOrders(), await world.customers()];
  const found = sales.map(({ name, email }) => ({
    orders: orders
      .filter(({ OrderNumber }) => OrderNumber === name)
      .map(({ Total, Comments, Customer }) => [Total, Comments, Customer.Guid]),
    customers: customers.filter(({ Email }) => Email === email).map(({ Guid }) => Guid),
  }));
  expect(found).toEqual(
    sales.map(({ total }, index) => ({
      orders: [[total, "Ring twice", found[index]?.customers[0]]],
      customers: [expect.any(String)],
    })),
  );
}

describe("Shopify tells me that the order was paid before it tells me that there is one", () => {
  const orders = permutationsOf(topics);

  it("and in whatever order it tells of buyer, order, note and payment, I find one order of one buyer", async () => {
    expect(orders).toHaveLength(24);
    const sales: Sale[] = [];
    while (sales.length < orders.length) sales.push(await sold());
    await world.hub.pause("acme-unleashed");
    await Promise.all(
      sales.map(async ({ told }, index) => {
        for (const topic of orders[index] ?? []) await deliver(world, told[topic]);
      }),
    );
    await world.hub.resume("acme-unleashed");
    await whenQuiet(world);
    await expectEachOnce(sales);
  });

  it("and so I do when the payment came first, and each of them was dealt with before the next one came", async () => {
    const paidFirst = orders.filter(([first]) => first === "orders/paid");
    const sales: Sale[] = [];
    while (sales.length < paidFirst.length) sales.push(await sold());
    for (let turn = 0; turn < topics.length; turn += 1) {
      await Promise.all(
        sales.map(async ({ told }, index) => {
          const topic = paidFirst[index]?.[turn];
          if (topic !== undefined) await deliver(world, told[topic]);
        }),
      );
      await whenQuiet(world);
    }
    await expectEachOnce(sales);
  });
});
