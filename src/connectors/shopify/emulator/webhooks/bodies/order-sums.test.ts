import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ControlError } from "#connectors/kit/emulator/control-error.ts";
import { placeWishedOrder } from "../../controls/place-orders.ts";
import { cancel, edit, fulfil, pay, refund } from "../../controls/order-actions.ts";
import type { OrderWish } from "../../controls/order-schema.ts";
import { testShop } from "../../controls/test-shop.ts";
import { dumpShop } from "../../dump-shop.ts";
import { toUnits } from "../../state/money.ts";
import { eventBody } from "./event-body.ts";

interface MoneySet {
  readonly shop_money: { readonly amount: string; readonly currency_code: string };
  readonly presentment_money: { readonly amount: string; readonly currency_code: string };
}
type Json = Record<string, unknown>;
type Side = keyof MoneySet;

/** Units of one side of a `…_set`; nothing for null. */
function units(set: unknown, side: Side): bigint {
  if (set === null || set === undefined) return 0n;
  const { amount, currency_code } = (set as MoneySet)[side];
  return toUnits(amount, currency_code);
}

const total = (amounts: readonly bigint[]) => amounts.reduce((sum, amount) => sum + amount, 0n);
const parts = (body: Json, name: string) => body[name] as Json[];

/** What a body's own numbers have to say about each other, in one of its two currencies. */
function checkSums(body: Json, side: Side): void {
  const of = (name: string) => units(body[name], side);
  const inner = (record: Json, list: string, key: string) =>
    total(parts(record, list).map((entry) => units(entry[key], side)));
  const goods = parts(body, "line_items").filter((line) => !("tip" in line));
  const allLines = [...parts(body, "line_items"), ...parts(body, "shipping_lines")];
  const lineDiscounts = total(goods.map((line) => inner(line, "discount_allocations", "amount_set")));
  const shippingDiscounts = total(
    parts(body, "shipping_lines").map((line) => inner(line, "discount_allocations", "amount_set")),
  );
  const gross = total(
    goods.map((line) => units(line["price_set"], side) * BigInt(line["quantity"] as number)),
  );
  const tax = total(allLines.map((line) => inner(line, "tax_lines", "price_set")));
  const duties = total(goods.map((line) => inner(line, "duties", "price_set")));
  const shipping = total(parts(body, "shipping_lines").map((line) => units(line["price_set"], side)));
  const tips = total(
    parts(body, "line_items")
      .filter((line) => "tip" in line)
      .map((line) => units(line["price_set"], side)),
  );

  expect(of("total_line_items_price_set")).toBe(gross);
  expect(of("subtotal_price_set")).toBe(gross - lineDiscounts);
  expect(of("total_discounts_set")).toBe(lineDiscounts + shippingDiscounts);
  expect(of("total_shipping_price_set")).toBe(shipping);
  expect(of("total_tax_set")).toBe(tax);
  expect(inner(body, "tax_lines", "price_set")).toBe(tax);
  expect(of("total_price_set")).toBe(
    of("subtotal_price_set") +
      shipping -
      shippingDiscounts +
      tips +
      duties +
      (body["taxes_included"] === true ? 0n : tax),
  );
  const isUntouched = parts(body, "refunds").length === 0 && body["cancelled_at"] === null;
  if (isUntouched && !parts(body, "line_items").some((line) => line["quantity"] !== line["current_quantity"]))
    expect(of("current_total_price_set")).toBe(of("total_price_set"));
  for (const made of parts(body, "refunds"))
    expect(inner(made, "duties", "amount_set")).toBe(units(made["total_duties_set"], side));
}

/** Plain amounts say what the shop's side of their set says. */
function checkTexts(body: Json): void {
  const currency = String(body["currency"]);
  for (const [name, value] of Object.entries(body)) {
    const text = body[name.replace(/_set$/, "")];
    if (!name.endsWith("_set") || typeof text !== "string") continue;
    expect([name, toUnits(text, currency)]).toEqual([name, units(value, "shop_money")]);
    expect(text).toBe((value as MoneySet).shop_money.amount);
  }
}

