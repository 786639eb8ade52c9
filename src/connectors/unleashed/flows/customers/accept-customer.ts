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
  if (isWithheld(source, settings))
    return refuse(
      "CUSTOMER_WITHHELD",
      `The shop withholds who this is (${hiddenParts(source).join(" and ")}), so orders go to the customer ${settings.withheld.code}. \`waybill doctor\` says why it does.`,
    );
  return { accepted: true };
}

/** Whether too much of a person is hidden to tell who it is. Companies are known by their id in the shop. Pure. */
export function isWithheld(source: Customer, { withheld }: CustomerSettings): boolean {
  if (source.origin === "company" || isPresent(source.companyName)) return false;
  return hiddenParts(source).length >= (withheld.when === "name-or-email" ? 1 : 2);
}

/** What of name and e-mail the shop hides; what is known to be empty is not hidden. */
function hiddenParts({ firstName, lastName, email }: Customer): readonly string[] {
  return [
    ...(firstName === undefined || lastName === undefined ? ["the name"] : []),
    ...(email === undefined ? ["the e-mail"] : []),
  ];
}

function refuse(code: string, message: string): Verdict {
  return { accepted: false, reason: { code, message } };
}
