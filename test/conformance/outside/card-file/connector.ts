import type { TargetConnector } from "waybill/kit";
import { cardsFlow } from "./cards-flow.ts";
import { openCardFile, type CardFile } from "./client.ts";
import { credentials, settings, type Credentials, type Settings } from "./settings.ts";

/** A card file: one card for each customer of the shop. */
export const cardFileConnector: TargetConnector<Settings, Credentials, CardFile> = {
  name: "card-file",
  title: "Card file",
  capabilities: {
    webhooks: false,
    idempotentWrites: "byReference",
    deletes: "none",
    lacking: {
      webhooks: "The card file tells nobody when a card changes.",
      deletes: "The card file keeps no list of cards that were thrown away.",
      orders: "The card file has cards of people and nothing else.",
      quota: "The card file counts no calls.",
      sessions: "Every call carries the key, which does not run out.",
    },
  },
  settings,
  credentials,
  presets: { documented: {}, recommended: {} },
  secrets: ["key"],
  budget: ({ callsAtOnce }) => ({
    callsPerSecond: null,
    callsAtOnce,
    callsPerDay: null,
    callsPerMonth: null,
  }),
  conflicts: () => [],
  open: (context) => openCardFile(context),
  close: () => Promise.resolve(),
  check: async (client) => {
    await client.get("no-such-card");
    return [{ level: "ok", code: "CARDS_REACHED", message: "The card file answers." }];
  },
  lookUp: () => Promise.resolve(new Map()),
  listMaxAgeMs: 60_000,
  flows: [cardsFlow],
};
