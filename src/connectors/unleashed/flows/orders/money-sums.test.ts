import { describe } from "vitest";
import { buildOrder } from "#test/support/order-builder.ts";
import { checkMatrix } from "./check-matrix.ts";

describe("money: sums that do not agree, and all of it at once", () => {
  checkMatrix({
    "totals that do not follow from the lines": {
      order: { over: { totals: { ...buildOrder().totals, total: { shop: "11.04", presentment: "11.04" } } } },
      asks: "ORDER_TOTAL_MISMATCH",
      gap: "0.04",
    },
    "a gap that a rounding line may close": {
      order: { over: { totals: { ...buildOrder().totals, total: { shop: "11.04", presentment: "11.04" } } } },
      settings: { rounding: { line: true } },
      lines: ["1 TEA @ 10 = 10 + 1 G.S.T.", "1 [Rounding] @ 0.04 = 0.04 + 0 NONE"],
      sums: "10.04 + 1 = 11.04",
    },
    "a gap that is too large for a rounding line": {
      order: { over: { totals: { ...buildOrder().totals, total: { shop: "11.06", presentment: "11.06" } } } },
      settings: { rounding: { line: true } },
      asks: "ORDER_TOTAL_MISMATCH",
      gap: "0.06",
    },
    "a gap that a person closes with a rounding line": {
      order: { over: { totals: { ...buildOrder().totals, total: { shop: "11.04", presentment: "11.04" } } } },
      decisions: { "ORDER_TOTAL_MISMATCH/450789469": "rounding=0.04" },
      lines: ["1 TEA @ 10 = 10 + 1 G.S.T.", "1 [Rounding] @ 0.04 = 0.04 + 0 NONE"],
      sums: "10.04 + 1 = 11.04",
    },
    "tax that differs although the total agrees": {
      order: {
        taxesIncluded: true,
        over: {
          totals: { ...buildOrder({ taxesIncluded: true }).totals, tax: { shop: "0.9", presentment: "0.9" } },
        },
      },
      asks: "ORDER_TOTAL_MISMATCH",
      gap: "0",
    },
    "tax that differs although the total agrees, put on the line with the most tax by a person": {
      order: {
        taxesIncluded: true,
        lines: [{ price: "11" }, { price: "22", sku: "MUG" }],
        over: {
          totals: {
            ...buildOrder({ taxesIncluded: true, lines: [{ price: "11" }, { price: "22" }] }).totals,
            tax: { shop: "3.01", presentment: "3.01" },
          },
        },
      },
      decisions: { "ORDER_TOTAL_MISMATCH/450789469": "tax=0.01" },
      lines: ["1 TEA @ 10 = 10 + 1 G.S.T.", "1 MUG @ 19.99 = 19.99 + 2.01 G.S.T."],
      sums: "29.99 + 3.01 = 33",
    },
    "a tax gap that is another one than the person saw": {
      order: {
        taxesIncluded: true,
        over: {
          totals: { ...buildOrder({ taxesIncluded: true }).totals, tax: { shop: "0.9", presentment: "0.9" } },
        },
      },
      decisions: { "ORDER_TOTAL_MISMATCH/450789469": "tax=0.01" },
      asks: "ORDER_TOTAL_MISMATCH",
    },
    "a fee that the shop taxed, once a person says so": {
      order: {
        fees: "2.20",
        over: {
          totals: {
            ...buildOrder({ fees: "2.20" }).totals,
            tax: { shop: "1.22", presentment: "1.22" },
            total: { shop: "13.42", presentment: "13.42" },
          },
        },
      },
      decisions: { "ORDER_TOTAL_MISMATCH/450789469": "tax=0.22" },
      lines: ["1 TEA @ 10 = 10 + 1 G.S.T.", "1 [Fees] @ 2.2 = 2.2 + 0.22 G.S.T."],
      sums: "12.2 + 1.22 = 13.42",
    },
    "a line added before arrival, taken as it stands by a person": {
      order: {
        over: {
          totals: {
            ...buildOrder().totals,
            total: { shop: "5.5", presentment: "5.5" },
            tax: { shop: "0.5", presentment: "0.5" },
          },
        },
      },
      decisions: { "ORDER_BASIS/450789469": "as-it-stands" },
      lines: ["1 TEA @ 10 = 10 + 1 G.S.T."],
      sums: "10 + 1 = 11",
    },
    "everything at once": {
      order: {
        lines: [
          { price: "21.95", quantity: 3, discounts: ["6.59", "0.83"] },
          {
            price: "8.50",
            sku: "MUG",
            quantity: 2,
            duties: "1.10",
            dutyTaxes: [{ title: "GST", rate: "0.1" }],
          },
          { price: "25", giftCard: true, sku: null, title: "Gift card" },
          { price: "4.40", custom: true, title: "Wrapping", taxes: [] },
        ],
        shipping: [{ price: "11", discounts: ["1.10"] }],
        tip: "2",
        fees: "0.75",
        cashRounding: "0.01",
        taxesIncluded: true,
        presentment: { currency: "USD", rate: "0.6571" },
      },
      lines: [
        "3 TEA @ 17.7067 = 53.12 + 5.31 G.S.T.",
        "2 MUG @ 7.725 = 15.45 + 1.55 G.S.T.",
        "1 [Gift card] @ 25 = 25 + 0 NONE",
        "1 [Wrapping] @ 4.4 = 4.4 + 0 NONE",
        "1 [Shipping: Standard] @ 9 = 9 + 0.9 G.S.T.",
        "1 [Tip] @ 2 = 2 + 0 NONE",
        "1 [Duties] @ 1.1 = 1.1 + 0.1 G.S.T.",
        "1 [Fees] @ 0.75 = 0.75 + 0 NONE",
        "1 [Cash rounding] @ 0.01 = 0.01 + 0 NONE",
      ],
      sums: "110.83 + 7.86 = 118.69",
    },
  });
});
