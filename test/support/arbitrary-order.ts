import fc from "fast-check";
import { currencyDecimals } from "#domain/currency.ts";
import { allocate, exact, sum, type Exact } from "#domain/money.ts";
import type { Order } from "#domain/order/order.ts";
import {
  builtAddress,
  type LineInput,
  type OrderInput,
  type ShippingInput,
  type TaxInput,
} from "./order-builder.ts";

/** Which parts of orders `arbitraryOrder` may use. */
export interface ArbitraryOptions {
  /** Default AUD, JPY and KWD. */
  readonly currencies?: readonly string[];
  /** Combinations of taxes that a line may have. */
  readonly taxes?: readonly (readonly TaxInput[])[];
  /** SKUs of products; default `TEA` and `MUG`. */
  readonly skus?: readonly string[];
}

/** One tax, another rate, two on one line that come to the same as the other rate, or none. */
const usualTaxes: readonly (readonly TaxInput[])[] = [
  [],
  [{ title: "GST", rate: "0.1" }],
  [{ title: "GST", rate: "0.15" }],
  [
    { title: "GST", rate: "0.1" },
    { title: "PST", rate: "0.05" },
  ],
];

/**
 * Orders with any prices, quantities, discounts (of a line, of the whole order, by percentage or amount, stacked), taxes, duties,
 * tips and fees, tax and duties in the price or on top, edited or not, in currencies with no, two and three decimals. Their totals
 * follow from their lines as a shop's do.
 */
export function arbitraryOrder(options: ArbitraryOptions = {}): fc.Arbitrary<OrderInput> {
  const currencies = options.currencies ?? ["AUD", "JPY", "KWD"];
  return fc.constantFrom(...currencies).chain((currency) => {
    const decimals = currencyDecimals(currency);
    const money = (max: number): fc.Arbitrary<string> =>
      fc.integer({ min: 0, max }).map((units) =>
        exact(units)
          .div(10 ** decimals)
          .toFixed(),
      );
    const taxes = fc.constantFrom(...(options.taxes ?? usualTaxes));
    const line = arbitraryLine(money, decimals, taxes, options.skus ?? ["TEA", "MUG"]);
    return fc
      .record(
        {
          currency: fc.constant(currency),
          lines: fc.array(line, { minLength: 1, maxLength: 6 }),
          shipping: fc.array(arbitraryShipping(money, taxes), { maxLength: 2 }),
          taxesIncluded: fc.boolean(),
          dutiesIncluded: fc.boolean(),
          tip: money(5_000),
          fees: money(500),
          cashRounding: fc.constantFrom("0", "0.02", "-0.02").map((cents) => (decimals === 2 ? cents : "0")),
          presentment: fc.constantFrom(undefined, { currency: "EUR", rate: "0.6123" }),
          ofAll: fc.array(arbitraryDiscount(money), { maxLength: 2 }),
        },
        { requiredKeys: ["currency", "lines", "shipping", "taxesIncluded"] },
      )
      .map((parts): OrderInput => {
        const { ofAll = [], ...order } = parts as OrderInput & { readonly ofAll?: readonly Discount[] };
        const lines = ofAll.reduce((all, take) => discounted(all, take, decimals), order.lines ?? []);
        return { ...order, lines };
      });
  });
}

/** How much a discount of the whole order takes off lines of this worth. */
type Discount = (worth: Exact) => Exact;

function arbitraryDiscount(money: (max: number) => fc.Arbitrary<string>): fc.Arbitrary<Discount> {
  return fc.oneof(
    fc.constantFrom("0.05", "0.1", "0.333", "1").map((rate) => (worth: Exact) => worth.times(rate)),
    money(20_000).map((value) => (worth: Exact) => (worth.lessThan(value) ? worth : exact(value))),
  );
}

