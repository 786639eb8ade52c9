import fc from "fast-check";

/**
 * One order, told in both of Shopify's shapes: the test of the decoders that does not depend on the emulator. Money is in
 * cents; a pair is shop and presentment.
 */
type Pair = readonly [number, number];

const pair: fc.Arbitrary<Pair> = fc.tuple(fc.nat(9_999_999), fc.nat(9_999_999));
const signed = pair.chain(([shop, seen]) => fc.constantFrom<Pair>([shop, seen], [-shop, -seen], [0, 0]));
const word = fc.constantFrom<string[]>(
  "Shirt",
  "Tasse für Grün",
  "  padded ",
  '"quoted" \\ text',
  "12345678901234567890",
  "ティー",
);
const optionalWord = fc.option(fc.oneof(word, fc.constant("")), { nil: null });
const id = fc.oneof(
  fc.integer({ min: 1, max: 2 ** 40 }).map(String),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n }).map(String),
);
const time = fc.integer({ min: 1_600_000_000, max: 2_000_000_000 }).map((seconds) => seconds * 1000);
const optionalTime = fc.option(time, { nil: null });
const rate = fc.constantFrom(0.1, 0.15, 0.0725, 0, 0.055, 0.21);
const taxes = fc.array(
  fc.record({ title: word, rate, price: pair, liable: fc.constantFrom(true, false, null) }),
  { maxLength: 2 },
);
const attributes = fc.array(fc.record({ name: word, value: optionalWord }), { maxLength: 2 });
const allocations = fc.array(fc.record({ place: fc.nat(2), amount: pair }), { maxLength: 3 });

const line = fc.record({
  id,
  title: word,
  variantTitle: fc.oneof(optionalWord, fc.constant("Default Title")),
  sku: optionalWord,
  product: fc.option(fc.record({ id, variant: id }), { nil: null }),
  quantity: fc.nat(20),
  gone: fc.nat(3),
  price: pair,
  allocations,
  taxes,
  taxable: fc.boolean(),
  ships: fc.boolean(),
  giftCard: fc.boolean(),
  attributes,
  duties: fc.array(fc.record({ id, price: pair, taxes }), { maxLength: 2 }),
});

const shippingLine = fc.record({
  id,
  title: word,
  code: optionalWord,
  price: pair,
  current: pair,
  allocations,
  taxes,
  removed: fc.boolean(),
});

const address = fc.option(
  fc.record({
    firstName: optionalWord,
    lastName: optionalWord,
    company: optionalWord,
    address1: optionalWord,
    address2: optionalWord,
    city: optionalWord,
    province: optionalWord,
    provinceCode: optionalWord,
    zip: optionalWord,
    country: optionalWord,
    countryCode: fc.option(fc.constantFrom("AU", "NZ", "DE"), { nil: null }),
    phone: optionalWord,
  }),
  { nil: null },
);

export const customerArbitrary = fc.record({
  id,
  updatedAt: time,
  firstName: optionalWord,
  lastName: optionalWord,
  email: fc.option(fc.emailAddress(), { nil: null }),
  phone: optionalWord,
  note: optionalWord,
  taxExempt: fc.boolean(),
  address,
});

export const orderArbitrary = fc.record({
  id,
  name: fc.nat(99_999).map((number) => `#${number}`),
  createdAt: time,
  updatedAt: time,
  processedAt: time,
  cancelledAt: optionalTime,
  cancelReason: fc.constantFrom("CUSTOMER", "FRAUD", null),
  test: fc.boolean(),
  sourceName: fc.constantFrom("web", "pos", "shopify_draft_order", "580111"),
  location: fc.option(id, { nil: null }),
  tags: fc.array(fc.constantFrom("vip", "Wholesale", "a b", "ä", "10"), { maxLength: 4 }),
  note: optionalWord,
  poNumber: optionalWord,
  attributes,
  sameCurrency: fc.boolean(),
  taxesIncluded: fc.boolean(),
  dutiesIncluded: fc.boolean(),
  taxExempt: fc.boolean(),
  financialStatus: fc.constantFrom("PAID", "PENDING", "PARTIALLY_REFUNDED", "VOIDED", "SOMETHING_NEW"),
  fulfillment: fc.constantFrom("none", "some", "some, rest on hold", "on hold", "all"),
  gateways: fc.array(fc.constantFrom("gift_card", "manual", "shopify_payments"), { maxLength: 3 }),
  email: fc.option(fc.emailAddress(), { nil: null }),
  phone: optionalWord,
  customer: fc.option(customerArbitrary, { nil: null }),
  company: fc.option(fc.record({ id, location: id }), { nil: null }),
  billing: address,
  shipping: address,
  lines: fc.uniqueArray(line, { selector: ({ id }) => id, minLength: 1, maxLength: 4 }),
  shippingLines: fc.uniqueArray(shippingLine, { selector: ({ id }) => id, maxLength: 2 }),
  discounts: fc.array(
    fc.record({ kind: fc.constantFrom("code", "automatic", "manual", "script"), title: word }),
    { minLength: 3, maxLength: 3 },
  ),
  /** GraphQL's indexes may have gaps; the places in the list count. */
  firstIndex: fc.nat(1),
  tip: fc.constantFrom<"none" | "line" | "unlisted">("none", "line", "unlisted"),
  tipAmount: pair.map(([shop, seen]): Pair => [shop + 1, seen + 1]),
  sums: fc.tuple(pair, pair, pair, pair, pair, pair, pair, pair, pair, pair, signed),
  fees: fc.option(fc.tuple(pair, pair, pair, pair), { nil: null }),
  refunds: fc.array(id, { maxLength: 3 }),
});

type Told<Source> = Source extends fc.Arbitrary<infer Value> ? Value : never;
export type AbstractOrder = Told<typeof orderArbitrary>;
export type AbstractCustomer = Told<typeof customerArbitrary>;
export type AbstractAddress = NonNullable<AbstractOrder["billing"]>;

/** Both currencies of an order have two decimals; with one currency both amounts are the same. */
export function amounts(order: AbstractOrder, [shop, seen]: Pair): { shop: string; seen: string } {
  const text = (cents: number) => (cents / 100).toFixed(2);
  return { shop: text(shop), seen: text(order.sameCurrency ? shop : seen) };
}

/** The lines, with that of a tip where it is listed. */
export function allLines(order: AbstractOrder): AbstractOrder["lines"] {
  if (order.tip !== "line") return order.lines;
  return [
    ...order.lines.map((line) => ({ ...line, ships: true })),
    {
      id: "77",
      title: "Tip",
      variantTitle: null,
      sku: null,
      product: null,
      quantity: 1,
      gone: 0,
      price: order.tipAmount,
      allocations: [],
      taxes: [],
      taxable: false,
      ships: false,
      giftCard: false,
      attributes: [],
      duties: [],
    },
  ];
}
