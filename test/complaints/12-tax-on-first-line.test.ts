/**
 * Complaint 12: prices contain tax, and all of the tax ends up on the first line; or sums drift by cents.
 * Sources: frappe/ecommerce_integrations#398.
 * More of it: test/properties/cents-add-up.test.ts (any prices, discounts and taxes).
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { arriveAll, linesOf, onlySales } from "#test/support/arrive.ts";
import { takeTemplate, type OrderBody, type OrderTemplate } from "#test/support/order-template.ts";
import { recordDeliveries, type Recorder } from "#test/support/recorded-deliveries.ts";
import { questionAbout, salesOrdersNamed } from "#test/support/story.ts";
import { startTroubleWorld, type TroubleWorld } from "#test/support/trouble-world.ts";

let world: TroubleWorld;
let recorder: Recorder;
let template: OrderTemplate;
beforeAll(async () => {
  world = await startTroubleWorld({ withoutWebhooks: true });
  recorder = await recordDeliveries(world);
  // 55.00 + 2 × 22.00 + post 11.00 = 110.00, of which 10.00 is tax.
  template = await takeTemplate(world, recorder, {
    lines: [
      { sku: "MUG-STONE", price: "55.00" },
      { sku: "TWL-LINEN", price: "22.00", quantity: 2 },
    ],
    shipping: "11.00",
    customer: null,
    email: null,
  });
});
afterAll(async () => {
  recorder.close();
  await world.stop();
});

const money = (amount: string) => ({
  shop_money: { amount, currency_code: "AUD" },
  presentment_money: { amount, currency_code: "AUD" },
});
const gst = (price: string) => ({
  title: "GST",
  rate: 0.1,
  price,
  price_set: money(price),
  channel_liable: false,
});

/** Puts these taxes on the lines and on the post, in this order; null for none. */
const taxed =
  (...amounts: readonly (string | null)[]) =>
  (body: OrderBody): void => {
    const parts = [...(body["line_items"] as OrderBody[]), ...(body["shipping_lines"] as OrderBody[])];
    parts.forEach((part, index) => {
      const amount = amounts[index] ?? null;
      part["tax_lines"] = amount === null ? [] : [gst(amount)];
    });
  };

async function deliver(change: (body: OrderBody) => void): Promise<string> {
  const told = template.tell(change);
  expect(await world.deliver("orders/paid", told.body)).toBe(200);
  return told.name;
}

describe("My shop's prices contain tax", () => {
  it("so each line in Unleashed has its own share of it, the post too", async () => {
    const name = await deliver(() => undefined);
    await world.standing(name, "synced");
    const sales = await onlySales(world, name);
    expect(linesOf(sales)).toEqual([
      ["MUG-STONE", 1, 50, 5],
      ["TWL-LINEN", 2, 40, 4],
      [expect.any(String), 1, 10, 1],
    ]);
    expect([sales.SubTotal, sales.TaxTotal, sales.Total]).toEqual([100, 10, 110]);
  });

  it("and where Shopify itself lists all of it on the first line, it is booked as Shopify has it, and not taken off twice", async () => {
    const name = await deliver(taxed("10.00", null, null));
    await world.standing(name, "synced");
    const sales = await onlySales(world, name);
    expect(linesOf(sales)).toEqual([
      ["MUG-STONE", 1, 45, 10],
      ["TWL-LINEN", 2, 44, 0],
      [expect.any(String), 1, 11, 0],
    ]);
    expect([sales.SubTotal, sales.TaxTotal, sales.Total]).toEqual([100, 10, 110]);
  });

  it("and where a line's tax is missing, so that the lines do not come to the order's tax, nothing is made up: I am shown the sum", async () => {
    const name = await deliver(taxed("5.00", null, "1.00"));
    const { attention } = await questionAbout(world, name);
    expect(attention.code).toBe("ORDER_TOTAL_MISMATCH");
    expect(JSON.stringify(attention)).toContain("10");
    expect(await salesOrdersNamed(world, name)).toEqual([]);
  });
});

describe("My totals drift by a cent here and there", () => {
  const prices = ["0.01", "0.99", "3.33", "17.45", "33.33", "99.95", "149.99", "1234.56"];
  const baskets = (taxesIncluded: boolean, count: number) =>
    Array.from({ length: count }, (_, basket) => ({
      taxesIncluded,
      taxes: [{ title: "GST", rate: basket % 3 === 0 ? "0.15" : "0.1" }],
      lines: prices.slice(basket % 5).map((price, index) => ({
        sku: index % 2 === 0 ? "MUG-STONE" : "TWL-LINEN",
        price,
        quantity: 1 + ((basket + index) % 7),
      })),
      ...(basket % 4 === 0 ? {} : { discounts: [{ code: "ODD", percentage: "7.5" }] }),
      shipping: "9.95",
      customer: null,
      email: null,
    }));

  it("but ten awkward baskets with tax in the price and ten with tax on top come to the cent of the shop", async () => {
    await world.hub.listeningAt(`${world.url}/webhooks/shopify`);
    const included = await arriveAll(world, baskets(true, 10));
    const onTop = await arriveAll(world, baskets(false, 10));
    const { orders } = await world.control<{
      orders: readonly {
        readonly name: string;
        readonly totalTaxSet: { readonly shopMoney: { readonly amount: string } };
      }[];
    }>("/shopify/acme/dump?only=orders");
    const taxOf = new Map(
      orders.map(({ name, totalTaxSet }) => [name, Number(totalTaxSet.shopMoney.amount)]),
    );
    for (const { order, sales } of [...included, ...onTop])
      expect([order.name, sales.TaxTotal, sales.Total]).toEqual([
        order.name,
        taxOf.get(order.name),
        Number(order.total),
      ]);
    const withTax = new Set(included.map(({ order }) => order.name));
    const { different } = await world.compare();
    expect(different.filter((what) => withTax.has(what.split(":")[0] ?? ""))).toEqual([]);
  });
});
