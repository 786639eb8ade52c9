import type { TargetConnector } from "#connectors/kit/target-connector.ts";
import type { PatchAccount } from "./account.ts";
import { checkAccount } from "./check.ts";
import { createPatchClient } from "./client.ts";
import { findConflicts } from "./conflicts.ts";
import { customersFlow } from "./flows/customers/customers-flow.ts";
import { orderEventsFlow } from "./flows/orders/order-events-flow.ts";
import { patchPresets } from "./presets.ts";
import { patchCredentials, patchSettings, type PatchCredentials, type PatchSettings } from "./settings.ts";
import { silenceProbe } from "./silence-probe.ts";

/** Patch Retention: buyers become contacts, orders become events; what is history messages nobody. */
export const patchConnector: TargetConnector<PatchSettings, PatchCredentials, PatchAccount> = {
  name: "patch",
  title: "Patch Retention",
  capabilities: {
    webhooks: false,
    idempotentWrites: "none",
    deletes: "none",
    lacking: {
      webhooks: "Whether Patch Retention announces changes by itself is not published; nothing listens here.",
      idempotentWrites:
        "An event that is sent twice is there twice, so one whose answer was lost is looked for in the list of events first.",
      sessions: "Every call carries the API key and the account's id, so there is nothing that runs out.",
      quota: "No limit of calls in a day or a month is published.",
      sums: "An event keeps no books: it says the order's total, and what was bought without tax and shipping.",
      deletes: "Nothing tells of deleted contacts; one that is gone is noticed when it is looked at.",
      "staffEdits of orders": "Events are appended and cannot be changed by anybody.",
      "matching of orders":
        "Events that something else made are recognised by the order's id alone, which no person enters.",
    },
  },
  settings: patchSettings,
  credentials: patchCredentials,
  presets: patchPresets,
  secrets: ["apiKey"],
  budget: ({ account }) => ({
    callsPerSecond: account.callsPerSecond,
    callsAtOnce: account.callsAtOnce,
    callsPerDay: null,
    callsPerMonth: null,
  }),
  conflicts: findConflicts,
  open: (context) => ({ ...createPatchClient(context), settings: context.settings }),
  close: () => Promise.resolve(),
  check: checkAccount,
  lookUp: () => Promise.resolve(new Map()),
  listMaxAgeMs: 0,
  silence: silenceProbe,
  historyOnConnect: ({ history }) => history.onConnect,
  flows: [customersFlow, orderEventsFlow],
};
