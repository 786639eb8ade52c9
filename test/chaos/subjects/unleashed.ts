import { emulatedUnleashed } from "#test/support/emulated-systems.ts";
import type { AccountDump } from "../account-shapes.ts";
import { checkEvidence } from "../checker/check-evidence.ts";
import type { ChaosSubject } from "./chaos-subject.ts";

/** Sales orders and customers of Unleashed. */
export const unleashedSubject: ChaosSubject<AccountDump> = {
  name: "unleashed",
  target: emulatedUnleashed(),
  settings: { orders: { currency: { account: "AUD" } } },
  controls: "/unleashed",
  operations: {
    "POST /SalesOrders/{guid}": "POST /SalesOrders/{guid}",
    "POST /Customers/{guid}": "POST /Customers/{guid}",
    "GET /SalesOrders/{guid}": "GET /SalesOrders/{guid}",
    "GET /SalesOrders": "GET /SalesOrders",
    "GET /Customers": "GET /Customers",
    "GET /Customers/{guid}": "GET /Customers/{guid}",
    "GET /Products": "GET /Products",
  },
  prepare: async (control, { customers = [], largestPage }) => {
    if (customers.length > 0) await control("/unleashed/customers", customers);
    if (largestPage !== undefined) await control("/unleashed/settings", { largestPage });
  },
  lag: async (control, readableAfterMs) => {
    await control("/unleashed/settings", { readableAfterMs });
  },
  limit: async (control, callsPerSecond) => {
    await control("/unleashed/settings", { callsPerSecond });
  },
  check: checkEvidence,
};
