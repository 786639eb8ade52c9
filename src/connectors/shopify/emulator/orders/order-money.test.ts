import { describe, expect, it } from "vitest";
import type { OrderWish } from "../controls/order-schema.ts";
import { dataOf, read, startTestShop } from "../test-shop.ts";
import type { TestShop } from "../test-shop.ts";

const sums = {
  total: "totalPriceSet",
  subtotal: "subtotalPriceSet",
  tax: "totalTaxSet",
  shipping: "totalShippingPriceSet",
  discounts: "totalDiscountsSet",
  tip: "totalTipReceivedSet",
  duties: "originalTotalDutiesSet",
  currentTotal: "currentTotalPriceSet",
  currentSubtotal: "currentSubtotalPriceSet",
  currentTax: "currentTotalTaxSet",
  currentShipping: "currentShippingPriceSet",
  currentDiscounts: "currentTotalDiscountsSet",
  currentDuties: "currentTotalDutiesSet",
  received: "totalReceivedSet",
  refunded: "totalRefundedSet",
  refundedShipping: "totalRefundedShippingSet",
  discrepancy: "refundDiscrepancySet",
  net: "netPaymentSet",
  outstanding: "totalOutstandingSet",
  capturable: "totalCapturableSet",
} as const;
type Sum = keyof typeof sums;
type Sums = Partial<Record<Sum, string | null>>;

const bag = "{ shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }";
const moneyQuery = `query Money($id: ID!) { order(id: $id) {
  displayFinancialStatus paymentGatewayNames currencyCode presentmentCurrencyCode
  ${Object.values(sums)
    .map((field) => `${field} ${bag}`)
    .join(" ")}
  totalCashRoundingAdjustment { paymentSet ${bag} }
  lineItems(first: 50) { nodes { sku title quantity currentQuantity isGiftCard
    originalTotalSet ${bag} discountedTotalSet ${bag} codes: discountedTotalSet(withCodeDiscounts: true) ${bag}
    priceAfterAllDiscountsBeforeTaxesSet ${bag}
    discountAllocations { allocatedAmountSet ${bag} } taxLines { rate priceSet ${bag} } } }
  refunds { totalRefundedSet ${bag}
    refundLineItems(first: 10) { nodes { quantity subtotalSet ${bag} totalTaxSet ${bag} } }
    orderAdjustments(first: 10) { nodes { amountSet ${bag} } } }
} }`;

async function moneyOf(shop: TestShop, gid: string) {
  const order = dataOf(await shop.query(moneyQuery, { id: gid }))["order"];
  const amounts = (side: "shopMoney" | "presentmentMoney", wanted: Sums) =>
    Object.fromEntries(
      Object.keys(wanted).map((name) => [name, read(order, `${sums[name as Sum]}.${side}.amount`) ?? null]),
    );
  return { order, amounts };
}

interface Case {
  readonly story: string;
  readonly wish: OrderWish;
  readonly taxesIncluded?: true;
  /** Controls on the order after it was placed. */
  readonly later?: readonly (readonly [action: string, body: unknown])[];
  readonly status: string;
  readonly is: Sums;
  readonly presentment?: Sums;
}

const tea = { sku: "TEA", quantity: 2 };
const mug = { sku: "MUG" };