/** Spreads a discount over the lines by what is left of them, to the smallest unit, as a shop does. */
function discounted(lines: readonly LineInput[], take: Discount, decimals: number): readonly LineInput[] {
  const left = lines.map(({ price, quantity = 1, discounts = [] }) =>
    exact(price).times(quantity).minus(sum(discounts)).toFixed(),
  );
  const worth = exact(sum(left));
  if (worth.isZero()) return lines;
  const parts = allocate(take(worth).toDecimalPlaces(decimals, 1).toFixed(), left, decimals);
  return lines.map((line, index) => ({
    ...line,
    discounts: [...(line.discounts ?? []), parts[index] ?? "0"],
  }));
}

function arbitraryLine(
  money: (max: number) => fc.Arbitrary<string>,
  decimals: number,
  taxes: fc.Arbitrary<readonly TaxInput[]>,
  skus: readonly string[],
): fc.Arbitrary<LineInput> {
  const parts = fc.record({
    price: money(100_000),
    quantity: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 900 })),
    sku: fc.constantFrom(...skus),
    taxes,
    kind: fc.constantFrom("product", "product", "product", "custom", "gift-card", "deleted"),
    shares: fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 3 }),
    left: fc.oneof(
      { weight: 3, arbitrary: fc.constant(1000) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 1000 }) },
    ),
    duty: fc.oneof(
      { weight: 3, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ max: 300, min: 0 }) },
    ),
    dutyTaxes: fc.constantFrom([], [{ title: "GST", rate: "0.1" }]),
  });
  return parts.map(({ price, quantity, sku, taxes, kind, shares, left, duty, dutyTaxes }) => {
    const all = exact(price).times(quantity);
    let open = all;
    const discounts = shares.map((share) => {
      const discount = open.times(share).div(3000).toDecimalPlaces(decimals);
      open = open.minus(discount);
      return discount.toFixed();
    });
    return {
      price,
      quantity,
      current: Math.round((quantity * left) / 1000),
      sku: kind === "custom" ? null : sku,
      custom: kind === "custom",
      deleted: kind === "deleted",
      giftCard: kind === "gift-card",
      taxes,
      discounts,
      ...(duty === 0 || kind !== "product"
        ? {}
        : { duties: all.times(duty).div(1000).toDecimalPlaces(decimals).toFixed(), dutyTaxes }),
    };
  });
}

function arbitraryShipping(
  money: (max: number) => fc.Arbitrary<string>,
  taxes: fc.Arbitrary<readonly TaxInput[]>,
): fc.Arbitrary<ShippingInput> {
  return fc
    .record({ price: money(5_000), taxes, share: fc.integer({ min: 0, max: 4 }), removed: fc.boolean() })
    .map(({ price, taxes, share, removed }) => ({
      price,
      taxes,
      removed: removed && share === 0,
      discounts: share < 3 ? [] : [share === 4 ? price : "0"],
    }));
}

const words = fc.constantFrom(
  "Ring twice",
  "  padded  ",
  "",
  " ",
  "first\r\nsecond\n\nthird",
  "Tür für Zoë – “quoted”, 山田 👍",
  "x".repeat(700),
  "a\tb\u00a0c",
  "</DeliveryName>&amp;'\"\\",
);
const knowableWords = fc.option(fc.option(words, { nil: null }), { nil: undefined });

/** Texts of an order, with all that people type, empty or withheld. */
export const arbitraryWords: fc.Arbitrary<Partial<Order>> = fc.record({
  note: knowableWords,
  poNumber: knowableWords,
  phone: knowableWords,
  attributes: fc.array(fc.record({ name: words, value: words }), { maxLength: 3 }),
  tags: fc.uniqueArray(words, { maxLength: 2 }),
  shippingAddress: fc.option(
    fc.option(
      fc
        .dictionary(fc.constantFrom(...Object.keys(builtAddress)), knowableWords, { maxKeys: 12 })
        .map((parts) => ({ ...builtAddress, ...parts })),
      { nil: null },
    ),
    { nil: undefined },
  ),
});