/** The body says what GraphQL says. */
function checkAgainstGraphql(body: Json, dumped: Json): void {
  const pairs = {
    totalPriceSet: "total_price_set",
    subtotalPriceSet: "subtotal_price_set",
    totalTaxSet: "total_tax_set",
    totalDiscountsSet: "total_discounts_set",
    totalShippingPriceSet: "total_shipping_price_set",
    currentTotalPriceSet: "current_total_price_set",
    currentSubtotalPriceSet: "current_subtotal_price_set",
    currentTotalTaxSet: "current_total_tax_set",
    currentTotalDiscountsSet: "current_total_discounts_set",
    currentShippingPriceSet: "current_shipping_price_set",
    currentTotalDutiesSet: "current_total_duties_set",
    originalTotalDutiesSet: "original_total_duties_set",
  };
  for (const [graphql, webhook] of Object.entries(pairs)) {
    const bag = dumped[graphql] as Record<string, { amount: string; currencyCode: string }> | null;
    const read = (key: string) => (bag?.[key] ? toUnits(bag[key].amount, bag[key].currencyCode) : 0n);
    expect([graphql, read("shopMoney"), read("presentmentMoney")]).toEqual([
      graphql,
      units(body[webhook], "shop_money"),
      units(body[webhook], "presentment_money"),
    ]);
  }
  expect(body["financial_status"]).toBe(String(dumped["displayFinancialStatus"]).toLowerCase());
  expect(toUnits(String(body["total_outstanding"]), String(body["currency"]))).toBe(
    toUnits(
      (dumped["totalOutstandingSet"] as { shopMoney: { amount: string } }).shopMoney.amount,
      String(body["currency"]),
    ),
  );
}

function check(parts: ReturnType<typeof testShop>, order: ReturnType<typeof placeWishedOrder>): Json {
  const event = { topic: "orders/updated" as const, order };
  const body = JSON.parse(JSON.stringify(eventBody(event, parts.shop))) as Json;
  checkTexts(body);
  checkSums(body, "shop_money");
  checkSums(body, "presentment_money");
  const dumped = (dumpShop(parts.shop)["orders"] as Json[]).find(({ name }) => name === order.name);
  checkAgainstGraphql(body, dumped ?? {});
  return body;
}

const lines = [
  { title: "A", price: "23.90" },
  { title: "B", price: "25.40" },
  { title: "C", price: "25.40" },
  { title: "D", price: "25.40" },
];