const cases: readonly Case[] = [
  {
    story: "tax on top, on goods and shipping",
    wish: { lines: [tea, mug], shipping: "9.95" },
    status: "PAID",
    is: {
      subtotal: "27.5",
      shipping: "9.95",
      tax: "3.75",
      total: "41.2",
      received: "41.2",
      outstanding: "0.0",
    },
  },
  {
    story: "tax contained in the prices",
    wish: { lines: [tea, mug], shipping: "9.95" },
    taxesIncluded: true,
    status: "PAID",
    is: { subtotal: "27.5", shipping: "9.95", tax: "3.4", total: "37.45", received: "37.45" },
  },
  {
    story: "no tax for who is exempt",
    wish: { lines: [tea], taxExempt: true },
    status: "PAID",
    is: { tax: "0.0", total: "20.0" },
  },
  {
    story: "a code of 10.00 over four lines",
    wish: {
      lines: ["23.90", "25.40", "25.40", "25.40"].map((price, index) => ({ title: `Line ${index}`, price })),
      discounts: [{ code: "TEN", amount: "10.00" }],
    },
    status: "PAID",
    is: { discounts: "10.0", subtotal: "90.1", tax: "9.02", total: "99.12" },
  },
  {
    story: "a line discount, then one over the order, in uneven cents",
    wish: {
      lines: [{ sku: "TEA", quantity: 3, discount: { title: "Friend", percentage: "10" } }, mug],
      discounts: [{ title: "Winter", percentage: "15" }],
    },
    status: "PAID",
    is: { discounts: "8.18", subtotal: "29.32", tax: "2.94", total: "32.26" },
  },
  {
    story: "free shipping by a discount on shipping",
    wish: {
      lines: [{ sku: "TEA" }],
      shipping: "9.95",
      discounts: [{ title: "Free shipping", target: "shipping", percentage: "100" }],
    },
    status: "PAID",
    is: { shipping: "9.95", currentShipping: "0.0", discounts: "9.95", tax: "1.0", total: "11.0" },
  },
  {
    story: "a tip is part of the total and of nothing else",
    wish: { lines: [{ sku: "TEA" }], tip: "2.00" },
    status: "PAID",
    is: { subtotal: "10.0", tax: "1.0", tip: "2.0", total: "13.0", currentTotal: "13.0", received: "13.0" },
  },
  {
    story: "duties are part of the total and are not taxed",
    wish: { lines: [{ sku: "TEA" }], duties: "1.20" },
    status: "PAID",
    is: { subtotal: "10.0", tax: "1.0", duties: "1.2", currentDuties: "1.2", total: "12.2" },
  },
  {
    story: "no duties at all are null",
    wish: { lines: [{ sku: "TEA" }] },
    status: "PAID",
    is: { duties: null, currentDuties: null },
  },
  {
    story: "cash is rounded beside the total",
    wish: {
      lines: [{ title: "Loose sweets", price: "8.23", taxable: false }],
      pos: true,
      cashRounding: "0.02",
    },
    status: "PAID",
    is: { total: "8.23", received: "8.25", net: "8.25", outstanding: "0.0" },
  },
  {
    story: "a gift card pays a part",
    wish: { lines: [{ sku: "TEA" }], giftCard: "4.00" },
    status: "PAID",
    is: { total: "11.0", received: "11.0", outstanding: "0.0" },
  },
  {
    story: "a buyer who sees another currency",
    wish: { lines: [{ sku: "TEA" }], currency: "NZD", rate: "1.09" },
    status: "PAID",
    is: { subtotal: "10.0", tax: "1.0", total: "11.0", received: "11.0" },
    presentment: { subtotal: "10.9", tax: "1.09", total: "11.99", received: "11.99", outstanding: "0.0" },
  },
  {
    story: "a buyer who sees a currency without decimals",
    wish: { lines: [mug], currency: "JPY", rate: "97.3" },
    status: "PAID",
    is: { total: "8.25" },
    presentment: { subtotal: "730.0", tax: "73.0", total: "803.0", received: "803.0" },
  },
  {
    story: "nothing to pay is paid",
    wish: { lines: [{ title: "Sample", price: "0.00" }] },
    status: "PAID",
    is: { total: "0.0", received: "0.0", outstanding: "0.0" },
  },
  {
    story: "not paid yet",
    wish: { lines: [{ sku: "TEA" }], paid: false },
    status: "PENDING",
    is: { received: "0.0", outstanding: "11.0" },
  },
  {
    story: "paid later",
    wish: { lines: [{ sku: "TEA" }], paid: false },
    later: [["pay", {}]],
    status: "PAID",
    is: { received: "11.0", outstanding: "0.0" },
  },
  {
    story: "paid in part",
    wish: { lines: [{ sku: "TEA" }], financialStatus: "partially_paid", paidAmount: "5.00" },
    status: "PARTIALLY_PAID",
    is: { received: "5.0", outstanding: "6.0" },
  },
  {
    story: "authorized",
    wish: { lines: [{ sku: "TEA" }], financialStatus: "authorized" },
    status: "AUTHORIZED",
    is: { received: "0.0", capturable: "11.0", outstanding: "11.0" },
  },
  {
    story: "captured",
    wish: { lines: [{ sku: "TEA" }], financialStatus: "authorized" },
    later: [["pay", {}]],
    status: "PAID",
    is: { received: "11.0", capturable: "0.0" },
  },
  {
    story: "voided",
    wish: { lines: [{ sku: "TEA" }], financialStatus: "voided" },
    status: "VOIDED",
    is: { received: "0.0", capturable: "0.0" },
  },
  {
    story: "one of three refunded, to the cent",
    wish: {
      lines: [{ title: "Third", price: "3.33", quantity: 3 }],
      discounts: [{ code: "ONE", amount: "1.00" }],
    },
    later: [["refund", { lines: [{ line: 0, quantity: 1 }] }]],
    status: "PARTIALLY_REFUNDED",
    is: {
      subtotal: "8.99",
      tax: "0.9",
      total: "9.89",
      currentSubtotal: "5.99",
      currentTax: "0.6",
      currentTotal: "6.59",
      refunded: "3.3",
      net: "6.59",
      outstanding: "0.0",
      discrepancy: "0.0",
    },
  },
  {
    story: "everything refunded with shipping and tip",
    wish: { lines: [tea], shipping: "9.95", tip: "2.00" },
    later: [["refund", {}]],
    status: "REFUNDED",
    is: {
      total: "34.95",
      currentTotal: "0.0",
      currentShipping: "0.0",
      refunded: "34.95",
      refundedShipping: "9.95",
      net: "0.0",
      outstanding: "0.0",
    },
  },
  {
    story: "money without goods is a discrepancy in the buyer's favour",
    wish: { lines: [{ sku: "TEA" }] },
    later: [["refund", { amount: "3.00", lines: [] }]],
    status: "PARTIALLY_REFUNDED",
    is: { discrepancy: "-3.0", currentTotal: "8.0", net: "8.0", outstanding: "0.0", currentSubtotal: "10.0" },
  },
  {
    story: "goods without money are a discrepancy in the merchant's favour",
    wish: { lines: [{ sku: "TEA" }] },
    later: [["refund", { lines: [{ sku: "TEA" }], amount: "0" }]],
    status: "PAID",
    is: {
      discrepancy: "11.0",
      currentSubtotal: "0.0",
      currentTotal: "11.0",
      refunded: "0.0",
      outstanding: "0.0",
    },
  },
  {
    story: "a part of shipping refunded, with its tax",
    wish: { lines: [{ sku: "TEA" }], shipping: "10.00" },
    later: [["refund", { lines: [], shipping: "4.00" }]],
    status: "PARTIALLY_REFUNDED",
    is: {
      currentShipping: "6.0",
      currentTax: "1.6",
      currentTotal: "17.6",
      refunded: "4.4",
      refundedShipping: "4.0",
    },
  },
  {
    story: "one unit taken off by an edit leaves money owed to the buyer",
    wish: { lines: [tea] },
    later: [["edit", { quantities: [{ sku: "TEA", quantity: 1 }] }]],
    status: "PAID",
    is: {
      total: "22.0",
      subtotal: "20.0",
      currentSubtotal: "10.0",
      currentTax: "1.0",
      currentTotal: "11.0",
      outstanding: "-11.0",
    },
  },
  {
    story: "a line added by an edit leaves money owed by the buyer",
    wish: { lines: [{ sku: "TEA" }] },
    later: [["edit", { add: [{ sku: "MUG" }] }]],
    status: "PARTIALLY_PAID",
    is: { currentSubtotal: "17.5", currentTax: "1.75", currentTotal: "19.25", outstanding: "8.25" },
  },
  {
    story: "cancelled before it was paid",
    wish: { lines: [tea], shipping: "9.95", paid: false },
    later: [["cancel", {}]],
    status: "VOIDED",
    is: { total: "32.95", currentTotal: "0.0", outstanding: "0.0", refunded: "0.0" },
  },
  {
    story: "cancelled with the money back, tip and all",
    wish: { lines: [tea], shipping: "9.95", tip: "1.00", duties: "2.00" },
    later: [["cancel", { refund: true }]],
    status: "REFUNDED",
    is: { total: "35.95", currentTotal: "0.0", refunded: "35.95", net: "0.0", outstanding: "0.0" },
  },
  {
    story: "cancelled while the shop keeps the money",
    wish: { lines: [{ sku: "TEA" }] },
    later: [["cancel", { refund: false }]],
    status: "PAID",
    is: { currentSubtotal: "0.0", refunded: "0.0", net: "11.0", outstanding: "0.0" },
  },
];

