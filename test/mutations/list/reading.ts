import type { Mutation } from "../mutation.ts";

/** Mistakes in reading from the shop. */
export const readingMutations: readonly Mutation[] = [
  {
    name: "failed-answer-means-deleted",
    says: "An order that the shop does not give out is not there any more.",
    edits: [
      {
        file: "src/connectors/shopify/system/read-orders.ts",
        find: "const nodes = await ask(system, chunk, priority);",
        replace: "const nodes = await ask(system, chunk, priority).catch(() => [] as (object | null)[]);",
      },
    ],
    guarantees: ["unreadable-reads-fail", "partial-is-not-whole"],
    chaos: { rules: ["right-outcome", "every-field", "once-each"], runs: 30 },
  },
  {
    name: "wait-of-the-shop-told-to-nobody",
    says: "Whoever is asked to wait waits; what others do is their business.",
    edits: [
      {
        file: "src/connectors/shopify/client.ts",
        find: "      limiter.pause(error.retryAfterMs);\n      await http.throttled(error.retryAfterMs);",
        replace: "",
      },
    ],
    guarantees: ["asked-to-wait"],
    chaos: { rules: ["no-storm"], runs: 30 },
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
    chaos: { rules: ["right-outcome", "every-field", "once-each"], runs: 30 },
  },
  {
    name: "time-of-the-order-is-when-it-was-placed",
    says: "An order has one time, at which it was placed.",
    edits: [
      {
        file: "src/connectors/shopify/decode/order-from-webhook.ts",
        find: `updatedAt: readTime(body.updated_at, "updated_at"),`,
        replace: `updatedAt: createdAt,`,
      },
    ],
    guarantees: ["announcement-agrees-with-read", "older-never-wins"],
    chaos: { rules: ["right-outcome", "every-field", "once-each"], runs: 30 },
  },
  {
    name: "sweep-of-orders-only",
    says: "Customers come with their orders, so only orders have to be compared with the shop.",
    edits: [
      {
        file: "src/engine/hub/background.ts",
        find: `(["orders", "customers"] as const).filter(`,
        replace: `(["orders"] as const).filter(`,
      },
    ],
    guarantees: ["unannounced-found"],
    chaos: { rules: ["every-customer"], runs: 30 },
  },
];
