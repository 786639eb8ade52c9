import type { Mutation } from "../mutation.ts";

/** Mistakes around the write itself: before it, in it, and in what is made of its answer. */
export const writingMutations: readonly Mutation[] = [
  {
    name: "drop-the-intent",
    says: "A write is sent without having been announced; the result is stored when it is there.",
    edits: [
      {
        file: "src/engine/reconcile/reconcile-key.ts",
        find: "if (!(await this.#tryToCommit(announced))) {",
        replace: 'if (intent.id === "") {',
      },
      {
        file: "src/engine/reconcile/reconcile-key.ts",
        find: `const settled = { settleIntent: { id: intent.id, state: "done" as const }, agreedIntent: intent.id };`,
        replace: "const settled = {};",
      },
    ],
    guarantees: ["announced-before-sent"],
    chaos: {
      rules: ["no-unplanned-write"],
      runs: 60,
    },
  },
  {
    name: "skip-the-read-back",
    says: "The other side said yes, so what was written need not be read again.",
    edits: [
      {
        file: "src/engine/execute/carry-out.ts",
        find: "  const snapshot = await readBack(runtime, flow, externalId);\n",
        replace: "",
      },
      {
        file: "src/engine/execute/carry-out.ts",
        find: "differences: flow.verify(plan.desired, snapshot),",
        replace: "differences: [],",
      },
    ],
    guarantees: ["read-back-mismatch-told"],
    chaos: {
      rules: ["no-unplanned-write"],
      runs: 60,
    },
  },
  {
    name: "retry-a-create-blindly",
    says: "No answer came, so the same is sent again at once.",
    edits: [
      {
        file: "src/engine/execute/carry-out.ts",
        find: "externalId = await findAfterLostAnswer(runtime, write, error);",
        replace: "({ externalId } = await flow.apply(runtime.client, plan, write.reference, write.current));",
      },
    ],
    guarantees: ["answer-lost-after-commit", "not-sent-again-unlooked"],
    chaos: {
      rules: ["no-unplanned-write"],
      runs: 60,
    },
  },
  {
    name: "forget-the-intent-after-a-failure",
    says: "The write failed, so there is nothing to remember of it.",
    edits: [
      {
        file: "src/engine/reconcile/reconcile-key.ts",
        find: `const nothingCame = refused || (error instanceof SyncError && error.errorClass === "conflict");`,
        replace: "const nothingCame = true;",
      },
    ],
    guarantees: ["not-sent-again-unlooked"],
    chaos: {
      rules: ["right-outcome", "once-each", "no-unplanned-write"],
      runs: 60,
    },
  },
  {
    name: "lost-answer-counts-as-refused",
    says: "A write that was answered with a 500 was refused: somebody has to look at it.",
    edits: [
      {
        file: "src/connectors/unleashed/errors.ts",
        find: `? new SyncError("unknown-outcome", {\n        code: "UNLEASHED_FAILED_ON_WRITE",`,
        replace: `? new SyncError("rejected", {\n        code: "UNLEASHED_FAILED_ON_WRITE",`,
      },
    ],
    guarantees: ["failure-after-commit"],
    chaos: {
      rules: ["nothing-unexplained", "once-each"],
      runs: 60,
    },
  },
  {
    name: "new-reference-for-each-attempt",
    says: "Each document gets a fresh GUID when it is sent, so that none can be taken already.",
    edits: [
      {
        file: "src/connectors/unleashed/flows/orders/orders-flow.ts",
        find: "const answer = await client.postSalesOrder(reference, body);",
        replace:
          "const fresh = crypto.randomUUID();\n    const answer = await client.postSalesOrder(fresh, { ...body, Guid: fresh });",
      },
      {
        file: "src/connectors/unleashed/flows/customers/make-customer.ts",
        find: "return await client.postCustomer(reference, createBody(desired, written));",
        replace:
          "const fresh = crypto.randomUUID();\n    return await client.postCustomer(fresh, { ...createBody(desired, written), Guid: fresh });",
      },
    ],
    guarantees: ["own-reference-suffices"],
    chaos: {
      rules: ["every-customer", "once-each"],
      runs: 60,
    },
  },
  {
    name: "write-what-did-not-change",
    says: "A customer is sent whenever it is announced; the other side will see that nothing changed.",
    edits: [
      {
        file: "src/connectors/unleashed/flows/customers/customers-flow.ts",
        find: `return isChanged(source, agreed, customers) ? { decision: "plan" } : unchanged;`,
        replace: `return { decision: "plan" };`,
      },
      {
        file: "src/connectors/unleashed/flows/customers/plan-customer.ts",
        find: "if (fields.length > 0)",
        replace: "if (agreed !== null || fields.length > 0)",
      },
    ],
    guarantees: ["unchanged-writes-nothing"],
    chaos: {
      rules: ["no-unplanned-write", "stays-quiet"],
      runs: 60,
    },
  },
];