describe("the money of an order", () => {
  it.each(cases)("$story", async ({ wish, taxesIncluded, later, status, is, presentment }) => {
    const shop = await startTestShop({ taxesIncluded: taxesIncluded ?? false });
    const { gid, id } = await shop.order({ customer: null, ...wish });
    for (const [action, body] of later ?? []) await shop.control(`/orders/${id}/${action}`, body);
    const { order, amounts } = await moneyOf(shop, gid);
    expect(amounts("shopMoney", is)).toEqual(is);
    if (presentment) expect(amounts("presentmentMoney", presentment)).toEqual(presentment);
    expect(read(order, "displayFinancialStatus")).toBe(status);
  });

  it("splits a code so that the parts add up, and shows it apart from line discounts", async () => {
    const shop = await startTestShop();
    const prices = ["23.90", "25.40", "25.40", "25.40"];
    const { gid } = await shop.order({
      lines: prices.map((price, index) => ({ title: `Line ${index}`, price })),
      discounts: [{ code: "TEN", amount: "10.00" }],
    });
    const { order } = await moneyOf(shop, gid);
    const lines = read(order, "lineItems.nodes") as unknown[];
    const amount = (path: string) => lines.map((line) => read(line, `${path}.shopMoney.amount`));
    expect(amount("discountAllocations.0.allocatedAmountSet")).toEqual(["2.39", "2.54", "2.54", "2.53"]);
    expect(amount("discountedTotalSet")).toEqual(["23.9", "25.4", "25.4", "25.4"]);
    expect(amount("codes")).toEqual(["21.51", "22.86", "22.86", "22.87"]);
    expect(amount("taxLines.0.priceSet")).toEqual(["2.15", "2.29", "2.29", "2.29"]);
  });

  it("keeps the contained tax out of the price before taxes", async () => {
    const shop = await startTestShop({ taxesIncluded: true });
    const { gid } = await shop.order({
      lines: [{ sku: "TEA", quantity: 3 }],
      discounts: [{ code: "X", amount: "1" }],
    });
    const { order } = await moneyOf(shop, gid);
    const line = read(order, "lineItems.nodes.0");
    expect(read(line, "taxLines.0.priceSet.shopMoney.amount")).toBe("2.64");
    expect(read(line, "priceAfterAllDiscountsBeforeTaxesSet.shopMoney.amount")).toBe("26.36");
  });

  it("names what is paid by card, gift card, and cash", async () => {
    const shop = await startTestShop();
    const card = await shop.order({ lines: [{ sku: "TEA" }], giftCard: "4.00" });
    expect(read((await moneyOf(shop, card.gid)).order, "paymentGatewayNames")).toContain("gift_card");
    const cash = await shop.order({
      lines: [{ title: "Sweets", price: "8.23", taxable: false }],
      pos: true,
      cashRounding: "0.02",
    });
    const { order } = await moneyOf(shop, cash.gid);
    expect(read(order, "totalCashRoundingAdjustment.paymentSet.shopMoney.amount")).toBe("0.02");
    const sold = await shop.order({
      lines: [{ title: "Gift card", price: "50", giftCard: true, taxable: false }],
    });
    expect(read((await moneyOf(shop, sold.gid)).order, "lineItems.nodes.0.isGiftCard")).toBe(true);
  });

  it("adds refunds of single units up to the line, whatever the cents", async () => {
    const shop = await startTestShop();
    const { gid, id } = await shop.order({
      lines: [{ title: "Odd", price: "3.33", quantity: 7 }],
      discounts: [{ title: "Odd", percentage: "7.5" }],
    });
    for (let unit = 0; unit < 7; unit++)
      await shop.control(`/orders/${id}/refund`, { lines: [{ line: 0, quantity: 1 }] });
    const { order, amounts } = await moneyOf(shop, gid);
    const all: Sums = { currentTotal: "0.0", net: "0.0", discrepancy: "0.0", outstanding: "0.0" };
    expect(amounts("shopMoney", all)).toEqual(all);
    expect(read(order, "displayFinancialStatus")).toBe("REFUNDED");
    expect(read(order, "refunds")).toHaveLength(7);
  });
});
