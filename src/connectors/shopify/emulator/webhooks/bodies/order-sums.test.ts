import { describe, expect, it } from "vitest";
import type { OrderWish } from "../../controls/order-schema.ts";
import { refund } from "../../controls/order-actions.ts";
import { placeWishedOrder } from "../../controls/place-orders.ts";
import { testShop } from "../../controls/test-shop.ts";
import type { Json } from "./test-as-sent.ts";
import { checkOrder, parts } from "./test-sums.ts";

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
    const body = checkOrder(shop.shop, placeWishedOrder(shop.shop, wish));
    expect(body).toMatchObject(says);
  });

  it("splits a code as live shops do", () => {
    const shop = testShop();
    const order = placeWishedOrder(shop.shop, { lines, discounts: [{ code: "TEN", amount: "10" }] });
    const split = parts(checkOrder(shop.shop, order), "line_items").map(
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
    const [first, second] = parts(checkOrder(shop.shop, order), "refunds");
    expect(first).toMatchObject({
      refund_line_items: [
        { quantity: 1, subtotal: 31, total_tax: 3.1, subtotal_set: { shop_money: { amount: "31.00" } } },
      ],
      transactions: [{ kind: "refund", amount: "20.00", currency: "AUD" }],
      order_adjustments: [{ amount: "14.10", kind: "refund_discrepancy" }],
    });
    expect(second).toMatchObject({
      refund_line_items: [{ quantity: 2, restock_type: "cancel" }],
      refund_shipping_lines: [{ subtotal_amount_set: { shop_money: { amount: "10.00" } } }],
    });
  });
});
