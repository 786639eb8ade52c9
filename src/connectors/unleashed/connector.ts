import type { TargetConnector } from "#connectors/kit/target-connector.ts";
import { checkAccount } from "./check.ts";
import { createUnleashedClient, type UnleashedClient } from "./client.ts";
import { findConflicts } from "./conflicts.ts";
import { deletedSince } from "./deleted-since.ts";
import { customersFlow } from "./flows/customers/customers-flow.ts";
import { ordersFlow } from "./flows/orders/orders-flow.ts";
import { refundsFlow } from "./flows/refunds/refunds-flow.ts";
import { lookUp } from "./look-up.ts";
import { unleashedPresets } from "./presets.ts";
import { listMaxAgeMs } from "./product-finder.ts";
import {
  unleashedCredentials,
  unleashedSettings,
  type UnleashedCredentials,
  type UnleashedSettings,
} from "./settings.ts";

/** What is opened: the client, and the settings that `lookUp` reads codes by. */
interface OpenAccount extends UnleashedClient {
  readonly settings: UnleashedSettings;
}

/** Unleashed: paid orders become sales orders, their buyers customers. */
export const unleashedConnector: TargetConnector<UnleashedSettings, UnleashedCredentials, OpenAccount> = {
  name: "unleashed",
  title: "Unleashed",
  capabilities: {
    webhooks: false,
    idempotentWrites: "byReference",
    deletes: "sweep",
    lacking: {
      webhooks:
        "Unleashed announces changes of sales orders to at most five addresses; nothing listens here. Deletions are noticed by asking for them, and everything else when a record is looked at.",
      sessions: "Every call is signed with the API key, so there is nothing that runs out and is renewed.",
      "updates of orders":
        "A sales order is written once and never changed, since staff may have changed or shipped it meanwhile; what changes in the shop afterwards is put before a person.",
      "deletes of customers":
        "Customers of Unleashed cannot be deleted, only made obsolete, and an obsolete one is asked about when it is met.",
    },
  },
  settings: unleashedSettings,
  credentials: unleashedCredentials,
  presets: unleashedPresets,
  secrets: ["apiKey"],
  budget: ({ account }) => ({
    callsPerSecond: account.callsPerSecond,
    callsAtOnce: account.callsAtOnce,
    callsPerDay: null,
    callsPerMonth: account.callsPerMonth,
  }),
  conflicts: findConflicts,
  open: (context) => ({ ...createUnleashedClient(context), settings: context.settings }),
  close: () => Promise.resolve(),
  check: checkAccount,
  lookUp: (client, needs) => lookUp(client, needs, client.settings.account),
  listMaxAgeMs,
  deletedSince,
  flows: [customersFlow, ordersFlow, refundsFlow],
};
