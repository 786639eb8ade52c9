import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { projectOrder } from "#connectors/unleashed/flows/orders/project-order.ts";
import { made, shown, testFacts, testSettings } from "#connectors/unleashed/flows/orders/test-facts.ts";
import { currencyDecimals } from "#domain/currency.ts";
import { allocate, exact, sum } from "#domain/money.ts";
import type { Order } from "#domain/order/order.ts";
import type { AttentionRequest } from "#domain/plan/plan.ts";
import { arbitraryOrder } from "#test/support/arbitrary-order.ts";
import { convertedOneByOne } from "#test/support/converted-order.ts";
import { buildOrder } from "#test/support/order-builder.ts";
import { runs } from "#test/support/random-runs.ts";

const facts = testFacts();
const settingsFor = (currency: string, rounding: object = {}, orders: object = {}) =>
  testSettings({ currency: { account: currency }, rounding, ...orders });

type Settings = ReturnType<typeof testSettings>;

/** What the sales order has to come to, by the shop's own totals and the settings alone. */
function wanted(order: Order, settings: Settings): { readonly total: string; readonly tax: string } {
  const { totals } = order;
  const isLess =
    order.lines.some((line) => line.currentQuantity !== line.quantity) ||
    order.shippingLines.some((line) => line.removed);
  const wantsSold =
    order.financialStatus === "PARTIALLY_REFUNDED" && settings.orders.partlyRefunded === "as-sold";
  const isCurrent = isLess && !wantsSold;
  const remitted = settings.orders.taxes.channelLiable === "tax" ? "0" : remittedTax(order, isCurrent);
  const rounding = settings.orders.charges.cashRounding === "leave-out" ? "0" : totals.cashRounding.shop;
  return {
    total: exact((isCurrent ? totals.currentTotal : totals.total).shop)
      .plus(rounding)
      .minus(remitted)
      .toFixed(),
    tax: exact((isCurrent ? totals.currentTax : totals.tax).shop)
      .minus(remitted)
      .toFixed(),
  };
}

/** Tax that the marketplace remits: of each line in proportion to what is left of it. */
function remittedTax(order: Order, isCurrent: boolean): string {
  const decimals = currencyDecimals(order.currency);
  return sum([
    ...order.lines.map((line) => {
      const all = exact(sum(line.taxes.filter((tax) => tax.channelLiable).map((tax) => tax.amount.shop)));
      const left = isCurrent ? all.times(line.currentQuantity).div(line.quantity) : all;
      return left.toDecimalPlaces(decimals).toFixed();
    }),
    ...order.shippingLines.flatMap((line) =>
      isCurrent && line.removed
        ? []
        : line.taxes.filter((tax) => tax.channelLiable).map((tax) => tax.amount.shop),
    ),
  ]);
}

/** A question about sums says what is wrong: by how much, or which amounts are too fine. */
function saysWhy({ code, message, detail }: AttentionRequest): boolean {
  if (message.trim() === "") return false;
  if (code !== "ORDER_TOTAL_MISMATCH") return true;
  const isOff = Number(detail?.["gap"]) !== 0 || Number(detail?.["taxGap"]) !== 0;
  return isOff || message.includes("more than 2 decimals");
}

const isNothing = (order: Order, settings: Settings) => exact(wanted(order, settings).total).isZero();

