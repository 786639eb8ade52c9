import type { Mutation } from "../mutation.ts";

/** Mistakes of a connector that carries events and contacts: who hears of what, who gets which points, and who is who. */
export const messagingMutations: readonly Mutation[] = [
  {
    name: "import-without-asking-for-silence",
    connector: "patch",
    says: "Old orders are old, so nothing over there will react to them.",
    edits: [
      {
        file: "src/connectors/patch/client.ts",
        find: `const isAsked = silent && silence.means !== "none";`,
        replace: "const isAsked = silent && silence.means === undefined;",
      },
    ],
    guarantees: [],
    chaos: { rules: ["silence-kept"], runs: 60 },
  },
  {
    name: "history-is-news",
    connector: "patch",
    says: "An order is an order, whether it was placed today or last year.",
    edits: [
      {
        file: "src/connectors/patch/flows/orders/plan-event.ts",
        find: "const silent = desired.manner.silent || (current === null && desired.isOld);",
        replace: "const silent = false;",
      },
    ],
    guarantees: [],
    chaos: { rules: ["silence-kept"], runs: 60 },
  },
  {
    name: "news-is-history",
    connector: "patch",
    says: "Better nobody hears of anything than somebody of too much.",
    edits: [
      {
        file: "src/connectors/patch/flows/orders/plan-event.ts",
        find: "const silent = desired.manner.silent || (current === null && desired.isOld);",
        replace: "const silent = true;",
      },
    ],
    guarantees: [],
    chaos: { rules: ["silence-kept"], runs: 60 },
  },
  {
    name: "changes-move-no-points",
    connector: "patch",
    says: "Points were given when the order was new, and giving them again would be worse.",
    edits: [
      {
        file: "src/connectors/patch/flows/orders/plan-event.ts",
        find: "manner: { silent, skipLoyalty: skip }",
        replace: "manner: { silent, skipLoyalty: skip || current !== null }",
      },
    ],
    guarantees: [],
    chaos: { rules: ["points-follow"], runs: 60 },
  },
  {
    name: "points-are-only-given",
    connector: "patch",
    says: "Whoever has points keeps them; taking them back only makes trouble.",
    edits: [
      {
        file: "src/connectors/patch/flows/orders/points-ledger.ts",
        find: "const isKept = worth < points && !reversals;",
        replace: "const isKept = worth < points;",
      },
    ],
    guarantees: [],
    chaos: { rules: ["points-follow"], runs: 60 },
  },
  {
    name: "an-order-is-told-once",
    connector: "patch",
    says: "The order has its event, so there is nothing left to tell.",
    edits: [
      {
        file: "src/connectors/patch/flows/orders/order-events-flow.ts",
        find: `      : { decision: "plan" },\n  requires`,
        replace: "      : unchanged,\n  requires",
      },
    ],
    guarantees: [],
    chaos: { rules: ["newest-says"], runs: 60 },
  },
  {
    name: "events-are-not-looked-for",
    connector: "patch",
    says: "There is no search for events, so what nothing links to is not there.",
    edits: [
      {
        file: "src/connectors/patch/flows/orders/find-event.ts",
        find: "if (!uncertain) return",
        replace: "if (!uncertain || externalId === null) return",
      },
    ],
    guarantees: ["answer-lost-after-commit"],
    chaos: { rules: ["events-once"], runs: 60 },
  },
  {
    name: "first-contact-will-do",
    connector: "patch",
    says: "Two contacts with one e-mail are the same person, so either is right.",
    edits: [
      {
        file: "src/connectors/patch/flows/customers/find-contact.ts",
        find: "return second === undefined ? one(first, code, message) : several(same);",
        replace: "return second === null ? several(same) : one(first, code, message);",
      },
    ],
    guarantees: ["ambiguous-match-parks"],
    chaos: { beyond: "Either of two contacts with one e-mail may be who bought; only a person could tell." },
  },
  {
    name: "contacts-compared-as-typed",
    connector: "patch",
    says: "E-mails are texts, and texts are compared as they are.",
    edits: [
      {
        file: "src/connectors/patch/flows/customers/email-of.ts",
        find: "return text === null ? null : normaliseEmail(text);",
        replace: "return text;",
      },
    ],
    guarantees: ["counterpart-recognised"],
    chaos: {
      beyond: "The account's own `match:` minds no letter case, so that no second contact comes of it.",
    },
  },
  {
    name: "consent-follows-the-shop",
    connector: "patch",
    says: "The shop knows who subscribed, so the contact is told the same.",
    edits: [
      {
        file: "src/connectors/patch/flows/customers/contact-consent.ts",
        find: `wanted === "given" && !isOn && before.includes(flag) ?`,
        replace: `wanted === "given" && !isOn ?`,
      },
    ],
    guarantees: [],
    chaos: { rules: ["contacts-once"], runs: 60 },
  },
  {
    name: "new-contacts-are-subscribed",
    connector: "patch",
    says: "Whoever buys wants to hear from the shop.",
    edits: [
      {
        file: "src/connectors/patch/flows/customers/contact-consent.ts",
        find: `carried.includes(flag) && consent?.[flag] === "given"]`,
        replace: "carried.includes(flag)]",
      },
    ],
    guarantees: [],
    chaos: { rules: ["contacts-once"], runs: 60 },
  },
  {
    name: "the-shop-knows-contacts-best",
    connector: "patch",
    says: "Data comes from the shop, so what the contact says is out of date.",
    edits: [
      {
        file: "src/connectors/patch/flows/customers/plan-contact.ts",
        find: "return held === null || (isPresent(before) && isSameValue(name, before, held));",
        replace: "return held === null || before !== null;",
      },
    ],
    guarantees: ["staff-fields-kept"],
    chaos: { beyond: "Nobody edits contacts in the account while a run goes on." },
  },
  {
    name: "hidden-fields-are-blank",
    connector: "patch",
    says: "The shop tells no name, so the person has none.",
    edits: [
      {
        file: "src/connectors/patch/flows/customers/plan-contact.ts",
        find: "if (!isPresent(wanted) || isSameValue(name, wanted, snapshot[name])) return [];",
        replace: "if (isPresent(wanted) && isSameValue(name, wanted, snapshot[name])) return [];",
      },
      {
        file: "src/connectors/patch/flows/customers/plan-contact.ts",
        find: "agreed) ? [[name, wanted] as const] : [];",
        replace: "agreed) ? [[name, wanted ?? null] as const] : [];",
      },
      {
        file: "src/connectors/patch/flows/customers/customers-flow.ts",
        find: "return isPresent(wanted) && !(isPresent(before) && isSameValue(name, before, wanted));",
        replace: "return !(isPresent(before) && isSameValue(name, before, wanted));",
      },
    ],
    guarantees: ["withheld-never-overwrites"],
    chaos: { beyond: "Its rules do not compare names; who was there before has few." },
  },
];
