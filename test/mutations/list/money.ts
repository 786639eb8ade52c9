import type { Mutation } from "../mutation.ts";

/** Mistakes with sums. */
export const moneyMutations: readonly Mutation[] = [
  {
    name: "skip-the-sums-check",
    says: "The lines come from the shop, so their sum is the order's.",
    edits: [
      {
        file: "src/connectors/unleashed/flows/orders/project-order.ts",
        find: "if (lines.tooFine.length > 0 || !gap.total.isZero() || !gap.tax.isZero())",
        replace: "if (lines.tooFine.length > 0)",
      },
    ],
    guarantees: ["sums-that-disagree-park"],
    chaos: {
      beyond: "The shop of the sandbox makes no order whose sums do not agree.",
    },
  },
  {
    name: "price-rounded-to-the-cent",
    says: "The price of one unit is the total divided by the quantity, to the cent.",
    edits: [
      {
        file: "src/connectors/unleashed/flows/orders/split-evenly.ts",
        find: "const price = total.div(quantity).toDecimalPlaces(priceDecimals);\n  if (price.times(quantity).toDecimalPlaces(amountDecimals).equals(total))",
        replace:
          "const price = total.div(quantity).toDecimalPlaces(amountDecimals);\n  if (!price.isNegative() || priceDecimals >= 0)",
      },
    ],
    guarantees: ["amounts-to-the-cent"],
    chaos: {
      rules: ["every-field", "right-outcome", "once-each", "nothing-unexplained"],
      runs: 60,
    },
  },
  {
    name: "all-tax-on-the-first-line",
    says: "The tax of an order is one sum; on which line it stands does not matter.",
    edits: [
      {
        file: "src/connectors/unleashed/flows/orders/book-order.ts",
        find: "return { items, basis, ...sums };",
        replace:
          "const whole = items.reduce((sum, { tax }) => sum.plus(tax), nothing);\n" +
          "  return { items: items.map((item, index) => ({ ...item, tax: index === 0 ? whole : nothing })), basis, ...sums };",
      },
    ],
    guarantees: ["amounts-to-the-cent"],
    chaos: {
      rules: ["every-field"],
      runs: 60,
    },
  },
  {
    name: "money-of-the-buyer",
    says: "A price is a price, in whichever currency the buyer saw it.",
    edits: [
      {
        file: "src/connectors/unleashed/flows/orders/line-amounts.ts",
        find: "const gross = exact(line.unitPrice.shop).times(line.quantity).minus(discount);",
        replace: "const gross = exact(line.unitPrice.presentment).times(line.quantity).minus(discount);",
      },
    ],
    guarantees: ["amounts-to-the-cent"],
    chaos: {
      rules: ["once-each", "every-field", "right-outcome"],
      runs: 60,
    },
  },
];
