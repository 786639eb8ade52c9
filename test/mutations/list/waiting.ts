import type { Mutation } from "../mutation.ts";

/** Mistakes in waiting: for limits, for servers in trouble, for sign-ins. */
export const waitingMutations: readonly Mutation[] = [
  {
    name: "ignore-retry-after",
    says: "After a 429 two seconds will do.",
    edits: [
      {
        file: "src/connectors/unleashed/errors.ts",
        find: `{ retryAfterMs: retryAfterMs(answer.headers["retry-after"], nowMs) ?? throttleMs },`,
        replace: "{ retryAfterMs: throttleMs },",
      },
    ],
    guarantees: ["throttled-with-retry-after"],
    chaos: {
      rules: ["no-storm"],
      runs: 60,
    },
  },
  {
    name: "only-the-record-waits",
    says: "A 429 is a failure like others: the record is tried again later.",
    edits: [
      {
        file: "src/connectors/unleashed/errors.ts",
        find: `return new SyncError(\n      "throttled",\n      { code: "UNLEASHED_THROTTLED", message: "Unleashed asked to slow down (HTTP 429).", detail },\n      { retryAfterMs: retryAfterMs(answer.headers["retry-after"], nowMs) ?? throttleMs },\n    );`,
        replace: `return new SyncError("unavailable", { code: "UNLEASHED_THROTTLED", message: "Unleashed asked to slow down (HTTP 429).", detail });`,
      },
    ],
    guarantees: ["throttled-with-retry-after", "throttled-without-retry-after"],
    chaos: {
      rules: ["no-storm"],
      runs: 60,
    },
  },
  {
    name: "no-back-off",
    says: "A record that failed is tried again every second until it works.",
    edits: [
      {
        file: "src/engine/retry-delay.ts",
        find: "const seconds = secondsByAttempt[Math.min(attempts, secondsByAttempt.length) - 1] ?? 5;",
        replace: "const seconds = 1;",
      },
    ],
    guarantees: ["failures-back-off"],
    chaos: {
      rules: ["no-storm"],
      runs: 60,
    },
  },
  {
    name: "no-budget",
    says: "A call is sent when there is something to ask.",
    edits: [
      {
        file: "src/connectors/kit/http/create-http-caller.ts",
        find: `const release = await budget.take(call.priority ?? callPriority());`,
        replace: "const release = (): void => undefined;",
      },
    ],
    guarantees: ["budget-respected"],
    chaos: {
      rules: ["no-storm"],
      runs: 60,
    },
  },
  {
    name: "everybody-renews-the-token",
    says: "Whoever is refused asks for a new token.",
    edits: [
      {
        file: "src/connectors/shopify/auth/access-tokens.ts",
        find: "      if (usable !== null && usable.accessToken !== old && isAlive(usable)) return usable;\n",
        replace: "",
      },
      {
        file: "src/connectors/shopify/auth/access-tokens.ts",
        find: "      if (known !== null && known.accessToken !== old) return known.accessToken;\n",
        replace: "",
      },
    ],
    guarantees: ["sign-in-once"],
    chaos: {
      beyond:
        "A shop gives as many tokens as it is asked for, so that nothing comes of it but calls that no rule counts.",
    },
  },
  {
    name: "refused-token-stops-everything",
    says: "A token that the shop refuses has to be replaced by a person.",
    edits: [
      {
        file: "src/connectors/shopify/client.ts",
        find: "({ answer, body } = await attempt(call, facts, await tokens.insteadOf(token)));\n        if (answer.status === 401) throw",
        replace: "throw",
      },
    ],
    guarantees: ["sign-in-once"],
    chaos: {
      rules: ["becomes-quiet", "nothing-unexplained"],
      runs: 60,
    },
  },
];