describe("the lines of a sales order", () => {
  it("come to the shop's total and tax to the cent, whatever the order, as Unleashed computes them", () => {
    fc.assert(
      fc.property(arbitraryOrder(), fc.integer({ min: 2, max: 6 }), (input, unitPriceDecimals) => {
        const order = buildOrder(input);
        const settings = settingsFor(order.currency, { amountDecimals: 3, unitPriceDecimals });
        const projection = projectOrder(order, facts, settings);
        if (!projection.made) {
          expect(projection.attention.code).toBe("NOTHING_TO_BOOK");
          expect(isNothing(order, settings)).toBe(true);
          return;
        }
        const { body } = projection.desired;
        shown(projection.desired, "KWD");
        expect(amounts(body)).toEqual(wanted(order, settings));
        expect(body?.SalesOrderLines.map((line) => line.LineNumber)).toEqual(
          body?.SalesOrderLines.map((_, index) => index + 1),
        );
        for (const line of body?.SalesOrderLines ?? []) expect(line.LineTax).toBeGreaterThanOrEqual(0);
      }),
      runs(300),
    );
  });

  it("never have more decimals than the account keeps: it asks instead", () => {
    fc.assert(
      fc.property(arbitraryOrder(), (input) => {
        const order = buildOrder(input);
        const projection = projectOrder(order, facts, settingsFor(order.currency));
        if (projection.made) {
          shown(projection.desired);
          return;
        }
        const codes = ["NOTHING_TO_BOOK", ...(order.currency === "KWD" ? ["ORDER_TOTAL_MISMATCH"] : [])];
        expect(codes).toContain(projection.attention.code);
        expect(saysWhy(projection.attention)).toBe(true);
      }),
      runs(200),
    );
  });

  it("keep the code of their tax also where it comes to less than the currency's smallest unit", () => {
    const gst = arbitraryOrder({ taxes: [[{ title: "GST", rate: "0.1" }]] });
    fc.assert(
      fc.property(gst, ({ lines = [], shipping = [], currency = "AUD", taxesIncluded = false }) => {
        const goods = lines.map(({ duties: _duties, ...line }) => ({ ...line, giftCard: false }));
        const order = buildOrder({ currency, lines: goods, shipping, taxesIncluded });
        const projection = projectOrder(order, facts, settingsFor(order.currency, { amountDecimals: 3 }));
        fc.pre(projection.made);
        for (const line of projection.desired.body?.SalesOrderLines ?? [])
          expect(line).toMatchObject({ LineTaxCode: "G.S.T.", TaxRate: 0.1 });
      }),
      runs(200),
    );
  });

  it("are asked about when a total was tampered with, and by how much", () => {
    fc.assert(
      fc.property(
        arbitraryOrder({ currencies: ["AUD"] }),
        fc.integer({ min: 1, max: 10_000 }),
        fc.boolean(),
        (input, cents, isMore) => {
          const order = buildOrder(input);
          // A unit or two may be the rounding of converted amounts.
          fc.pre(cents > 2 || order.presentmentCurrency === order.currency);
          const gap = exact(isMore ? cents : -cents).div(100);
          const tampered = (money: { readonly shop: string }) => {
            const shop = exact(money.shop).plus(gap).toFixed();
            return { shop, presentment: shop };
          };
          const { total, currentTotal } = order.totals;
          const totals = { ...order.totals, total: tampered(total), currentTotal: tampered(currentTotal) };
          const projection = projectOrder({ ...order, totals }, facts, settingsFor("AUD"));
          expect(projection.made).toBe(false);
          if (projection.made) return;
          expect(projection.attention.code).toBe("ORDER_TOTAL_MISMATCH");
          expect(projection.attention.detail?.["gap"]).toBe(gap.toFixed());
        },
      ),
      runs(150),
    );
  });

  it("come to what the settings ask for, or a person is told why they do not", () => {
    const liable = [{ title: "GST", rate: "0.1", liable: true }];
    const order = arbitraryOrder({ taxes: [[], [{ title: "GST", rate: "0.1" }], liable, liableAndOwn] });
    const orders = fc.record({
      partlyRefunded: fc.constantFrom("current", "as-sold", "attention"),
      taxes: fc.record({ channelLiable: fc.constantFrom("leave-out", "tax") }),
      charges: fc.record({
        cashRounding: fc.constantFrom("charge", "leave-out", "attention"),
        freeShipping: fc.boolean(),
        shipping: fc.constantFrom({}, { as: "product", product: "SHIP" }, { as: "attention" }),
        tips: fc.constantFrom({}, { as: "attention" }),
      }),
      rounding: fc.record({ line: fc.boolean(), amountDecimals: fc.constantFrom(2, 3) }),
    });
    const status = fc.constantFrom("PAID", "PAID", "PARTIALLY_REFUNDED");
    const givenBack = fc.constantFrom(undefined, undefined, "1.5");
    fc.assert(
      fc.property(order, orders, status, givenBack, (input, given, financialStatus, refundedMoney) => {
        const built = buildOrder({
          ...input,
          ...(refundedMoney === undefined || input.currency === "JPY" ? {} : { refundedMoney }),
          over: { financialStatus },
        });
        const settings = testSettings({ ...given, currency: { account: built.currency } });
        const projection = projectOrder(built, facts, settings);
        if (!projection.made) {
          expect(saysWhy(projection.attention)).toBe(true);
          const isTooFine = built.currency === "KWD" && given.rounding.amountDecimals === 2;
          const isLeftToPerson = JSON.stringify(given).includes("attention");
          expect(
            isTooFine || isLeftToPerson || refundedMoney !== undefined || isNothing(built, settings),
          ).toBe(true);
          return;
        }
        shown(projection.desired, given.rounding.amountDecimals === 2 ? "AUD" : "KWD");
        const { total, tax } = wanted(built, settings);
        const { body } = projection.desired;
        expect(exact(body?.Total ?? NaN).toFixed()).toBe(total);
        expect(exact(body?.TaxTotal ?? NaN).toFixed()).toBe(tax);
      }),
      runs(300),
    );
  });

  it("come to the shop's total and tax of an order of which every amount was converted by itself", () => {
    const price = fc.integer({ min: 100, max: 20_000 }).map((cents) => (cents / 100).toFixed(2));
    const line = fc.record({ price, discounts: fc.constantFrom([], ["0.37"]) });
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 5 }),
        fc.array(fc.record({ price }), { maxLength: 1 }),
        fc.boolean(),
        rate,
        (lines, shipping, taxesIncluded, rate) => {
          const order = convertedOneByOne({ lines, shipping, taxesIncluded }, rate);
          const desired = made(order, facts, testSettings());
          shown(desired);
          expect(amounts(desired.body)).toEqual({
            total: order.totals.total.shop,
            tax: order.totals.tax.shop,
          });
        },
      ),
      runs(200),
    );
  });

  it("come to its total and tax whatever else is in it, or a person is told by how much they do not", () => {
    fc.assert(
      fc.property(arbitraryOrder({ currencies: ["AUD"] }), rate, (input, rate) => {
        const { presentment: _one, ...rest } = input;
        const order = convertedOneByOne(rest, rate);
        const settings = testSettings();
        const projection = projectOrder(order, facts, settings);
        if (!projection.made) {
          expect(saysWhy(projection.attention)).toBe(true);
          return;
        }
        shown(projection.desired);
        expect(amounts(projection.desired.body)).toEqual(wanted(order, settings));
      }),
      runs(200),
    );
  });
});

