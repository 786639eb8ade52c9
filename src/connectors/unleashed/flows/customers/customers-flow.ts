import type { Flow } from "#connectors/kit/flow.ts";
import { sha256 } from "#connectors/kit/sha256.ts";
import type { Customer } from "#domain/customer/customer.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { UnleashedClient } from "../../client.ts";
import type { WireCustomer } from "../../schema.ts";
import type { UnleashedSettings } from "../../settings.ts";
import { resolveOtherCurrency } from "../customer-currency.ts";
import { acceptCustomer } from "./accept-customer.ts";
import { isSameReading } from "./compare-units.ts";
import { updateBody } from "./customer-body.ts";
import { customerUnits } from "./customer-units.ts";
import type { DesiredCustomer, UnitName, UnitValue } from "./desired-customer.ts";
import { findCustomer } from "./find-customer.ts";
import { makeCustomer } from "./make-customer.ts";
import { planCustomer } from "./plan-customer.ts";
import { customerGuid, projectCustomer, standIn } from "./project-customer.ts";
import { verifyCustomer } from "./verify-customer.ts";

/** Buyers of the shop to customers of Unleashed. */
export const customersFlow: Flow<
  UnleashedSettings,
  UnleashedClient,
  Customer,
  DesiredCustomer,
  WireCustomer
> = {
  name: "customers",
  title: "Customers",
  sourceKind: "customers",
  targetKind: "Customers",
  targetNoun: "customer",

  onDemand: ({ customers }) => customers.carry === "with-orders",
  accept: (source, { customers }) => acceptCustomer(source, customers),
  reconsider: (source, agreed, { customers }) => {
    const verdict = acceptCustomer(source, customers);
    if (!verdict.accepted) return { decision: "unchanged", reason: verdict.reason };
    return isChanged(source, agreed, customers) ? { decision: "plan" } : unchanged;
  },
  requires: () => [],
  needs: () => [],
  sharedMark: ({ search }, { customers }) =>
    search.email !== null && customers.matchBy.includes("email")
      ? sha256(`e-mail ${search.email.toLowerCase()}`)
      : null,
  reference: (key, store) => customerGuid(store.domain, key.id),
  project: (source, facts, { customers }) => projectCustomer(source, facts, customers),
  find: (client, query, { customers }) => findCustomer(client, query, customers),
  plan: (desired, current, agreed, { customers }) => planCustomer(desired, current, agreed, customers),
  apply: async (client, command, reference, current) => {
    const { desired } = command;
    if (desired.written === undefined) throw notPlanned();
    const answer =
      command.action === "create"
        ? await makeCustomer(client, reference, desired, desired.written)
        : await client.postCustomer(command.externalId, updateBody(existing(current), desired.written));
    return { externalId: answer.Guid };
  },
  read: (client, externalId) => client.getCustomer(externalId),
  verify: verifyCustomer,
  resolve: (_client, attention, choice) => Promise.resolve(resolveOtherCurrency(attention, choice)),
  describe: (desired) => desired.label,
};

const unchanged = {
  decision: "unchanged",
  reason: {
    code: "CUSTOMER_UNCHANGED",
    message: "Nothing that Waybill carries of this customer changed in the shop since both sides agreed.",
  },
} as const;

/** What the shop withholds now says nothing about a change. */
function isChanged(
  source: Customer,
  agreed: DesiredCustomer,
  settings: UnleashedSettings["customers"],
): boolean {
  if (standIn(source, settings) !== null) return false;
  const units = Object.entries(customerUnits(source, settings)) as [UnitName, UnitValue][];
  return units.some(([name, value]) => !isSameReading(value, agreed.units[name] ?? null));
}

function existing(current: WireCustomer | null): WireCustomer {
  if (current !== null) return current;
  throw new SyncError("defect", {
    code: "CUSTOMER_UPDATE_WITHOUT_CURRENT",
    message:
      "A change of a customer was to be written without what the customer holds now. Nothing was sent.",
  });
}

function notPlanned(): SyncError {
  return new SyncError("defect", {
    code: "CUSTOMER_NOT_PLANNED",
    message: "A customer was to be written that was never planned. Nothing was sent.",
  });
}
