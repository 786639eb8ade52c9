/**
 * Complaint 19: returns, restocks and exchanges are missing or counted twice.
 * Sources: frappe/ecommerce_integrations#397, frappe/ecommerce_integrations#225, microsoft/BCApps#8554, microsoft/BCApps#10741,
 * microsoft/BCApps#6105.
 * More of it: test/scenarios/changes-after-arrival.test.ts (every kind of change after arrival), test/scenarios/refund-credits.test.ts
 * (refunds as credits).
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { arrive, linesOf, onlySales } from "#test/support/arrive.ts";
import { startSmallWorld, type PlacedOrder, type SmallWorld } from "#test/support/small-world.ts";
import {
  change,
  questionAbout,
  salesOrdersNamed,
  theSalesOrder,
  watchCalls,
  whenQuiet,
} from "#test/support/story.ts";

let world: SmallWorld;
beforeAll(async () => {
  world = await startSmallWorld();
});
afterAll(() => world.stop());

/** Two mugs of 22.00, a towel of 11.00, post 11.00: 66.00. */
const sold = {
  lines: [
    { sku: "MUG-STONE", price: "22.00", quantity: 2 },
    { sku: "TWL-LINEN", price: "11.00" },
  ],
  shipping: "11.00",
};

type Step = readonly [action: string, body: unknown];

const oneMugBack: Step = ["refund", { lines: [{ line: 0, quantity: 1 }] }];
const goodsWithoutMoney: Step = ["refund", { lines: [{ line: 0, quantity: 1 }], amount: "0" }];
const moneyWithoutGoods: Step = ["refund", { amount: "5.00" }];
const notPutBack: Step = ["refund", { lines: [{ line: 0, quantity: 1, restock: false }] }];
const otherMugInstead: readonly Step[] = [
  oneMugBack,
  ["edit", { add: [{ sku: "NTB-DOT", price: "22.00" }] }],
];

async function happens(order: PlacedOrder, steps: readonly Step[]): Promise<void> {
  for (const [action, body] of steps) await change(world, order, action, body);
}

describe("A customer sent something back after the order was in my books", () => {
  it.each<[string, readonly Step[], string, RegExp]>([
    ["goods and money", [oneMugBack], "ORDER_REFUNDED_AFTER_ARRIVAL", /: 2 → 1; total: 66 → 44/],
    [
      "the money, and kept the goods",
      [moneyWithoutGoods],
      "ORDER_REFUNDED_AFTER_ARRIVAL",
      /a refund was made/,
    ],
    ["the goods, without money yet", [goodsWithoutMoney], "ORDER_REFUNDED_AFTER_ARRIVAL", /: 2 → 1/],
    ["goods that do not go back on the shelf", [notPutBack], "ORDER_REFUNDED_AFTER_ARRIVAL", /: 2 → 1/],
    [
      "an exchange for something else",
      otherMugInstead,
      "ORDER_REFUNDED_AFTER_ARRIVAL",
      /: 2 → 1.*"Notebook, Dotted" added/,
    ],
    [
      "two returns, a day apart",
      [oneMugBack, ["refund", { lines: [{ line: 1, quantity: 1 }] }]],
      "ORDER_REFUNDED_AFTER_ARRIVAL",
      /2 refunds were made/,
    ],
  ])(
    "%s: I am told once, with the amounts, and the sales order is neither changed nor made anew",
    async (_what, steps, code, words) => {
      const { order } = await arrive(world, sold);
      const before = await theSalesOrder(world, order.name);
      const calls = watchCalls(world, "unleashed");
      await happens(order, steps);
      await world.standing(order.name, "attention");
      await whenQuiet(world);
      const { attention } = await questionAbout(world, order.name);
      expect(attention).toMatchObject({ code, message: expect.stringMatching(words) as string });
      expect((await world.hub.attention()).filter(({ title }) => title === order.name)).toHaveLength(1);
      expect(calls()).toEqual([]);
      expect(await salesOrdersNamed(world, order.name)).toEqual([before]);
    },
  );

  it("and once I have credited it by hand and said so, the same return is never brought up again, only the next one", async () => {
    const { order } = await arrive(world, sold);
    await happens(order, [oneMugBack]);
    const { id } = await questionAbout(world, order.name);
    await world.hub.resolve(id, "accept", "merchant");
    await change(world, order, "update", { note: "credited" });
    await world.advance("P1D");
    await whenQuiet(world);
    await world.standing(order.name, "unchanged");
    await happens(order, [moneyWithoutGoods]);
    const again = await questionAbout(world, order.name);
    expect(again.attention.message).toMatch(/a refund was made/);
    expect(again.attention.message).not.toMatch(/2 → 1/);
  });
});

describe("A customer sent something back, and I want it in my books by itself", () => {
  it("one credit names the order and the refund, and what was sent back goes on the shelf again, once", async () => {
    const shop = await startSmallWorld({ settings: { refunds: { mode: "credit" } } });
    try {
      const { order } = await arrive(shop, sold);
      await change(shop, order, "fulfil");
      await change(shop, order, "refund", { lines: [{ line: 0, quantity: 1 }] });
      await whenQuiet(shop);
      // However often the shop says it again.
      await change(shop, order, "update", { note: "came back" });
      await shop.advance("P1D");
      await whenQuiet(shop);
      const { CreditNotes: credits } = await shop.control<{ readonly CreditNotes: readonly object[] }>(
        "/unleashed/dump",
      );
      expect(credits).toMatchObject([
        {
          Reference: expect.stringMatching(new RegExp(`^${order.name} \\d+$`)) as string,
          CreditLines: [
            { Product: { ProductCode: "MUG-STONE" }, CreditQuantity: 1, CreditPrice: 20, Return: true },
          ],
        },
      ]);
      expect(await shop.hub.attention()).toEqual([]);
    } finally {
      await shop.stop();
    }
  });
});

describe("A customer changed their mind before the order was in my books", () => {
  it.each<[string, readonly Step[], readonly (readonly unknown[])[], number]>([
    [
      "goods and money back: what is left is booked",
      [oneMugBack],
      [
        ["MUG-STONE", 1],
        ["TWL-LINEN", 1],
      ],
      44,
    ],
    [
      "money back and the goods kept: the goods are booked as sold, for the refund is a credit",
      [moneyWithoutGoods],
      [
        ["MUG-STONE", 2],
        ["TWL-LINEN", 1],
      ],
      66,
    ],
    [
      "an exchange: what was sent back is left out, and what came instead is in",
      [...otherMugInstead, ["pay", {}]],
      [
        ["MUG-STONE", 1],
        ["TWL-LINEN", 1],
        ["NTB-DOT", 1],
      ],
      66,
    ],
  ])("%s", async (_what, steps, goods, total) => {
    await world.hub.pause("acme-unleashed");
    const order = await world.place(sold);
    await happens(order, steps);
    await world.hub.resume("acme-unleashed");
    await world.standing(order.name, "synced");
    const sales = await onlySales(world, order.name);
    expect(
      linesOf(sales)
        .slice(0, -1)
        .map(([what, units]) => [what, units]),
    ).toEqual(goods);
    expect(sales.Total).toBe(total);
  });
});
