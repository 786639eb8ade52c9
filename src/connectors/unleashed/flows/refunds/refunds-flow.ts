import type { Flow } from "#connectors/kit/flow.ts";
import type { Refund } from "#domain/refund/refund.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { UnleashedClient } from "../../client.ts";
import { creditId } from "../../credit-id.ts";
import type { WireCreditNote } from "../../schema.ts";
import type { UnleashedSettings } from "../../settings.ts";
import { taxesNeed } from "../orders/order-needs.ts";
import { acceptRefund } from "./accept-refund.ts";
import type { DesiredCredit } from "./desired-credit.ts";
import { findCredit } from "./find-credit.ts";
import { creditGuid } from "./credit-guid.ts";
import { mootRefund } from "./moot-refund.ts";
import { planCredit } from "./plan-credit.ts";
import { projectRefund } from "./project-refund.ts";
import { refundCodes } from "./refund-parts.ts";
import { verifyCredit } from "./verify-credit.ts";

/**
 * Refunds of the shop to free credits of Unleashed: each once, parked, with the order and the refund named in its Reference. Only free
 * credits can be made by the API (vendor's documentation, CreditNotes), so that none is tied to its sales order in any other way.
 */
export const refundsFlow: Flow<UnleashedSettings, UnleashedClient, Refund, DesiredCredit, WireCreditNote> = {
  name: "refunds",
  title: "Refunds",
  sourceKind: "refunds",
  targetKind: "CreditNotes",
  targetNoun: "credit",

  off: ({ refunds }) => refunds.mode !== "credit",
  bornAt: (refund) => refund.createdAt,
  accept: (_refund, { refunds }) => acceptRefund(refunds),
  // A refund does not change once it was made.
  reconsider: () => unchanged,
  requires: (refund) => [{ key: { kind: "orders", id: refund.orderId } }],
  needs: (refund, settings) => [
    taxesNeed,
    ...refundCodes(refund, settings).map((key) => ({ list: "Products", key })),
  ],
  reference: (key, store) => creditGuid(store.domain, key.id),
  moot: mootRefund,
  project: projectRefund,
  find: findCredit,
  plan: planCredit,
  apply: async (client, { action, desired }) => {
    if (action !== "create") throw notPlanned();
    return { externalId: creditId(await client.postFreeCredit(desired.body)) };
  },
  read: (client, externalId) => client.getCreditNote(externalId),
  verify: verifyCredit,
  resolve: () => Promise.resolve(null),
  describe: ({ label, total }) => `credit of ${total} for ${label}`,
};

const unchanged = {
  decision: "unchanged",
  reason: { code: "REFUND_UNCHANGED", message: "The refund has its credit." },
} as const;

function notPlanned(): SyncError {
  return new SyncError("defect", {
    code: "CREDIT_NOT_PLANNED",
    message: "A credit was to be written that was never planned as a new one. Nothing was sent.",
  });
}