describe("a total that is split", () => {
  it("comes to itself, in whole units, each part near its share", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1_000_000, max: 1_000_000 }),
        fc.array(fc.nat(10_000), { minLength: 1, maxLength: 8 }),
        fc.constantFrom(0, 2, 3),
        (units, weights, decimals) => {
          const total = exact(units)
            .div(10 ** decimals)
            .toFixed();
          const parts = allocate(total, weights.map(String), decimals);
          expect(sum(parts)).toBe(sum([total]));
          const all = weights.reduce((left, right) => left + right, 0);
          for (const [index, part] of parts.entries()) {
            expect(exact(part).decimalPlaces()).toBeLessThanOrEqual(decimals);
            const share =
              all === 0 ? exact(total).div(weights.length) : exact(total).times(weights[index]!).div(all);
            expect(
              exact(part)
                .minus(share)
                .abs()
                .lessThan(exact(`1e-${decimals}`)),
            ).toBe(true);
          }
        },
      ),
      runs(300),
    );
  });
});

const rate = fc.integer({ min: 4_000, max: 30_000 }).map((rate) => (rate / 10_000).toFixed(4));
const liableAndOwn = [
  { title: "GST", rate: "0.1" },
  { title: "Marketplace", rate: "0.05", liable: true },
];

function amounts(body: { readonly Total: number; readonly TaxTotal: number } | null) {
  return { total: exact(body?.Total ?? NaN).toFixed(), tax: exact(body?.TaxTotal ?? NaN).toFixed() };
}
