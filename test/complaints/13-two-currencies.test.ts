/**
 * Complaint 13: presentment and shop currency are mixed, and shipping is left behind.
 * Sources: microsoft/BCApps#6138, microsoft/BCApps#4829, microsoft/BCApps#7425, frappe/ecommerce_integrations#365.
 * More of it: src/connectors/unleashed/flows/orders/money-prices.test.ts (cents that converting moves).
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { arriveAll, linesOf, type Arrival } from "#test/support/arrive.ts";
import { startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";
import { storyOf } from "#test/support/story.ts";

interface MoneyBag {
  readonly shopMoney: { readonly amount: string; readonly currencyCode: string };
  readonly presentmentMoney: { readonly amount: string; readonly currencyCode: string };
}

const currencies = ["NZD", "USD", "JPY", "KWD"];

/** Everything of an order that is money, seen by a buyer in another currency. */
const bought = (currency: string) => ({
  currency,
  lines: [
    { sku: "MUG-STONE", quantity: 3, discount: { amount: "2.35" } },
    { sku: "TWL-LINEN", quantity: 2 },
    { title: "Engraving", price: "4.40" },
  ],
  discounts: [{ code: "TEN", percentage: "10" }],
  shipping: "11.00",
  tip: "5.00",
  duties: "7.70",
  giftCard: "10.00",
});

let world: SmallWorld;
let arrivals: readonly Arrival[];
let dumped: readonly Readonly<Record<string, unknown>>[];
beforeAll(async () => {
  world = await startSmallWorld();
  arrivals = await arriveAll(world, [
    ...currencies.map(bought),
    { ...bought("NZD"), giftCard: undefined, duties: undefined, cashRounding: "0.03" },
  ]);
  dumped = (
    await world.control<{ orders: readonly Readonly<Record<string, unknown>>[] }>(
      "/shopify/acme/dump?only=orders",
    )
  ).orders;
});
afterAll(() => world.stop());

function arrivalOf(index: number): Arrival & { readonly inShop: Readonly<Record<string, unknown>> } {
  const arrival = arrivals[index];
  const inShop = dumped.find(({ name }) => name === arrival?.order.name);
  if (arrival === undefined || inShop === undefined) throw new Error("the order was not placed");
  return { ...arrival, inShop };
}

/** Every sum below a value that is given in both currencies. */
function bagsIn(value: unknown): readonly MoneyBag[] {
  if (typeof value !== "object" || value === null) return [];
  if ("shopMoney" in value && "presentmentMoney" in value) return [value as MoneyBag];
  return Object.values(value).flatMap(bagsIn);
}

describe("She saw prices in her money, and my books got half of hers and half of mine", () => {
  it.each(currencies)("but an order seen in %s is booked in mine, every part of it", (currency) => {
    const { order, sales, inShop } = arrivalOf(currencies.indexOf(currency));
    const bags = bagsIn(inShop);
    // The test would say nothing if the two currencies looked alike.
    expect(bags.length).toBeGreaterThan(30);
    for (const { shopMoney, presentmentMoney } of bags) {
      expect([shopMoney.currencyCode, presentmentMoney.currencyCode]).toEqual(["AUD", currency]);
      if (Number(shopMoney.amount) !== 0)
        expect(Number(presentmentMoney.amount)).not.toBe(Number(shopMoney.amount));
    }
    expect(sales).toMatchObject({ Currency: { CurrencyCode: "AUD" }, ExchangeRate: 1 });
    expect(order.currency).toBe("AUD");
    expect(sales.Total).toBe(Number(order.total));

    // In my currency: 52.35 less 2.35 less 10 %, 25.90 less 10 %, 4.40 less 10 %, and what bears no discount.
    expect(
      linesOf(sales).map(([what, quantity, net, tax]) => [what, quantity, Math.round((net + tax) * 100)]),
    ).toEqual([
      ["MUG-STONE", 3, 4500],
      ["TWL-LINEN", 2, 2331],
      ["Engraving", 1, 396],
      ["Shipping: Standard", 1, 1100],
      ["Tip", 1, 500],
      ["Duties", 1, 770],
    ]);
  });

  it("and cash that was rounded in hers is rounded in mine", () => {
    const { order, sales, inShop } = arrivalOf(currencies.length);
    const { paymentSet } = inShop["totalCashRoundingAdjustment"] as { paymentSet: MoneyBag };
    const rounding = Number(paymentSet.shopMoney.amount);
    expect(rounding).not.toBe(0);
    expect(sales.Total).toBeCloseTo(Number(order.total) + rounding, 10);
  });

  it("and both amounts are kept, so that nobody has to convert back", async () => {
    const { order } = arrivalOf(0);
    const { source } = await storyOf(world, order.name);
    expect(source).toMatchObject({
      currency: "AUD",
      presentmentCurrency: "NZD",
      totals: { total: { shop: order.total, presentment: expect.stringMatching(/^\d+\.\d+$/) } },
    });
  });
});
