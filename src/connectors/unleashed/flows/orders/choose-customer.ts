import type { Facts } from "#connectors/kit/flow.ts";
import type { AttentionRequest } from "#domain/plan/plan.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { SalesOrderBody, WireCustomer } from "../../schema.ts";
import { customerCurrencyCode, hasOtherCurrency, otherCurrency } from "../customer-currency.ts";
import type { OrderCustomer } from "./order-customer.ts";
import { leaveOut, retry } from "./choices.ts";
import { customerNeed } from "./order-needs.ts";

/**
 * The `Customer` of the sales order. Throws a defect when the buyer's customer is not linked: the engine sees to that first, because
 * the flow's `requires` names it.
 */
export function chooseCustomer(
  customer: OrderCustomer,
  currency: string,
  facts: Pick<Facts, "link" | "listed" | "decision">,
): { readonly value: SalesOrderBody["Customer"] } | { readonly attention: AttentionRequest } {
  if (customer.by === "record") {
    const link = facts.link(customer.key);
    if (link !== undefined) return { value: { Guid: link.externalId } };
    throw new SyncError("defect", {
      code: "BUYER_NOT_LINKED",
      message: "The sales order was to be made before its customer was linked. Nothing was sent.",
    });
  }
  const { code } = customer;
  const entry = facts.listed(customerNeed(code)) as WireCustomer | null;
  if (entry !== null && entry.Obsolete !== true) {
    const key = `set:${code}`;
    if (hasOtherCurrency(entry, currency) && facts.decision(customerCurrencyCode, key) === undefined)
      return { attention: otherCurrency(entry, currency, key) };
    return { value: { Guid: entry.Guid, CustomerCode: entry.CustomerCode } };
  }
  return {
    attention: {
      code: "SET_CUSTOMER_UNKNOWN",
      message:
        `The customer ${code}, to whom all orders go (setting customers.oneCustomerCode), ` +
        `${entry === null ? "is not in Unleashed" : "is obsolete in Unleashed"}. Add it there or name another one.`,
      detail: { customerCode: code },
      choices: [retry, leaveOut],
    },
  };
}
