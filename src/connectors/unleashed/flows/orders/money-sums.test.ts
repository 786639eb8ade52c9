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