/** Each kind of order that has to reach the business system, with what its body has to say. */
const matrix: readonly (readonly [name: string, wish: OrderWish, says: Json])[] = [
  [
    "one plain line",
    { lines: [{ title: "A", price: "10.00" }] },
    { total_price: "11.00", total_tax: "1.00" },
  ],
  [
    "tax included",
    { lines: [{ title: "A", price: "10.00" }], taxesIncluded: true },
    { total_price: "10.00", total_tax: "0.91" },
  ],
  [
    "two taxes, one remitted by the channel",
    {
      lines: [{ title: "A", price: "10.00" }],
      taxes: [
        { title: "State", rate: "0.0625" },
        { title: "City", rate: "0.015", channelLiable: true },
      ],
    },
    { total_tax: "0.78", tax_lines: [{ channel_liable: false }, { channel_liable: true, price: "0.15" }] },
  ],
  ["exempt", { lines, taxExempt: true }, { total_tax: "0.00", tax_exempt: true, total_price: "100.10" }],
  [
    "a code over four lines, uneven cents",
    { lines, discounts: [{ code: "TEN", amount: "10.00" }], taxExempt: true },
    { total_discounts: "10.00", total_price: "90.10", discount_codes: [{ amount: "10.00" }] },
  ],
  [
    "an automatic percentage on two of the lines",
    { lines, discounts: [{ title: "Auto", percentage: "33.333", lines: [0, 2] }], taxExempt: true },
    { total_discounts: "16.44" },
  ],
  [
    "a discount by staff on one line and free shipping",
    {
      lines: [{ title: "A", price: "50.00", quantity: 3, discount: { percentage: "7.5" } }],
      shipping: "12.50",
      discounts: [{ code: "FREESHIP", percentage: "100", target: "shipping" }],
    },
    { total_discounts: "23.75", current_shipping_price_set: { shop_money: { amount: "0.00" } } },
  ],
  ["free", { lines: [{ title: "A", price: "0.00" }] }, { total_price: "0.00", financial_status: "paid" }],
  [
    "everything off",
    { lines, discounts: [{ code: "ALL", percentage: "100" }], taxExempt: true },
    { total_price: "0.00", financial_status: "paid", total_discounts: "100.10" },
  ],
  ["a tip", { lines, tip: "4.44", taxExempt: true }, { total_price: "104.54", total_tip_received: "4.44" }],
  [
    "duties",
    { lines, duties: "7.77", taxExempt: true },
    { total_price: "107.87", original_total_duties_set: { shop_money: { amount: "7.77" } } },
  ],
  [
    "cash rounding",
    { lines: [{ title: "A", price: "9.97" }], cashRounding: "0.03", pos: true, taxExempt: true },
    {
      total_price: "9.97",
      total_outstanding: "0.00",
      total_cash_rounding_payment_adjustment_set: { shop_money: { amount: "0.03" } },
      financial_status: "paid",
    },
  ],
  [
    "gift cards sold, and one used to pay",
    { lines: [{ sku: "GIFT-25", quantity: 2 }], giftCard: "30.00" },
    { total_price: "50.00", total_tax: "0.00", payment_gateway_names: ["gift_card", "shopify_payments"] },
  ],
  [
    "three hundred lines",
    { randomLines: 300, discounts: [{ code: "BIG", amount: "99.99" }], shipping: "30.00" },
    { total_discounts: "99.99" },
  ],
  [
    "another currency for the buyer",
    { lines, currency: "EUR", rate: "0.6053", shipping: "9.95", discounts: [{ code: "TEN", amount: "10" }] },
    { currency: "AUD", presentment_currency: "EUR" },
  ],
  [
    "a currency without cents",
    { lines, currency: "JPY", rate: "97.31", discounts: [{ code: "THIRD", percentage: "33.3333" }] },
    { presentment_currency: "JPY" },
  ],
  [
    "partly paid",
    { lines, paidAmount: "40", financialStatus: "partially_paid", taxExempt: true },
    { total_outstanding: "60.10", financial_status: "partially_paid" },
  ],
  [
    "pending",
    { lines, paid: false },
    { financial_status: "pending", payment_gateway_names: ["Bank Deposit"] },
  ],
  ["authorized", { lines, financialStatus: "authorized" }, { financial_status: "authorized" }],
  ["expired", { lines, financialStatus: "EXPIRED" }, { financial_status: "expired" }],
  ["voided", { lines, financialStatus: "voided" }, { financial_status: "voided" }],
  [
    "refunded",
    { lines, financialStatus: "refunded", shipping: "5.00" },
    { financial_status: "refunded", current_total_price: "0.00" },
  ],
  [
    "partly refunded",
    { lines, financialStatus: "partially_refunded" },
    { financial_status: "partially_refunded" },
  ],
  ["test", { lines, test: true }, { test: true }],
  ["draft", { lines, draft: true }, { source_name: "shopify_draft_order", app_id: 1354745 }],
  ["point of sale", { lines, pos: "Fitzroy Store" }, { source_name: "pos", location_id: expect.any(Number) }],
  [
    "B2B, exempt by its location",
    { lines, company: "Northgate Primary School" },
    { company: { id: expect.any(Number) }, tax_exempt: true, total_tax: "0.00" },
  ],
];

