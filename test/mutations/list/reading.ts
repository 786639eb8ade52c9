import type { Mutation } from "../mutation.ts";

/** Mistakes in reading from the shop. */
export const readingMutations: readonly Mutation[] = [
  {
    name: "units-sold-are-units-left",
    says: "What was sold is what has to be delivered.",
    edits: [
      {
        file: "src/connectors/shopify/decode/lines-from-graphql.ts",
        find: `readCount(node.currentQuantity, "lineItems.currentQuantity")`,
        replace: `readCount(node.quantity, "lineItems.currentQuantity")`,
      },
    ],
    guarantees: ["announcement-agrees-with-read"],
    chaos: { rules: ["right-outcome", "every-field", "once-each"], runs: 60 },
  },
  {
    name: "tip-left-out-of-the-body",
    says: "A tip is no part of what was sold.",
    edits: [
      {
        file: "src/connectors/shopify/decode/order-from-webhook.ts",
        find: `const tip = readAmount(body.total_tip_received ?? "0", "total_tip_received");`,
        replace: `const tip = "0";`,
      },
    ],
    guarantees: ["announcement-agrees-with-read"],
    chaos: { rules: ["right-outcome", "every-field", "once-each"], runs: 60 },
  },
  {
    name: "deleted-order-is-only-read-again",
    says: "Whatever an announcement says, reading the order tells how it stands.",
    edits: [
      {
        file: "src/connectors/shopify/topics.ts",
        find: `["orders/delete", { tells: "deleted", keyIn: own("orders", "Order") }],`,
        replace: `["orders/delete", { tells: "changed", keyIn: own("orders", "Order") }],`,
      },
    ],
    guarantees: ["deletion-noticed"],
    chaos: { rules: ["right-outcome", "every-field", "once-each"], runs: 30 },
  },
  {
    name: "cancelled-order-looks-open",
    says: "An order that can be read is an order.",
    edits: [
      {
        file: "src/connectors/shopify/decode/order-from-graphql.ts",
        find: `cancelledAt: readOptionalTime(node.cancelledAt, "cancelledAt"),`,
        replace: `cancelledAt: null,`,
      },
    ],
    guarantees: ["announcement-agrees-with-read"],
    chaos: { rules: ["right-outcome", "every-field", "once-each"], runs: 30 },
  },
];
