import type { ProtectedVerdict, StoreFacts } from "#connectors/kit/source-system.ts";
import type { Order } from "#domain/order/order.ts";
import type { Reason } from "#domain/reason.ts";
import type { CustomerSettings } from "../../settings/customer-settings.ts";
import { orderCustomer } from "./order-customer.ts";

/** What the story of an order says beside what was written: that its buyer is not known, and why. Pure. */
export function orderRemarks(
  order: Order,
  { protectedData }: Pick<StoreFacts, "protectedData">,
  settings: CustomerSettings,
): readonly Reason[] {
  const customer = orderCustomer(order, settings);
  if (customer.by !== "record" || customer.record?.origin !== "placeholder") return [];
  const { customer: whole, name, email } = protectedData;
  const verdict = [whole, name, email].find((part) => part !== "ok") ?? "ok";
  return [
    {
      code: "BUYER_WITHHELD",
      message:
        `The shop withholds who bought${because[verdict]}, so the sales order goes to the customer ${settings.withheld.code}. ` +
        "Nothing is overwritten with blanks. `waybill doctor` says what helps.",
    },
  ];
}

/** `ok`: when the shop was last asked it still told; the next look says why it does not. */
const because: Readonly<Record<ProtectedVerdict, string>> = {
  ok: "",
  "denied-by-plan": ", because its plan does not give this kind of app personal data",
  "denied-by-approval": ", because the app is not approved for personal data",
  "denied-by-scope": ", because the app lacks the scope for it",
};