describe("sums of an order's body", () => {
  it.each(matrix)("%s", (_name, wish, says) => {
    const shop = testShop();
    const body = check(shop, placeWishedOrder(shop.shop, wish));
    expect(body).toMatchObject(says);
  });

  it("splits a code as live shops do", () => {
    const shop = testShop();
    const order = placeWishedOrder(shop.shop, { lines, discounts: [{ code: "TEN", amount: "10" }] });
    const split = parts(check(shop, order), "line_items").map(
      (line) => parts(line, "discount_allocations")[0]?.["amount"],
    );
    expect(split).toEqual(["2.39", "2.54", "2.54", "2.53"]);
  });

  it("say of refunds what goods, shipping, and money were given back", () => {
    const shop = testShop();
    const order = placeWishedOrder(shop.shop, {
      lines: [{ title: "A", price: "33.33", quantity: 3 }],
      shipping: "10.00",
      discounts: [{ code: "SEVEN", percentage: "7" }],
    });
    refund(shop.shop, order, { lines: [{ line: 0, quantity: 1 }], amount: "20.00" });
    refund(shop.shop, order, { lines: [{ line: 0, quantity: 2 }], shipping: true });
    const [first, second] = parts(check(shop, order), "refunds");
    expect(first).toMatchObject({
      refund_line_items: [
        { quantity: 1, subtotal: 31, total_tax: 3.1, subtotal_set: { shop_money: { amount: "31.00" } } },
      ],
      transactions: [{ kind: "refund", amount: "20.00", currency: "AUD" }],
      order_adjustments: [{ amount: "14.10", kind: "refund_discrepancy" }],
    });
    expect(second).toMatchObject({
      refund_line_items: [{ quantity: 2, restock_type: "return" }],
      refund_shipping_lines: [{ subtotal_amount_set: { shop_money: { amount: "10.00" } } }],
    });
  });

  it("add up whatever is sold and whatever happens to it", () => {
    const shop = testShop();
    const price = fc.integer({ min: 0, max: 50_000 }).map((cents) => (cents / 100).toFixed(2));
    const wish: fc.Arbitrary<OrderWish> = fc.record({
      lines: fc.array(
        fc.record({
          title: fc.constant("A"),
          price,
          quantity: fc.integer({ min: 1, max: 9 }),
          taxable: fc.boolean(),
        }),
        { minLength: 1, maxLength: 6 },
      ),
      discounts: fc.array(
        fc.oneof(
          fc.record({ code: fc.constant("C"), percentage: fc.integer({ min: 1, max: 100 }).map(String) }),
          fc.record({ title: fc.constant("T"), amount: price }),
          fc.record({ title: fc.constant("S"), amount: price, target: fc.constant("shipping" as const) }),
        ),
        { maxLength: 3 },
      ),
      shipping: price,
      tip: price,
      duties: price,
      taxesIncluded: fc.boolean(),
      currency: fc.constantFrom("AUD", "EUR", "JPY"),
      taxes: fc.constantFrom(
        [{ title: "GST", rate: "0.1" }],
        [
          { title: "GST", rate: "0.05" },
          { title: "PST", rate: "0.09975" },
        ],
      ),
      financialStatus: fc.constantFrom("PAID" as const, "PENDING" as const, "AUTHORIZED" as const),
    });
    const step = fc.constantFrom(
      ...([
        [pay, {}],
        [edit, { quantities: [{ line: 0, quantity: 4 }] }],
        [edit, { add: [{ title: "B", price: "3.33" }] }],
        [refund, { lines: [{ line: 0, quantity: 1 }] }],
        [refund, { amount: "0.01" }],
        [fulfil, {}],
        [cancel, {}],
      ] as const),
    );
    fc.assert(
      fc.property(wish, fc.array(step, { maxLength: 3 }), (wished, steps) => {
        shop.shop.data.orders.clear();
        const order = placeWishedOrder(shop.shop, wished);
        check(shop, order);
        for (const [act, body] of steps) {
          try {
            act(shop.shop, order, body);
          } catch (error) {
            if (!(error instanceof ControlError)) throw error;
          }
          check(shop, order);
        }
      }),
      { numRuns: 60 },
    );
  });
});
