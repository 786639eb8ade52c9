import type { Mutation } from "../mutation.ts";

/** Mistakes in taking in what the shop says. */
export const hearingMutations: readonly Mutation[] = [
  {
    name: "acknowledge-before-storing",
    says: "The shop wants a quick answer, so a delivery is stored after it.",
    edits: [
      {
        file: "src/engine/intake/receive-webhook.ts",
        find: "isNew = await store(delivery);",
        replace: "isNew = true;\n        store(delivery).catch(() => undefined);",
      },
    ],
    guarantees: ["stored-before-answered"],
    chaos: {
      rules: ["announcements-kept"],
      runs: 60,
    },
  },
  {
    name: "acknowledge-what-was-not-stored",
    says: "A delivery that cannot be stored is logged and answered with 200, so that the shop does not remove the subscription.",
    edits: [
      {
        file: "src/engine/intake/receive-webhook.ts",
        find: `"a delivery could not be stored");\n        return { status: 503, retryAfterSeconds: 5, reason: cannotStore };`,
        replace: `"a delivery could not be stored");\n        return { status: 200, repeated: false };`,
      },
    ],
    guarantees: ["stored-before-answered"],
    chaos: {
      rules: ["announcements-kept"],
      runs: 60,
    },
  },
  {
    name: "no-repeat-check",
    says: "Every delivery is an event of its own.",
    edits: [
      {
        file: "src/engine/intake/receive-webhook.ts",
        find: `const deliveryId = ownId(headers["x-shopify-webhook-id"]) ?? fingerprint(topic, rawBody);`,
        replace: "const deliveryId = crypto.randomUUID();",
      },
    ],
    guarantees: ["delivery-repeated", "announcement-repeated"],
    chaos: {
      rules: ["announcements-kept"],
      runs: 60,
    },
  },
  {
    name: "older-webhook-overwrites",
    says: "What arrives last is the newest.",
    edits: [
      {
        file: "src/engine/reconcile/absorb.ts",
        find: "return record.updatedAt > known ? 1 : -1;",
        replace: "return 1;",
      },
      {
        file: "src/store/engine-store/commit-parts.ts",
        find: "\n    where m.updated_at is null or excluded.updated_at is null or excluded.updated_at >= m.updated_at`",
        replace: "`",
      },
    ],
    guarantees: ["delivery-reordered"],
    chaos: {
      beyond: "The sweeps of a run read the newest again, so that an old body never has the last word.",
    },
  },
  {
    name: "unknown-overwrites-known",
    says: "What a delivery does not have is empty.",
    edits: [
      {
        file: "src/domain/knowable.ts",
        find: "    if (value === undefined) continue;\n",
        replace: "",
      },
    ],
    guarantees: ["withheld-keeps-known"],
    chaos: {
      beyond: "The model of the harness does not cover shops that withhold data.",
    },
  },
  {
    name: "absorb-changes-silently",
    says: "An order that has arrived is done.",
    edits: [
      {
        file: "src/connectors/unleashed/flows/orders/reconsider-order.ts",
        find: `if (changes.length === 0) return { decision: "unchanged", reason: unchanged };`,
        replace: `if (changes.length >= 0) return { decision: "unchanged", reason: unchanged };`,
      },
    ],
    guarantees: ["changes-after-arrival-told"],
    chaos: {
      rules: ["right-outcome"],
      runs: 60,
    },
  },
  {
    name: "ignore-deletions-in-the-shop",
    says: "A record that has arrived stays, whatever becomes of it in the shop.",
    edits: [
      {
        file: "src/engine/reconcile/absorb.ts",
        find: `case "deleted":\n        toldDeleted = true;\n        read = true;\n`,
        replace: `case "deleted":\n`,
      },
    ],
    guarantees: ["deletion-noticed"],
    chaos: {
      rules: ["right-outcome"],
      runs: 60,
    },
  },
  {
    name: "sweep-passes-a-failed-page",
    says: "A page that cannot be read must not hold up the sweep; it goes on and notes how far it came.",
    edits: [
      {
        file: "src/engine/schedule/sweep-store.ts",
        find: "const page = await runtime.system.changedSince(kind, since, cursor);",
        replace:
          "const page = await runtime.system.changedSince(kind, since, cursor).catch(() => ({ records: [], unread: [], next: null }));",
      },
    ],
    guarantees: ["checkpoint-holds"],
    chaos: {
      beyond:
        "Sweeps overlap by ten minutes: an announcement would have to be lost, and every page with it to fail for longer.",
    },
  },
];
