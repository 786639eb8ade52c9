import { describe } from "vitest";
import { buildOrder } from "#test/support/order-builder.ts";
import { checkMatrix } from "./check-matrix.ts";

describe("money: shipping, tips, duties, fees, cash rounding", () => {
  checkMatrix({
    "free shipping as a line": {
      order: { shipping: [{ price: "7", discounts: ["7"] }] },
      settings: { charges: { freeShipping: true } },
      lines: ["1 TEA @ 10 = 10 + 1 G.S.T.", "1 [Shipping: Standard] @ 0 = 0 + 0 G.S.T."],
      sums: "10 + 1 = 11",
    },
    "shipping with a discount, tax in the price": {
      order: { shipping: [{ price: "12", discounts: ["3"] }], taxesIncluded: true },
      lines: ["1 TEA @ 9.09 = 9.09 + 0.91 G.S.T.", "1 [Shipping: Standard] @ 8.18 = 8.18 + 0.82 G.S.T."],
      sums: "17.27 + 1.73 = 19",
    },
    "two kinds of shipping": {
      order: { shipping: [{ price: "5" }, { price: "9.95", title: "Express" }] },
      lines: [
        "1 TEA @ 10 = 10 + 1 G.S.T.",
        "1 [Shipping: Standard] @ 5 = 5 + 0.5 G.S.T.",
        "1 [Shipping: Express] @ 9.95 = 9.95 + 1 G.S.T.",
      ],
      sums: "24.95 + 2.5 = 27.45",
    },
    "shipping as a product": {
      order: { shipping: [{ price: "5" }] },
      settings: { charges: { shipping: { as: "product", product: "SHIP" } } },
      lines: ["1 TEA @ 10 = 10 + 1 G.S.T.", "1 SHIP @ 5 = 5 + 0.5 G.S.T."],
      sums: "15 + 1.5 = 16.5",
    },
    "shipping as a product that is not there": {
      order: { shipping: [{ price: "5" }] },
      settings: { charges: { shipping: { as: "product", product: "POST" } } },
      asks: "UNKNOWN_PRODUCT",
    },
    "a tip": {
      order: { tip: "3.50" },
      lines: ["1 TEA @ 10 = 10 + 1 G.S.T.", "1 [Tip] @ 3.5 = 3.5 + 0 NONE"],
      sums: "13.5 + 1 = 14.5",
    },
    "a tip that is told in the totals only": {
      order: { tip: "3.50", over: { lines: buildOrder().lines } },
      lines: ["1 TEA @ 10 = 10 + 1 G.S.T.", "1 [Tip] @ 3.5 = 3.5 + 0 NONE"],
      sums: "13.5 + 1 = 14.5",
    },
    "a tip that the settings leave to a person": {
      order: { tip: "3.50" },
      settings: { charges: { tips: { as: "attention" } } },
      asks: "CHARGE_NEEDS_DECISION",
    },
    "a tip that a person allowed": {
      order: { tip: "3.50" },
      settings: { charges: { tips: { as: "attention" } } },
      decisions: { "CHARGE_NEEDS_DECISION/450789469:tip": "charge-line" },
      lines: ["1 TEA @ 10 = 10 + 1 G.S.T.", "1 [Tip] @ 3.5 = 3.5 + 0 NONE"],
      sums: "13.5 + 1 = 14.5",
    },
    "duties with a tax of their own": {
      order: { lines: [{ price: "100", duties: "12.34", dutyTaxes: [{ title: "GST", rate: "0.1" }] }] },
      lines: ["1 TEA @ 100 = 100 + 10 G.S.T.", "1 [Duties] @ 12.34 = 12.34 + 1.23 G.S.T."],
      sums: "112.34 + 11.23 = 123.57",
    },
    "duties of several lines, taxed alike": {
      order: {
        lines: ["12.34", "5"].map((duties) => ({
          price: "100",
          duties,
          dutyTaxes: [{ title: "GST", rate: "0.1" }],
        })),
      },
      lines: [
        "1 TEA @ 100 = 100 + 10 G.S.T.",
        "1 TEA @ 100 = 100 + 10 G.S.T.",
        "1 [Duties] @ 17.34 = 17.34 + 1.73 G.S.T.",
      ],
      sums: "217.34 + 21.73 = 239.07",
    },
    "duties of several lines, each taxed in its own way": {
      order: {
        lines: [
          { price: "100", duties: "12.34", dutyTaxes: [{ title: "GST", rate: "0.1" }] },
          { price: "100", duties: "5", dutyTaxes: [{ title: "GST", rate: "0.15" }] },
          { price: "100", duties: "1" },
        ],
      },
      lines: [
        "1 TEA @ 100 = 100 + 10 G.S.T.",
        "1 TEA @ 100 = 100 + 10 G.S.T.",
        "1 TEA @ 100 = 100 + 10 G.S.T.",
        "1 [Duties] @ 12.34 = 12.34 + 1.23 G.S.T.",
        "1 [Duties] @ 5 = 5 + 0.75 GST15",
        "1 [Duties] @ 1 = 1 + 0 NONE",
      ],
      sums: "318.34 + 31.98 = 350.32",
    },
    "duties in the price": {
      order: { lines: [{ price: "100", duties: "12.34" }], dutiesIncluded: true },
      lines: ["1 TEA @ 87.66 = 87.66 + 10 G.S.T.", "1 [Duties] @ 12.34 = 12.34 + 0 NONE"],
      sums: "100 + 10 = 110",
    },
    "further fees": {
      order: { fees: "2.20" },
      lines: ["1 TEA @ 10 = 10 + 1 G.S.T.", "1 [Fees] @ 2.2 = 2.2 + 0 NONE"],
      sums: "12.2 + 1 = 13.2",
    },
    "cash rounding down": {
      order: { lines: [{ price: "9.98" }], taxesIncluded: true, cashRounding: "-0.03" },
      lines: ["1 TEA @ 9.07 = 9.07 + 0.91 G.S.T.", "1 [Cash rounding] @ -0.03 = -0.03 + 0 NONE"],
      sums: "9.04 + 0.91 = 9.95",
    },
    "cash rounding left out": {
      order: { lines: [{ price: "9.98" }], taxesIncluded: true, cashRounding: "-0.03" },
      settings: { charges: { cashRounding: "leave-out" } },
      lines: ["1 TEA @ 9.07 = 9.07 + 0.91 G.S.T."],
      sums: "9.07 + 0.91 = 9.98",
    },
    "cash rounding that the settings leave to a person": {
      order: { cashRounding: "0.02" },
      settings: { charges: { cashRounding: "attention" } },
      asks: "CHARGE_NEEDS_DECISION",
    },
  });
});
