import fc from "fast-check";
import { usualProducts } from "#connectors/shopify/emulator/seed/usual-products.ts";
import { usualCompanies } from "#connectors/shopify/emulator/seed/usual-companies.ts";
import { addressOf, countOfPeople, customerOf, emailOf } from "./people.ts";
import { cents, sometimes, stated } from "./sometimes.ts";

type Body = Record<string, unknown>;

/** SKUs of the shop that mean one product, in the shop and in the account. */
const plainSkus = usualProducts
  .filter(({ giftCard, status }) => giftCard !== true && (status ?? "ACTIVE") === "ACTIVE")
  .flatMap(({ variants }) => variants.flatMap(({ sku }) => sku ?? []))
  .filter((sku, _index, all) => all.indexOf(sku) === all.lastIndexOf(sku));
const person = fc.nat({ max: countOfPeople - 1 });
const quantity = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 3 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 24 }) },
);

const discount = fc.oneof(
  cents(1, 900).map((amount): Body => ({ amount })),
  fc.constantFrom("5", "10", "12.5", "33.33", "100").map((percentage): Body => ({ percentage })),
);

/** A line of a product that both sides know. */
export const plainLine: fc.Arbitrary<Body> = stated({
  sku: fc.constantFrom(...plainSkus),
  quantity,
  price: sometimes(6, cents(0, 30_000)),
  discount: sometimes(6, discount),
  properties: sometimes(20, fc.constant({ Engraving: "For a friend" })),
});

const line: fc.Arbitrary<Body> = fc.oneof(
  { withCrossShrink: true },
  { weight: 24, arbitrary: plainLine },
  { weight: 1, arbitrary: stated({ title: fc.constant("Gift wrap"), price: cents(1, 2_000), quantity }) },
  {
    weight: 1,
    arbitrary: stated({
      sku: fc.constantFrom("NOT-THERE-1", "NOT-THERE-2"),
      title: fc.constant("Product of another system"),
      price: cents(100, 9_000),
      quantity,
    }),
  },
  { weight: 1, arbitrary: stated({ sku: fc.constantFrom("GIFT-25", "TOTE-01"), quantity }) },
  { weight: 1, arbitrary: stated({ sku: fc.constantFrom(...plainSkus), taxable: fc.constant(false) }) },
);

const buyer: fc.Arbitrary<Body> = fc.oneof(
  { withCrossShrink: true },
  { weight: 4, arbitrary: person.map((number): Body => ({ customer: customerOf(number) })) },
  { weight: 2, arbitrary: fc.constant<Body>({}) },
  {
    weight: 2,
    arbitrary: person.map((number): Body => ({
      customer: null,
      email: emailOf(number),
      shippingAddress: addressOf(number),
      billingAddress: addressOf(number),
    })),
  },
  {
    weight: 1,
    arbitrary: person.map((number): Body => ({
      customer: null,
      email: null,
      shippingAddress: addressOf(number),
    })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...usualCompanies.map(({ name }) => name)).map((company) => ({ company })),
  },
);

const shipping = fc.oneof(
  cents(0, 2_500),
  fc
    .constantFrom("Standard", "Express")
    .chain((title) => cents(500, 3_000).map((price) => [{ title, price }])),
);

const orderDiscount: fc.Arbitrary<Body> = fc.oneof(
  fc.constantFrom("10", "15", "7.5").map((percentage): Body => ({ code: "WELCOME", percentage })),
  cents(1, 2_000).map((amount): Body => ({ title: "Bundle and save", amount })),
  fc.constant<Body>({ code: "FREESHIP", percentage: "100", target: "shipping" }),
);

/** Body of the control that places orders: mostly plain ones, and everything else that a shop has now and then. */
export const placeBody: fc.Arbitrary<Body> = fc
  .tuple(
    stated({
      lines: fc.oneof(
        { withCrossShrink: true },
        { weight: 39, arbitrary: fc.array(line, { minLength: 1, maxLength: 4, size: "max" }) },
        // More than an answer of the shop has at once.
        { weight: 1, arbitrary: fc.array(plainLine, { minLength: 51, maxLength: 56, size: "max" }) },
      ),
      count: sometimes(8, fc.integer({ min: 2, max: 4 })),
      financialStatus: fc.oneof(
        { withCrossShrink: true },
        { weight: 7, arbitrary: fc.constant("PAID") },
        { weight: 2, arbitrary: fc.constant("PENDING") },
        { weight: 1, arbitrary: fc.constantFrom("AUTHORIZED", "PARTIALLY_PAID") },
      ),
      shipping: sometimes(2, shipping),
      discounts: sometimes(
        4,
        orderDiscount.map((one) => [one]),
      ),
      currency: sometimes(8, fc.constantFrom("NZD", "USD", "JPY", "KWD")),
      taxExempt: sometimes(25, fc.constant(true)),
      tip: sometimes(25, cents(50, 900)),
      tags: sometimes(6, fc.subarray(["vip", "gift", "wholesale"], { minLength: 1 })),
      note: sometimes(8, fc.constantFrom("Leave at the door", "Please ring twice\nand wait")),
      poNumber: sometimes(12, fc.constant("PO-7781")),
      attributes: sometimes(12, fc.constant({ "Delivery slot": "morning" })),
      test: sometimes(30, fc.constant(true)),
      draft: sometimes(20, fc.constant(true)),
      largeIds: sometimes(15, fc.constant(true)),
    }),
    buyer,
  )
  .map(([order, whose]) => ({ ...order, ...whose }));

/** An order that has to arrive as it is: paid, of products that both sides know. */
export const plainPaidBody: fc.Arbitrary<Body> = fc
  .tuple(
    stated({
      lines: fc.array(plainLine, { minLength: 1, maxLength: 3 }),
      financialStatus: fc.constant("PAID"),
      shipping: sometimes(3, cents(500, 1_500)),
    }),
    person.map((number): Body => ({ customer: customerOf(number) })),
  )
  .map(([order, whose]) => ({ ...order, ...whose }));
