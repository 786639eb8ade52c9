import { describe, expect, test } from "vitest";
import type { ShopOrder } from "../../shop-shapes.ts";
import type { AccountLists } from "./account-lists.ts";
import { shown } from "./fine-money.ts";
import { promisedLines } from "./promised-lines.ts";
import { line, money, shipping, shopOrder, tax } from "./testing/shop-order.ts";

const lists: AccountLists = {
  products: new Set(["TEA", "MUG"]),
  taxes: [
    { code: "GST", rate: 100_000n },
    { code: "NONE", rate: 0n },
  ],
  warehouse: "MAIN",
  currencies: new Map(),
};

/** `2 × TEA 18.18 + 1.82 GST` for each line, then the sums; or what is asked. */
function promised(order: ShopOrder): unknown {
  const lines = promisedLines(order, lists);
  if ("asks" in lines) return lines.asks;
  return [
    ...lines.lines.map(
      ({ quantity, product, text, net, tax: charged, taxCode }) =>
        `${quantity} × ${product ?? text} ${shown(net)} + ${shown(charged)} ${taxCode}`,
    ),
    `${shown(lines.subTotal)} + ${shown(lines.taxTotal)} ${lines.tax.code}`,
  ];
}

describe("worked out by hand", () => {
  test("tax in the price is taken out, discounts are inside", () => {
    // 2 × 12.10 − 2.20 = 22.00 with 2.00 tax; shipping 5.50 with 0.50.
    const order = shopOrder({
      lines: [
        line({
          price: "12.10",
          quantity: 2,
          discountAllocations: [{ allocatedAmountSet: money("2.20") }],
          taxLines: [tax("2.00")],
        }),
      ],
      shipping: [shipping({ price: "5.50", taxLines: [tax("0.50")] })],
      total: "27.50",
      tax: "2.50",
      subtotal: "22.00",
    });
    expect(promised(order)).toEqual([
      "2 × TEA 20.00 + 2.00 GST",
      "1 × Shipping: Standard 5.00 + 0.50 GST",
      "25.00 + 2.50 GST",
    ]);
  });

  test("tax on top stays on top, and what a marketplace pays stays out", () => {
    const order = shopOrder({
      lines: [line({ price: "20.00", taxLines: [tax("2.00"), tax("1.00", 0.05, "Marketplace", true)] })],
      total: "23.00",
      tax: "3.00",
      subtotal: "20.00",
      over: { taxesIncluded: false },
    });
    expect(promised(order)).toEqual(["1 × TEA 20.00 + 2.00 GST", "20.00 + 2.00 GST"]);
  });

  test("everything that is no product is a charge of its own", () => {
    const order = shopOrder({
      lines: [
        line(),
        line({
          id: "2",
          sku: "GIFT-25",
          title: "Gift Card",
          variantTitle: "25",
          isGiftCard: true,
          price: "25.00",
          quantity: 2,
        }),
        line({ id: "3", sku: null, title: "Wrapping", product: null, variant: null, price: "3.00" }),
        line({
          id: "4",
          sku: null,
          title: "Tip",
          product: null,
          variant: null,
          price: "4.00",
          requiresShipping: false,
        }),
      ],
      shipping: [shipping({ price: "0.00" })],
      total: "70.60",
      subtotal: "63.00",
      over: {
        totalTipReceivedSet: money("4.00"),
        originalTotalDutiesSet: money("3.60"),
        currentTotalDutiesSet: money("3.60"),
        totalCashRoundingAdjustment: { paymentSet: money("-0.05"), refundSet: money("0") },
      },
    });
    expect(promised(order)).toEqual([
      "1 × TEA 10.00 + 0.00 NONE",
      "1 × 2 × Gift Card - 25 50.00 + 0.00 NONE",
      "1 × Wrapping 3.00 + 0.00 NONE",
      "1 × Tip 4.00 + 0.00 NONE",
      "1 × Duties 3.60 + 0.00 NONE",
      "1 × Cash rounding -0.05 + 0.00 NONE",
      "70.55 + 0.00 NONE",
    ]);
  });

  test("of what was given back in part, what is left is booked, and a cent that the shop rounds otherwise is let be", () => {
    // Of 3 for 10.00 two are left: 6.67; the shop says 6.66.
    const order = shopOrder({
      lines: [
        line({
          price: "3.34",
          quantity: 3,
          currentQuantity: 2,
          discountAllocations: [{ allocatedAmountSet: money("0.02") }],
        }),
      ],
      total: "10.00",
      subtotal: "10.00",
      now: { total: "6.66", tax: "0", subtotal: "6.66" },
    });
    expect(promised(order)).toEqual(["2 × TEA 6.67 + 0.00 NONE", "6.66 + 0.00 NONE"]);
    const lines = promisedLines(order, lists);
    expect("asks" in lines ? [] : lines.lines.map(({ play }) => shown(play.net))).toEqual(["0.02"]);
  });
});

describe("a person is asked", () => {
  test("when the lines do not come to the total", () => {
    expect(promised(shopOrder({ lines: [line()], total: "10.01", subtotal: "10.00" }))).toEqual([
      "ORDER_TOTAL_MISMATCH",
    ]);
  });

  test("when the tax is not that of the lines", () => {
    const order = shopOrder({
      lines: [line({ taxLines: [tax("0.91")] })],
      total: "10.00",
      tax: "0.90",
      subtotal: "10.00",
    });
    expect(promised(order)).toEqual(["ORDER_TOTAL_MISMATCH"]);
  });

  test("when a share is off by more than a cent", () => {
    const order = shopOrder({
      lines: [line({ price: "10.00", quantity: 3, currentQuantity: 2 })],
      total: "30.00",
      subtotal: "30.00",
      now: { total: "19.90", tax: "0", subtotal: "19.90" },
    });
    expect(promised(order)).toEqual(["ORDER_TOTAL_MISMATCH"]);
  });

  test("when an amount is finer than cents", () => {
    const order = shopOrder({
      lines: [line({ price: "1.005" })],
      total: "1.005",
      subtotal: "1.005",
      over: { currencyCode: "KWD" },
    });
    expect(promised(order)).toEqual(["ORDER_TOTAL_MISMATCH"]);
  });

  test("when a product or a tax code is not in the account, and of both", () => {
    const order = shopOrder({
      lines: [line({ sku: "COFFEE", taxLines: [tax("0.65", 0.07)] }), line({ id: "2", sku: " " })],
      total: "20.00",
      tax: "0.65",
      subtotal: "20.00",
    });
    expect(promised(order)).toEqual(["UNKNOWN_PRODUCT", "UNKNOWN_TAX_CODE"]);
  });

  test("when nothing is left", () => {
    const order = shopOrder({
      lines: [line({ currentQuantity: 0 })],
      total: "10.00",
      subtotal: "10.00",
      now: { total: "0", tax: "0", subtotal: "0" },
    });
    expect(promised(order)).toEqual(["NOTHING_TO_BOOK"]);
  });
});

test("tax that was charged and came to nothing keeps its code; where none was charged the line is exempt", () => {
  const code = (price: string): unknown =>
    promised(shopOrder({ lines: [line({ price, taxLines: [tax("0.00")] })], total: price, subtotal: price }));
  expect(code("0.04")).toEqual(["1 × TEA 0.04 + 0.00 GST", "0.04 + 0.00 GST"]);
  expect(code("9.00")).toEqual(["1 × TEA 9.00 + 0.00 NONE", "9.00 + 0.00 NONE"]);
});
