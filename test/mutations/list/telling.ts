import type { Mutation } from "../mutation.ts";

/** Mistakes in what people are told. */
export const tellingMutations: readonly Mutation[] = [
  {
    name: "no-line-of-the-write",
    says: "The outcome says that a document was written, so the journal need not.",
    edits: [
      {
        file: "src/engine/reconcile/reconcile-key.ts",
        find: "    this.#note(writtenLine(write, done, runtime.connector.title));\n",
        replace: "",
      },
    ],
    guarantees: ["every-write-told"],
    chaos: {
      rules: ["no-unplanned-write"],
      runs: 60,
    },
  },
  {
    name: "name-in-the-journal",
    says: "People know a customer by their name, so the journal tells it.",
    edits: [
      {
        file: "src/connectors/unleashed/flows/customers/customers-flow.ts",
        find: "describe: (desired) => desired.label,",
        replace: "describe: (desired) => `the customer ${desired.name}`,",
      },
    ],
    guarantees: ["nothing-personal-told"],
    chaos: {
      rules: ["nothing-personal"],
      runs: 60,
    },
  },
  {
    name: "answer-in-the-message",
    says: "What the other side answered helps people most when it is shown as it came.",
    edits: [
      {
        file: "src/connectors/unleashed/errors.ts",
        find: "const words = cleanWords(answer.text, call.sent);",
        replace: "const words = `${answer.text} (${call.sent})`;",
      },
      {
        file: "src/engine/reconcile/personal-words.ts",
        find: "if (record === null) return outcome;",
        replace: 'if (record === null || outcome.reason.code !== "") return outcome;',
      },
    ],
    guarantees: ["nothing-personal-told"],
    chaos: {
      rules: ["nothing-personal"],
      runs: 60,
    },
  },
];
