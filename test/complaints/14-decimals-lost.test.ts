/**
 * Complaint 14: decimals are lost.
 * Sources: airbytehq/airbyte#37645.
 * More of it: src/domain/money.test.ts, src/connectors/unleashed/wire-values.test.ts, src/connectors/unleashed/flows/orders/money-prices.test.ts.
 */
import { afterEach, describe, expect, it } from "vitest";
import { usualCatalogue } from "#connectors/shopify/emulator/seed/usual-catalogue.ts";
import { unleashedCatalogue } from "#sandbox/unleashed-catalogue.ts";
import { arrive, linesOf } from "#test/support/arrive.ts";
import { startSmallWorld, type SmallWorld } from "#test/support/small-world.ts";
import { questionAbout, salesOrdersNamed, storyOf } from "#test/support/story.ts";

let world: SmallWorld | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});

interface Account {
  /** Decimals that the account keeps of line amounts. Default 2. */
  readonly decimals?: 3;
}

/** A shop and an account that both trade in one currency. */
async function startIn(currency: string, { decimals }: Account = {}): Promise<SmallWorld> {
  world = await startSmallWorld({
    shop: { currency, taxes: [{ title: "GST", rate: "0.1", channelLiable: false }], exchangeRates: {} },
    unleashed: {
      seed: {
        ...unleashedCatalogue(usualCatalogue),
        baseCurrency: currency,
        currencies: [{ code: currency, description: currency }],
      },
      // Stands for an account that computes with three decimals; the emulated one rounds what it checks to cents.
      ...(decimals === undefined ? {} : { settings: { checkLineTotals: false } }),
    },
    settings: decimals === undefined ? {} : { orders: { rounding: { amountDecimals: decimals } } },
  });
  return world;
}

const mugs = (price: string, quantity: number) => ({
  lines: [{ sku: "MUG-STONE", price, quantity }],
  customer: null,
  email: null,
});

describe("Between my shop and my books the cents go missing", () => {
  it.each([
    ["dollars and cents", "AUD", {}, "0.10", 3, 0.3, ["0.3", "0.30"]],
    ["large sums", "AUD", {}, "1234567.89", 7, 8641975.23, ["8641975.23"]],
    ["a currency without decimals", "JPY", {}, "1999", 3, 5997, ["5997", "5997.0", "5997.00"]],
    ["a currency with three", "KWD", { decimals: 3 }, "12.345", 3, 37.035, ["37.035"]],
  ] as const)(
    "but with %s (%s) what comes out is what went in, as text all the way",
    async (_what, currency, account, price, quantity, total, texts) => {
      const here = await startIn(currency, account);
      const { order, sales } = await arrive(here, mugs(price, quantity));
      expect([order.currency, texts]).toEqual([currency, expect.arrayContaining([order.total])]);
      expect(sales.Total).toBe(total);
      expect(linesOf(sales).map(([what, units]) => [what, units])).toEqual([["MUG-STONE", quantity]]);
      const { source } = await storyOf(here, order.name);
      expect(source).toMatchObject({ totals: { total: { shop: expect.any(String) as string } } });
      const kept = source?.kind === "orders" ? source.totals.total.shop : "";
      expect(texts).toContain(kept);
    },
  );

  it("and where my books keep fewer decimals than my shop, nothing is rounded behind my back: I am asked", async () => {
    const here = await startIn("KWD");
    const { sales } = await arrive(here, mugs("11.000", 1));
    expect(linesOf(sales)).toEqual([["MUG-STONE", 1, 10, 1]]);
    const odd = await here.place({ ...mugs("12.345", 1), taxes: [] });
    const { attention } = await questionAbout(here, odd.name);
    expect(attention).toMatchObject({ code: "ORDER_TOTAL_MISMATCH" });
    expect(attention.message).toMatch(/more than 2 decimals.*12\.345/);
    expect(await salesOrdersNamed(here, odd.name)).toEqual([]);
  });
});
