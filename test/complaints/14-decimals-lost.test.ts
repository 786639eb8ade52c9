/**
 * Complaint 14: decimals are lost.
 * Sources: airbytehq/airbyte#37645.
 * More of it: src/domain/money.test.ts, src/connectors/unleashed/wire-values.test.ts,
 * src/connectors/unleashed/flows/orders/money-prices.test.ts.
 */
import { afterEach, describe, expect, it } from "vitest";
import { layered } from "#connectors/kit/layered.ts";
import { usualCatalogue } from "#connectors/shopify/emulator/seed/usual-catalogue.ts";
import { unleashedCatalogue } from "#sandbox/unleashed-catalogue.ts";
import { arriveAll, linesOf, onlySales } from "#test/support/arrive.ts";
import { startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";
import { questionAbout, salesOrdersNamed, storyOf } from "#test/support/story.ts";

let started: SmallWorld | undefined;
afterEach(async () => {
  await started?.stop();
  started = undefined;
});

/** A shop and an account that both trade in one currency. */
async function startIn(currency: string): Promise<SmallWorld> {
  started = await startSmallWorld({
    shop: { currency, taxes: [{ title: "GST", rate: "0.1", channelLiable: false }], exchangeRates: {} },
    unleashed: {
      seed: {
        ...unleashedCatalogue(usualCatalogue),
        baseCurrency: currency,
        currencies: [{ code: currency, description: currency }],
      },
    },
  });
  return started;
}

const mugs = (price: string, quantity: number) => ({
  lines: [{ sku: "MUG-STONE", price, quantity }],
  customer: null,
  email: null,
});

/** What the hub keeps of an order's total. */
async function keptTotal(world: SmallWorld, name: string): Promise<unknown> {
  const { source } = await storyOf(world, name);
  return source?.kind === "orders" ? source.totals.total.shop : undefined;
}

describe("Between my shop and my books the cents go missing", () => {
  it.each([
    [
      "AUD",
      [
        ["0.10", 3, "0.3", 0.3],
        ["1234567.89", 7, "8641975.23", 8641975.23],
      ],
    ],
    ["JPY", [["1999", 3, "5997", 5997]]],
  ] as const)("but in %s what comes out is what went in, as text all the way", async (currency, cases) => {
    const world = await startIn(currency);
    const arrivals = await arriveAll(
      world,
      cases.map(([price, quantity]) => mugs(price, quantity)),
    );
    for (const [index, [, quantity, kept, total]] of cases.entries()) {
      const arrival = arrivals[index];
      if (arrival === undefined) throw new Error("the order was not placed");
      const { order, sales } = arrival;
      expect([order.currency, Number(order.total), sales.Total]).toEqual([currency, total, total]);
      expect(linesOf(sales).map(([what, units]) => [what, units])).toEqual([["MUG-STONE", quantity]]);
      expect(await keptTotal(world, order.name)).toBe(kept);
    }
  });

  it("and where my books keep fewer decimals than my shop, nothing is rounded behind my back: I am asked, and say that they keep three", async () => {
    const world = await startIn("KWD");
    const [even] = await arriveAll(world, [mugs("11.000", 1)]);
    expect(even && linesOf(even.sales)).toEqual([["MUG-STONE", 1, 10, 1]]);
    const odd = await world.place({ ...mugs("12.345", 3), taxes: [] });
    const { attention } = await questionAbout(world, odd.name);
    expect(attention).toMatchObject({ code: "ORDER_TOTAL_MISMATCH" });
    expect(attention.message).toMatch(/more than 2 decimals.*37\.035/);
    expect(await salesOrdersNamed(world, odd.name)).toEqual([]);

    // Stands for an account that computes with three decimals; the emulated one rounds what it checks to cents.
    await world.control("/unleashed/settings", { checkLineTotals: false });
    const { stores, connections } = world.configuration;
    await world.hub.apply({
      stores,
      connections: connections.map((one) => ({
        ...one,
        settings: layered(one.settings, { orders: { rounding: { amountDecimals: 3 } } }),
      })),
    });
    await world.hub.retry({ cause: "ORDER_TOTAL_MISMATCH" });
    await world.standing(odd.name, "synced");
    expect((await onlySales(world, odd.name)).Total).toBe(37.035);
    expect(await keptTotal(world, odd.name)).toBe("37.035");
  });
});
