import { describe } from "vitest";
import { checkMatrix } from "./check-matrix.ts";

const five = [{ price: "23.90" }, { price: "25.40" }, { price: "25.40" }, { price: "25.30" }].map(
  (line, index) => ({ ...line, discounts: [["2.39", "2.54", "2.54", "2.53"][index] ?? "0"] }),
);

describe("money: prices and discounts", () => {
  checkMatrix({
    "tax on top": {
      order: { lines: [{ price: "10", quantity: 2 }], shipping: [{ price: "5" }] },
      lines: ["2 TEA @ 10 = 20 + 2 G.S.T.", "1 [Shipping: Standard] @ 5 = 5 + 0.5 G.S.T."],
      sums: "25 + 2.5 = 27.5",
    },
    "tax in the price": {
      order: { lines: [{ price: "11", quantity: 2 }], shipping: [{ price: "5.50" }], taxesIncluded: true },
      lines: ["2 TEA @ 10 = 20 + 2 G.S.T.", "1 [Shipping: Standard] @ 5 = 5 + 0.5 G.S.T."],
      sums: "25 + 2.5 = 27.5",
    },
    "tax in the price that does not divide": {
      order: { lines: [{ price: "9.99", quantity: 3 }], taxesIncluded: true },
      lines: ["3 TEA @ 9.0833 = 27.25 + 2.72 G.S.T."],
      sums: "27.25 + 2.72 = 29.97",
    },
    "a discount by code on one line": {
      order: { lines: [{ price: "10", quantity: 3, discounts: ["5"] }] },
      lines: ["3 TEA @ 8.3333 = 25 + 2.5 G.S.T."],
      sums: "25 + 2.5 = 27.5",
    },
    "a discount over the order in uneven cents": {
      order: { lines: five },
      lines: [
        "1 TEA @ 21.51 = 21.51 + 2.15 G.S.T.",
        "1 TEA @ 22.86 = 22.86 + 2.29 G.S.T.",
        "1 TEA @ 22.86 = 22.86 + 2.29 G.S.T.",
        "1 TEA @ 22.77 = 22.77 + 2.28 G.S.T.",
      ],
      sums: "90 + 9.01 = 99.01",
    },
    "several discounts on a line, tax in the price": {
      order: {
        lines: [{ price: "19.95", quantity: 7, discounts: ["13.97", "6.28", "0.01"] }],
        taxesIncluded: true,
      },
      lines: ["7 TEA @ 15.5057 = 108.54 + 10.85 G.S.T."],
      sums: "108.54 + 10.85 = 119.39",
    },
    "two decimals are all the account keeps of a price": {
      order: { lines: [{ price: "10", quantity: 3, discounts: ["5"] }] },
      settings: { rounding: { unitPriceDecimals: 2 } },
      lines: ["2 TEA @ 8.33 = 16.66 + 1.67 G.S.T.", "1 TEA @ 8.34 = 8.34 + 0.83 G.S.T."],
      sums: "25 + 2.5 = 27.5",
    },
    "more units than any price with four decimals can meet": {
      order: { lines: [{ price: "0.40", quantity: 250, discounts: ["0.01"], taxes: [] }] },
      lines: ["1 TEA @ 0.39 = 0.39 + 0 NONE", "249 TEA @ 0.4 = 99.6 + 0 NONE"],
      sums: "99.99 + 0 = 99.99",
    },
    "a line that is free": {
      order: { lines: [{ price: "10" }, { price: "8", discounts: ["8"] }] },
      lines: ["1 TEA @ 10 = 10 + 1 G.S.T.", "1 TEA @ 0 = 0 + 0 G.S.T."],
      sums: "10 + 1 = 11",
    },
    "an order that is free": {
      order: { lines: [{ price: "10", discounts: ["10"] }], shipping: [{ price: "0" }] },
      lines: ["1 TEA @ 0 = 0 + 0 G.S.T."],
      sums: "0 + 0 = 0",
    },
    "another presentment currency changes nothing": {
      order: {
        lines: [{ price: "19.95", quantity: 3, discounts: ["4.99"] }],
        shipping: [{ price: "9.95" }],
        presentment: { currency: "JPY", rate: "97.31" },
      },
      lines: ["3 TEA @ 18.2867 = 54.86 + 5.49 G.S.T.", "1 [Shipping: Standard] @ 9.95 = 9.95 + 1 G.S.T."],
      sums: "64.81 + 6.49 = 71.3",
    },
    "a currency without decimals": {
      order: {
        lines: [{ price: "1000", quantity: 3, discounts: ["1"] }],
        currency: "JPY",
        taxesIncluded: true,
      },
      settings: { currency: { account: "JPY" } },
      lines: ["3 TEA @ 908.6667 = 2726 + 273 G.S.T."],
      sums: "2726 + 273 = 2999",
    },
    "three decimals that Unleashed does not keep": {
      order: { lines: [{ price: "1.235" }], currency: "KWD", taxes: [] },
      settings: { currency: { account: "KWD" } },
      asks: "ORDER_TOTAL_MISMATCH",
    },
    "three decimals, kept by an account that does": {
      order: { lines: [{ price: "1.235", quantity: 3, discounts: ["0.001"] }], currency: "KWD", taxes: [] },
      settings: { currency: { account: "KWD" }, rounding: { amountDecimals: 3 } },
      lines: ["3 TEA @ 1.2347 = 3.704 + 0 NONE"],
      sums: "3.704 + 0 = 3.704",
    },
  });
});
