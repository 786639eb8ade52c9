import { describe } from "vitest";
import { checkMatrix } from "./check-matrix.ts";

describe("money: edited or refunded before arrival", () => {
  checkMatrix({
    "edited before arrival: units taken off": {
      order: {
        lines: [
          { price: "10", quantity: 3, current: 2, discounts: ["1"] },
          { price: "5", current: 0 },
        ],
      },
      lines: ["2 TEA @ 9.665 = 19.33 + 1.93 G.S.T."],
      sums: "19.33 + 1.93 = 21.26",
    },
    "edited before arrival: the shop's rounding of what is left counts": {
      order: {
        lines: [
          { price: "10", quantity: 3, current: 1, discounts: ["1"] },
          { price: "10", quantity: 3, current: 1, discounts: ["1"] },
        ],
        skew: { subtotal: "-0.01", tax: "0.01" },
      },
      lines: ["1 TEA @ 9.66 = 9.66 + 0.98 G.S.T.", "1 TEA @ 9.67 = 9.67 + 0.97 G.S.T."],
      sums: "19.33 + 1.95 = 21.28",
    },
    "edited before arrival: a gap that no rounding explains": {
      order: {
        lines: [{ price: "10", quantity: 3, current: 1, discounts: ["1"] }],
        skew: { subtotal: "-0.02" },
      },
      asks: "ORDER_TOTAL_MISMATCH",
      gap: "-0.02",
    },
    "edited before arrival: shipping taken off": {
      order: {
        lines: [{ price: "10" }],
        shipping: [
          { price: "5", removed: true },
          { price: "9", title: "Express" },
        ],
      },
      lines: ["1 TEA @ 10 = 10 + 1 G.S.T.", "1 [Shipping: Express] @ 9 = 9 + 0.9 G.S.T."],
      sums: "19 + 1.9 = 20.9",
    },
    "refunded in part before arrival: what is left": {
      order: {
        lines: [{ price: "10", quantity: 2, current: 1 }, { price: "20" }],
        shipping: [{ price: "10", current: "4" }],
        over: { financialStatus: "PARTIALLY_REFUNDED", refunds: ["1"] },
      },
      lines: [
        "1 TEA @ 10 = 10 + 1 G.S.T.",
        "1 TEA @ 20 = 20 + 2 G.S.T.",
        "1 [Shipping: Standard] @ 4 = 4 + 0.4 G.S.T.",
      ],
      sums: "34 + 3.4 = 37.4",
    },
    "refunded in part before arrival: as sold": {
      order: {
        lines: [{ price: "10", quantity: 2, current: 1 }],
        over: { financialStatus: "PARTIALLY_REFUNDED", refunds: ["1"] },
      },
      settings: { partlyRefunded: "as-sold" },
      lines: ["2 TEA @ 10 = 20 + 2 G.S.T."],
      sums: "20 + 2 = 22",
    },
    "refunded in part before arrival: money alone leaves the goods as sold": {
      order: {
        lines: [{ price: "10" }],
        refundedMoney: "3",
        over: { financialStatus: "PARTIALLY_REFUNDED" },
      },
      lines: ["1 TEA @ 10 = 10 + 1 G.S.T."],
      sums: "10 + 1 = 11",
    },
    "refunded in part before arrival: goods and further money do not add up": {
      order: {
        lines: [{ price: "10", quantity: 2, current: 1 }],
        refundedMoney: "3",
        over: { financialStatus: "PARTIALLY_REFUNDED" },
      },
      asks: "ORDER_TOTAL_MISMATCH",
      gap: "-3",
    },
    "refunded in part before arrival: a person takes it as sold": {
      order: {
        lines: [{ price: "10", quantity: 2, current: 1 }],
        refundedMoney: "3",
        over: { financialStatus: "PARTIALLY_REFUNDED" },
      },
      decisions: { "ORDER_BASIS/450789469": "as-sold" },
      lines: ["2 TEA @ 10 = 20 + 2 G.S.T."],
      sums: "20 + 2 = 22",
    },
    "refunded in part before arrival: left to a person": {
      order: { over: { financialStatus: "PARTIALLY_REFUNDED", refunds: ["1"] } },
      settings: { partlyRefunded: "attention" },
      asks: "ORDER_PARTLY_REFUNDED",
    },
    "everything was taken off": {
      order: { lines: [{ price: "10", current: 0 }] },
      asks: "NOTHING_TO_BOOK",
    },
  });
});
