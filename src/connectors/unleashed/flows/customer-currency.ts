import type { AttentionRequest } from "#domain/plan/plan.ts";
import { keyText } from "#domain/source-record.ts";
import type { WireCustomer } from "../schema.ts";

/**
 * Decision code under which a person uses a customer of another currency all the same: by record id, or by `set:<code>` for the
 * customer of all orders.
 */
export const customerCurrencyCode = "CUSTOMER_CURRENCY_DIFFERS";

/** Decision code of the engine under which it makes a new document, whatever was found, by the text of the record's key. */
const matchCode = "AMBIGUOUS_MATCH";

/** Whether a customer of Unleashed has another currency than the one wanted. One that names none takes any. Pure. */
export function hasOtherCurrency(customer: Pick<WireCustomer, "Currency">, wanted: string): boolean {
  const held = customer.Currency?.CurrencyCode ?? "";
  return held !== "" && held !== wanted;
}

/** The question about such a customer. `key` is the one that the decision is remembered by; no code, for it may be made of a name. `canCreate`: a new one is a way out. */
export function otherCurrency(
  customer: Pick<WireCustomer, "Currency" | "Guid">,
  wanted: string,
  key: string,
  canCreate = false,
): AttentionRequest {
  const held = customer.Currency?.CurrencyCode ?? "";
  return {
    code: customerCurrencyCode,
    message:
      `The customer (${customer.Guid}) trades in ${held} in Unleashed, and the shop's orders are in ${wanted}. ` +
      "Waybill does not change a customer's currency, and books no order under another one. Correct the customer there, then retry.",
    detail: { guid: customer.Guid, held, wanted, key },
    choices: [
      { choice: "retry", label: "Try again" },
      { choice: "use-anyway", label: `Use this customer for orders in ${wanted} all the same` },
      ...(canCreate ? [{ choice: "create", label: `Make a new customer in ${wanted} for this buyer` }] : []),
      { choice: "leave-out", label: "Leave this record out for good" },
    ],
  };
}

/** What a person's choice about it means; null: not a choice of this question. */
export function resolveOtherCurrency(attention: AttentionRequest, choice: string) {
  const key = attention.detail?.["key"];
  if (attention.code !== customerCurrencyCode || typeof key !== "string") return null;
  if (choice === "create")
    return { remember: [{ code: matchCode, key: keyText({ kind: "customers", id: key }), value: choice }] };
  if (choice !== "use-anyway") return null;
  return { remember: [{ code: customerCurrencyCode, key, value: choice }] };
}
