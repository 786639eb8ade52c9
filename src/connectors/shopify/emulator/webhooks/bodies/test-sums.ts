import { expect } from "vitest";
import { dumpShop } from "../../dump-shop.ts";
import { toUnits } from "../../state/money.ts";
import type { OrderRecord } from "../../state/order-records.ts";
import type { Shop } from "../../state/shop.ts";
import { asSent } from "./test-as-sent.ts";
import type { Json } from "./test-as-sent.ts";

interface MoneySet {
  readonly shop_money: { readonly amount: string; readonly currency_code: string };
  readonly presentment_money: { readonly amount: string; readonly currency_code: string };
}
type Side = keyof MoneySet;

/** Units of one side of a `…_set`; nothing for null. */
function units(set: unknown, side: Side): bigint {
  if (set === null || set === undefined) return 0n;
  const { amount, currency_code } = (set as MoneySet)[side];
  return toUnits(amount, currency_code);
}

const total = (amounts: readonly bigint[]) => amounts.reduce((sum, amount) => sum + amount, 0n);
export const parts = (body: Json, name: string) => body[name] as Json[];

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

/** Reads an order's body and checks what its numbers say of each other and what GraphQL says. Gives the body. */
export function checkOrder(shop: Shop, order: OrderRecord): Json {
  const body = asSent({ topic: "orders/updated", order }, shop);
  checkTexts(body);
  checkSums(body, "shop_money");
  checkSums(body, "presentment_money");
  const dumped = (dumpShop(shop)["orders"] as Json[]).find(({ name }) => name === order.name);
  checkAgainstGraphql(body, dumped ?? {});
  return body;
}
