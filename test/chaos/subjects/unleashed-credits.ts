import type { AccountDump } from "../account-shapes.ts";
import { checkCredits } from "../unleashed-credits/check-credits.ts";
import type { ChaosSubject } from "./chaos-subject.ts";
import { unleashedSubject } from "./unleashed.ts";

/** The same account, where refunds become credits. Shipping and money are credited as a product that
 * stands for them; no GUID is sent, so that only looking keeps a credit from being made twice. */
export const creditsSubject: ChaosSubject<AccountDump> = {
  ...unleashedSubject,
  name: "unleashed-credits",
  settings: {
    ...unleashedSubject.settings,
    refunds: { mode: "credit", moneyProduct: "CHOC-80", sendGuid: false },
  },
  operations: {
    ...unleashedSubject.operations,
    // Credits get the trouble that is drawn for what is asked of customers one by one.
    "GET /Customers/{guid}": "GET /CreditNotes",
    "POST /Customers/{guid}": "POST /CreditNotes/FreeCredit",
  },
  check: checkCredits,
};
