import { describe } from "vitest";
import { checkMatrix } from "./check-matrix.ts";

describe("money: products, gift cards, custom lines", () => {
  checkMatrix({
    "a gift card sold": {
      order: {
        lines: [{ price: "10" }, { price: "50", giftCard: true, title: "Gift card", quantity: 2, sku: null }],
      },
      lines: ["1 TEA @ 10 = 10 + 1 G.S.T.", "1 [2 × Gift card] @ 100 = 100 + 0 NONE"],
      sums: "110 + 1 = 111",
    },
    "a gift card sold, as a product": {
      order: { lines: [{ price: "50", giftCard: true, quantity: 2, sku: null }] },
      settings: { charges: { giftCardsSold: { as: "product", product: "GIFT" } } },
      lines: ["2 GIFT @ 50 = 100 + 0 NONE"],
      sums: "100 + 0 = 100",
    },
    "a gift card sold, by its own SKU": {
      order: { lines: [{ price: "50", giftCard: true, sku: "GIFT" }] },
      settings: { charges: { giftCardsSold: { as: "product" } } },
      lines: ["1 GIFT @ 50 = 50 + 0 NONE"],
      sums: "50 + 0 = 50",
    },
    "a gift card used to pay": {
      order: { over: { gateways: ["gift_card", "shopify_payments"] } },
      lines: ["1 TEA @ 10 = 10 + 1 G.S.T."],
      sums: "10 + 1 = 11",
    },
    "a custom line without a SKU": {
      order: { lines: [{ price: "15", custom: true, title: "Engraving", quantity: 2 }] },
      lines: ["1 [2 × Engraving] @ 30 = 30 + 3 G.S.T."],
      sums: "30 + 3 = 33",
    },
    "a custom line as a set product": {
      order: { lines: [{ price: "15", custom: true, title: "Engraving", quantity: 2 }] },
      settings: { charges: { customLines: { as: "product", product: "MUG" } } },
      lines: ["2 MUG @ 15 = 30 + 3 G.S.T."],
      sums: "30 + 3 = 33",
    },
    "a custom line that the settings leave to a person": {
      order: { lines: [{ price: "15", custom: true, title: "Engraving" }] },
      settings: { charges: { customLines: { as: "attention" } } },
      asks: "UNKNOWN_PRODUCT",
    },
    "a custom line with a SKU": {
      order: { lines: [{ price: "15", custom: true, sku: "MUG" }] },
      lines: ["1 MUG @ 15 = 15 + 1.5 G.S.T."],
      sums: "15 + 1.5 = 16.5",
    },
    "a deleted product whose SKU is known": {
      order: { lines: [{ price: "15", deleted: true }] },
      lines: ["1 TEA @ 15 = 15 + 1.5 G.S.T."],
      sums: "15 + 1.5 = 16.5",
    },
    "the same SKU twice": {
      order: { lines: [{ price: "10" }, { price: "9", quantity: 2 }] },
      lines: ["1 TEA @ 10 = 10 + 1 G.S.T.", "2 TEA @ 9 = 18 + 1.8 G.S.T."],
      sums: "28 + 2.8 = 30.8",
    },
    "a product without a SKU": { order: { lines: [{ price: "10", sku: null }] }, asks: "UNKNOWN_PRODUCT" },
    "a product that is not in the account": {
      order: { lines: [{ price: "10", sku: "NOPE" }] },
      asks: "UNKNOWN_PRODUCT",
    },
    "a product that is obsolete": {
      order: {},
      account: { products: [{ code: "TEA", obsolete: true }] },
      asks: "UNKNOWN_PRODUCT",
    },
    "a SKU that the settings map": {
      order: { lines: [{ price: "10", sku: "TEA-250" }] },
      settings: { products: { map: { "TEA-250": "TEA" } } },
      lines: ["1 TEA @ 10 = 10 + 1 G.S.T."],
      sums: "10 + 1 = 11",
    },
    "a product that a person mapped": {
      order: { lines: [{ price: "10", sku: "OLD" }] },
      decisions: { "UNKNOWN_PRODUCT/OLD": "map=MUG" },
      lines: ["1 MUG @ 10 = 10 + 1 G.S.T."],
      sums: "10 + 1 = 11",
    },
    "a product that a person books without a product": {
      order: { lines: [{ price: "10", sku: "OLD", title: "Old thing" }] },
      decisions: { "UNKNOWN_PRODUCT/OLD": "charge-line" },
      lines: ["1 [Old thing] @ 10 = 10 + 1 G.S.T."],
      sums: "10 + 1 = 11",
    },
    "a line that a person ignores takes its money along": {
      order: { lines: [{ price: "10" }, { price: "20", sku: "OLD" }] },
      decisions: { "UNKNOWN_PRODUCT/OLD": "ignore-line" },
      lines: ["1 TEA @ 10 = 10 + 1 G.S.T."],
      sums: "10 + 1 = 11",
    },
  });
});
