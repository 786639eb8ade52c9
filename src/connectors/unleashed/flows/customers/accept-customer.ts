import type { Verdict } from "#connectors/kit/flow.ts";
import type { Customer } from "#domain/customer/customer.ts";
import { isPresent } from "#domain/knowable.ts";
import type { CustomerSettings } from "../../settings/customer-settings.ts";
import { standIn } from "./project-customer.ts";

/** Whether the settings want a customer for this buyer. Pure. */
export function acceptCustomer(source: Customer, settings: CustomerSettings): Verdict {
  if (settings.mode === "one-customer")
    return refuse(
      "CUSTOMERS_NOT_CARRIED",
      `Customers are not carried over: all orders go to the customer ${settings.oneCustomerCode ?? ""} (setting customers.mode).`,
    );
  if (standIn(source, settings) !== null) return { accepted: true };
  if (source.origin === "guest" && (settings.guests.mode === "shared" || !isPresent(source.email)))
    return refuse(
      "GUEST_SHARES_CUSTOMER",
      `This guest has no customer of their own: the order goes to the shared customer ${settings.guests.code} (setting customers.guests).`,
    );
  if (isWithheld(source))
    return refuse(
      "CUSTOMER_WITHHELD",
      "The shop withholds who this is: neither name, company, e-mail nor phone can be read. `waybill doctor` says why.",
    );
  return { accepted: true };
}

/** Nothing by which a customer could be made is known, and not because it is empty. */
function isWithheld(source: Customer): boolean {
  const { firstName, lastName, companyName, email, phone } = source;
  const parts = [firstName, lastName, companyName, email, phone];
  return !parts.some((part) => isPresent(part)) && parts.some((part) => part === undefined);
}

function refuse(code: string, message: string): Verdict {
  return { accepted: false, reason: { code, message } };
}
