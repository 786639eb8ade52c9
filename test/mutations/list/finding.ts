import type { Mutation } from "../mutation.ts";

/** Mistakes in looking for what is there already. */
export const findingMutations: readonly Mutation[] = [
  {
    name: "create-without-looking",
    says: "What is not linked does not exist over there yet, so it is made.",
    edits: [
      {
        file: "src/engine/reconcile/decide.ts",
        find: `chosen.create && input.link === null\n      ? { verdict: "none" }`,
        replace: `input.link === null\n      ? { verdict: "none" }`,
      },
    ],
    guarantees: ["counterpart-recognised"],
    chaos: {
      rules: ["once-each"],
      runs: 60,
    },
  },
  {
    name: "match-the-first-hit",
    says: "Of several hits the first one will be right.",
    edits: [
      {
        file: "src/domain/matching/match.ts",
        find: `if (second === undefined) return { verdict: "one", candidate: first, evidence };`,
        replace: `if (second !== first) return { verdict: "one", candidate: first, evidence };`,
      },
    ],
    guarantees: ["ambiguous-match-parks"],
    chaos: {
      rules: ["right-person"],
      runs: 60,
    },
  },
  {
    name: "match-by-part-of-an-email",
    says: "Whom a search by e-mail finds has that e-mail.",
    edits: [
      {
        file: "src/connectors/unleashed/flows/customers/find-customer.ts",
        find: " && textOf(customer.Email)?.toLowerCase() === wanted",
        replace: "",
      },
    ],
    guarantees: ["lookalikes-left-alone"],
    chaos: {
      rules: ["right-person"],
      runs: 60,
    },
  },
  {
    name: "swallow-a-page",
    says: "A list fits into one page.",
    edits: [
      {
        file: "src/connectors/unleashed/paging.ts",
        find: "if (items.length > 0 && page < pagination.NumberOfPages) continue;\n",
        replace: "",
      },
    ],
    guarantees: ["paging-complete"],
    chaos: {
      rules: ["once-each", "right-outcome", "right-person"],
      runs: 60,
    },
  },
  {
    name: "failed-search-is-empty",
    says: "A search that the server failed on found nothing.",
    edits: [
      {
        file: "src/connectors/unleashed/calls.ts",
        find: "return isSuccess(answer) ? pageOf(",
        replace:
          "if (answer.status >= 500) return { Pagination: { NumberOfItems: 0, PageSize: 0, PageNumber: 1, NumberOfPages: 0 }, Items: [] };\n" +
          "      return isSuccess(answer) ? pageOf(",
      },
    ],
    guarantees: ["failure-is-not-absence"],
    chaos: {
      rules: ["once-each", "right-outcome"],
      runs: 60,
    },
  },
  {
    name: "trouble-means-deleted",
    says: "A document that the server does not give out is not there any more.",
    edits: [
      {
        file: "src/connectors/unleashed/calls.ts",
        find: `if (answer.status === 404 && !answer.text.trimStart().startsWith("<")) return null;`,
        replace: "if (answer.status === 404 || answer.status >= 500) return null;",
      },
    ],
    guarantees: ["failure-is-not-absence"],
    chaos: {
      rules: ["nothing-unexplained", "right-outcome"],
      runs: 60,
    },
  },
  {
    name: "first-page-of-lines",
    says: "An order that is read from the shop has its lines in the first answer.",
    edits: [
      {
        file: "src/connectors/shopify/system/read-orders.ts",
        find: "for (let pages = furtherPages(node); pages !== null; pages = furtherPages(node)) {",
        replace:
          "for (let pages = furtherPages(node); pages !== null; pages = null) {\n    if (pages.wantLines) return node;",
      },
      {
        file: "src/connectors/shopify/decode/connections.ts",
        find: `  if (cursorAfter(value, field) !== null) unreadable(field, "complete");\n`,
        replace: "",
      },
    ],
    guarantees: ["long-records-whole"],
    chaos: {
      rules: ["right-outcome", "every-field"],
      runs: 60,
    },
  },
];
