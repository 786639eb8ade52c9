import type { Verdict } from "#connectors/kit/flow.ts";
import type { Customer } from "#domain/customer/customer.ts";
import { isPresent } from "#domain/knowable.ts";
import type { CustomerSettings } from "../../settings/customer-settings.ts";
import { standIn } from "./project-customer.ts";

/** Code of the refusal of guests who have no customer of their own: their orders go to the shared one. */
export const guestShares = "GUEST_SHARES_CUSTOMER";
/** Code of the refusal of people of whom too much is hidden: their orders go to the placeholder. */
export const customerWithheld = "CUSTOMER_WITHHELD";

/** Whether the settings want a customer for this buyer. Pure. */
export function acceptCustomer(source: Customer, settings: CustomerSettings): Verdict {
  if (settings.mode === "one-customer")
    return refuse(
      "CUSTOMERS_NOT_CARRIED",
      `Customers are not carried over: all orders go to the customer ${settings.oneCustomerCode ?? ""} (setting customers.mode).`,
    );
  if (standIn(source, settings) !== null) return { accepted: true };
  const hidden = hiddenParts(source);
  const isGuest = source.origin === "guest";
  // Nobody has to know who shares a customer.
  if (isGuest && settings.guests.mode === "shared") return guestRefusal(settings);
  if (isTooMuch(hidden, source, settings))
    return refuse(
      customerWithheld,
      `The shop withholds who this is (${hidden.join(" and ")}), so orders go to the customer ${settings.withheld.code}. \`waybill doctor\` says why it does.`,
    );
  if (isGuest && !isPresent(source.email)) return guestRefusal(settings);
  return { accepted: true };
}

/** Companies are known by their id in the shop, people by name and e-mail. */
function isTooMuch(hidden: readonly string[], source: Customer, { withheld }: CustomerSettings): boolean {
  if (source.origin === "company" || isPresent(source.companyName)) return false;
  return hidden.length >= (withheld.when === "name-or-email" ? 1 : 2);
}

/** What of name and e-mail the shop hides; what is known to be empty is not hidden. */
function hiddenParts({ firstName, lastName, email }: Customer): readonly string[] {
  return [
    ...(firstName === undefined || lastName === undefined ? ["the name"] : []),
    ...(email === undefined ? ["the e-mail"] : []),
  ];
}

function guestRefusal({ guests }: CustomerSettings): Verdict {
  return refuse(
    guestShares,
    `This guest has no customer of their own: the order goes to the shared customer ${guests.code} (setting customers.guests).`,
  );
}

function refuse(code: string, message: string): Verdict {
  return { accepted: false, reason: { code, message } };
}
