import type { Mutation } from "../mutation.ts";

/** Mistakes around refunds that become credits. */
export const creditingMutations: readonly Mutation[] = [
  {
    name: "credits-are-not-looked-for",
    connector: "unleashed-credits",
    says: "The refund has no credit that Waybill knows of, so it has none.",
    edits: [
      {
        file: "src/connectors/unleashed/flows/refunds/find-credit.ts",
        find: "const [first, second] = own.filter((note) => !isDeleted(note));",
        replace: "const [first, second] = own.slice(own.length);",
      },
      {
        file: "src/connectors/unleashed/flows/refunds/find-credit.ts",
        find: "const [deleted] = own;",
        replace: "const [deleted] = own.slice(own.length);",
      },
    ],
    guarantees: [],
    chaos: { rules: ["credits-once"], runs: 60 },
  },
  {
    name: "credit-what-was-never-booked",
    connector: "unleashed-credits",
    says: "Money was given back, so it is credited, whatever the sales order says.",
    edits: [
      {
        file: "src/connectors/unleashed/flows/refunds/moot-refund.ts",
        find: "?.includes.includes(refund.id) === true)",
        replace: "?.includes.includes(refund.id) === null)",
      },
    ],
    guarantees: [],
    chaos: { rules: ["credits-once"], runs: 60 },
  },
  {
    name: "credit-with-tax-in-the-price",
    connector: "unleashed-credits",
    says: "The shop gave back 22.00, so the credit says 22.00.",
    edits: [
      {
        file: "src/connectors/unleashed/flows/refunds/refund-parts.ts",
        find: "const net = gross(part, refund).minus(charged);",
        replace: "const net = gross(part, refund);",
      },
    ],
    guarantees: [],
    chaos: { rules: ["credits-once"], runs: 20 },
  },
  {
    name: "refunds-are-called-by-announcements-alone",
    connector: "unleashed-credits",
    says: "The order is looked at when it changes, and its refunds when it arrives.",
    edits: [
      {
        file: "src/engine/reconcile/reconcile-key.ts",
        find: "if (this.#snapshot.link !== null) await this.#callParts();",
        replace: "",
      },
    ],
    guarantees: [],
    chaos: { rules: ["credits-once"], runs: 20 },
  },
];
