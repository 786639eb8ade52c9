/**
 * Complaint 11: a discount is applied to the gross instead of the net amount.
 * Sources: frappe/ecommerce_integrations#154.
 * More of it: src/connectors/unleashed/flows/orders/money-prices.test.ts, test/properties/cents-add-up.test.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { arriveAll, linesOf, type Arrival } from "#test/support/arrive.ts";
import { startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";

interface Case {
  readonly what: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Worked out by hand: what, units, net, tax. */
  readonly lines: ReturnType<typeof linesOf>;
  readonly net: number;
  readonly tax: number;
}

const mugs = (price: string, quantity = 1, more: object = {}) => ({
  sku: "MUG-STONE",
  price,
  quantity,
  ...more,
});
const towel = (price: string, more: object = {}) => ({ sku: "TWL-LINEN", price, ...more });
const tenPercent = { code: "TEN", percentage: "10" };
const nz = [{ title: "GST", rate: "0.15" }];

const cases: readonly Case[] = [
  {
    what: "10 % off the order, prices with tax",
    body: { taxesIncluded: true, lines: [mugs("55.00", 2)], discounts: [tenPercent] },
    lines: [["MUG-STONE", 2, 90, 9]],
    net: 90,
    tax: 9,
  },
  {
    what: "10 % off the order, tax on top",
    body: { taxesIncluded: false, lines: [mugs("50.00", 2)], discounts: [tenPercent] },
    lines: [["MUG-STONE", 2, 90, 9]],
    net: 90,
    tax: 9,
  },
  {
    what: "10 % off the order, prices with 15 % tax",
    body: { taxesIncluded: true, taxes: nz, lines: [mugs("57.50", 2)], discounts: [tenPercent] },
    lines: [["MUG-STONE", 2, 90, 13.5]],
    net: 90,
    tax: 13.5,
  },
  {
    what: "11.00 off one line, prices with tax",
    body: {
      taxesIncluded: true,
      lines: [mugs("55.00", 1, { discount: { amount: "11.00" } }), towel("22.00")],
    },
    lines: [
      ["MUG-STONE", 1, 40, 4],
      ["TWL-LINEN", 1, 20, 2],
    ],
    net: 60,
    tax: 6,
  },
  {
    what: "10.00 off one line, tax on top",
    body: {
      taxesIncluded: false,
      lines: [mugs("50.00", 1, { discount: { amount: "10.00" } }), towel("20.00")],
    },
    lines: [
      ["MUG-STONE", 1, 40, 4],
      ["TWL-LINEN", 1, 20, 2],
    ],
    net: 60,
    tax: 6,
  },
  {
    what: "11.00 off a line and 10 % off the order, prices with tax",
    body: {
      taxesIncluded: true,
      lines: [mugs("55.00", 1, { discount: { amount: "11.00" } }), towel("22.00")],
      discounts: [tenPercent],
    },
    lines: [
      ["MUG-STONE", 1, 36, 3.6],
      ["TWL-LINEN", 1, 18, 1.8],
    ],
    net: 54,
    tax: 5.4,
  },
  {
    what: "11.00 off the order, of which one line bears no tax, prices with tax",
    body: {
      taxesIncluded: true,
      lines: [mugs("55.00"), towel("55.00", { taxable: false })],
      discounts: [{ code: "ELEVEN", amount: "11.00" }],
    },
    lines: [
      ["MUG-STONE", 1, 45, 4.5],
      ["TWL-LINEN", 1, 49.5, 0],
    ],
    net: 94.5,
    tax: 4.5,
  },
  {
    what: "20 % off, and the post given away by a code",
    body: {
      taxesIncluded: true,
      lines: [mugs("55.00")],
      shipping: "11.00",
      discounts: [
        { code: "TWENTY", percentage: "20" },
        { code: "POST", percentage: "100", target: "shipping" },
      ],
    },
    lines: [["MUG-STONE", 1, 40, 4]],
    net: 40,
    tax: 4,
  },
  {
    what: "one of two lines for nothing",
    body: {
      taxesIncluded: true,
      lines: [mugs("55.00"), towel("22.00", { discount: { percentage: "100" } })],
    },
    lines: [
      ["MUG-STONE", 1, 50, 5],
      ["TWL-LINEN", 1, 0, 0],
    ],
    net: 50,
    tax: 5,
  },
];

/** 10.00 off three equal lines of 11.11: a third of it is no number of cents. */
const uneven = {
  taxesIncluded: true,
  lines: [mugs("11.11"), towel("11.11"), { sku: "NTB-DOT", price: "11.11" }],
  discounts: [{ code: "TENNER", amount: "10.00" }],
};

let world: SmallWorld;
let arrivals: readonly Arrival[];
beforeAll(async () => {
  world = await startSmallWorld();
  arrivals = await arriveAll(world, [...cases.map(({ body }) => body), uneven]);
});
afterAll(() => world.stop());

function arrivalOf(index: number): Arrival {
  const found = arrivals[index];
  if (found === undefined) throw new Error("the order was not placed");
  return found;
}

describe("A discount came off the wrong amount, and the tax of my orders was wrong ever after", () => {
  it.each(cases)("$what: net, tax and total are those of my shop", (wanted) => {
    const { order, sales } = arrivalOf(cases.indexOf(wanted));
    expect(linesOf(sales)).toEqual(wanted.lines);
    expect([sales.SubTotal, sales.TaxTotal, sales.Total]).toEqual([
      wanted.net,
      wanted.tax,
      Number(order.total),
    ]);
    expect(Number(order.total)).toBeCloseTo(wanted.net + wanted.tax, 10);
    for (const { UnitPrice, OrderQuantity, LineTotal } of sales.SalesOrderLines)
      expect(UnitPrice * OrderQuantity).toBeCloseTo(LineTotal, 2);
  });

  it("and cents that cannot be shared out evenly are not lost: 33.33 less 10.00 is 23.33", () => {
    const { order, sales } = arrivalOf(cases.length);
    expect(order.total).toBe("23.33");
    expect(sales.Total).toBe(23.33);
    const parts = linesOf(sales).map(([, , net, tax]) => Math.round((net + tax) * 100));
    expect(parts.reduce((sum, cents) => sum + cents)).toBe(2333);
    expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(1);
  });
});
