import fc from "fast-check";
import {
  createEmulatedShop,
  type OrderWish,
  type Step,
} from "#connectors/shopify/decode/testing/emulated-shop.ts";

export const amounts = fc.integer({ min: 1, max: 20_000 }).map((cents) => (cents / 100).toFixed(2));
const percentage = fc.integer({ min: 1, max: 100 }).map(String);
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 2 });
const seldom = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 1 });
/** Without the properties that are undefined, as JSON has none. */
const sparse = <Value extends object>(value: fc.Arbitrary<Value>): fc.Arbitrary<object> =>
  value.map((whole) => Object.fromEntries(Object.entries(whole).filter(([, part]) => part !== undefined)));

const line = sparse(
  fc.record({
    title: fc.constantFrom("Engraving", "Gift wrap"),
    price: fc.oneof({ weight: 4, arbitrary: amounts }, { weight: 1, arbitrary: fc.constant("0.00") }),
    quantity: optional(fc.integer({ min: 1, max: 7 })),
    sku: optional(fc.constantFrom("CUSTOM-1", "")),
    taxable: optional(fc.boolean()),
    requiresShipping: optional(fc.boolean()),
    giftCard: optional(fc.boolean()),
    properties: optional(fc.constant({ Text: "To Ada", _hidden: null })),
    discount: optional(fc.oneof(fc.record({ percentage }), fc.record({ amount: amounts }))),
  }),
);
const discount = fc.oneof(
  fc.record({ code: fc.constant("WELCOME"), percentage }),
  fc.record({ title: fc.constant("Autumn"), kind: fc.constantFrom("automatic", "manual"), amount: amounts }),
  fc.record({
    code: fc.constant("SHIPFREE"),
    percentage: fc.constant("100"),
    target: fc.constant("shipping"),
  }),
  fc.record({ code: fc.constant("FIRST"), percentage, lines: fc.constant([0]) }),
);

/** Orders that the emulated shop is asked for, with everything that changes their money or their record. */
export const arbitraryWish: fc.Arbitrary<OrderWish> = sparse(
  fc.record({
    financialStatus: optional(
      fc.constantFrom(
        "PAID",
        "PENDING",
        "AUTHORIZED",
        "VOIDED",
        "PARTIALLY_PAID",
        "REFUNDED",
        "PARTIALLY_REFUNDED",
      ),
    ),
    lines: optional(fc.array(line, { minLength: 1, maxLength: 3 })),
    randomLines: optional(fc.integer({ min: 1, max: 4 })),
    customer: optional(fc.constant(null)),
    email: optional(fc.constantFrom(null, "guest@example.com")),
    phone: optional(fc.constantFrom(null, "+61400000000")),
    discounts: optional(fc.array(discount, { maxLength: 3 })),
    shipping: optional(
      fc.oneof(
        amounts,
        fc.array(sparse(fc.record({ price: amounts, taxable: optional(fc.boolean()) })), { maxLength: 2 }),
      ),
    ),
    taxes: seldom(
      fc.constantFrom(
        [],
        [{ title: "GST", rate: "0.15" }],
        [
          { title: "GST", rate: "0.1" },
          { title: "PST", rate: "0.05" },
        ],
      ),
    ),
    taxesIncluded: seldom(fc.boolean()),
    taxExempt: optional(fc.boolean()),
    tip: optional(amounts),
    tipLine: optional(fc.boolean()),
    duties: optional(amounts),
    cashRounding: seldom(fc.constantFrom("0.02", "-0.02")),
    giftCard: optional(fc.constant("5.00")),
    currency: optional(fc.constantFrom("EUR", "JPY", "USD")),
    test: optional(fc.boolean()),
    pos: optional(fc.boolean()),
    draft: optional(fc.boolean()),
    tags: optional(fc.constantFrom(["b", "a"], ["vip"])),
    note: optional(fc.constantFrom(null, "Leave at the door", "")),
    poNumber: seldom(fc.constantFrom("PO-7", " 8 ")),
    attributes: optional(fc.constant([{ name: "gift", value: "yes" }])),
    billingAddress: seldom(fc.constant(null)),
    largeIds: optional(fc.boolean()),
  }),
) as fc.Arbitrary<OrderWish>;

/** What happens to an order after it was placed. */
export const arbitrarySteps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({ action: fc.constant("pay" as const), body: fc.constant({}) }),
    fc.record({ action: fc.constant("fulfil" as const), body: fc.constant({}) }),
    fc.record({
      action: fc.constant("cancel" as const),
      body: fc.record({ reason: fc.constantFrom("FRAUD", "STAFF") }),
    }),
    fc.record({
      action: fc.constant("refund" as const),
      body: fc.constantFrom(
        {},
        { lines: [{ line: 0, quantity: 1 }] },
        { amount: "1.00" },
        { lines: [{ line: 0 }], shipping: true },
      ),
    }),
    fc.record({
      action: fc.constant("edit" as const),
      body: fc.constantFrom(
        {},
        { quantities: [{ line: 0, quantity: 0 }] },
        { quantities: [{ line: 0, quantity: 1 }] },
        { quantities: [{ line: 0, quantity: 9 }] },
      ),
    }),
    fc.record({
      action: fc.constant("change" as const),
      body: fc.constantFrom(
        { tags: ["z", "y"] },
        { note: "Call first" },
        { shippingAddress: null },
        { customer: null },
      ),
    }),
  ),
  { maxLength: 4 },
);

/** A shop with tax in its prices, one with tax on top, one without decimals, one with three. */
export const emulatedShops = [
  createEmulatedShop({ currency: "AUD", taxesIncluded: true }),
  createEmulatedShop({ currency: "USD", taxesIncluded: false }),
  createEmulatedShop({ currency: "JPY", taxesIncluded: true }),
  createEmulatedShop({ currency: "KWD", taxesIncluded: false }),
] as const;
export type EmulatedShop = (typeof emulatedShops)[number];

/** Drawn by number, so that a counterexample can be read. */
export const shopNumber = fc.nat(emulatedShops.length - 1);

export function shopAt(number: number): EmulatedShop {
  const shop = emulatedShops[number];
  if (shop === undefined) throw new Error(`no shop ${number}`);
  return shop;
}

export const everythingShown = {
  customer: "ok",
  name: "ok",
  address: "ok",
  email: "ok",
  phone: "ok",
} as const;
