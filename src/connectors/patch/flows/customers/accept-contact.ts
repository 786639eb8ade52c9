import type { Verdict } from "#connectors/kit/flow.ts";
import type { Customer } from "#domain/customer/customer.ts";
import type { ContactSettings } from "../../settings/contact-settings.ts";
import { contactFields, contactSearch } from "./contact-fields.ts";

/** Whether the settings want a contact for somebody who buys. Pure. */
export function acceptContact(source: Customer, settings: ContactSettings): Verdict {
  if (source.origin === "placeholder")
    return refuse(
      "CONTACT_WITHHELD",
      "The shop withholds who bought, so there is nobody to make a contact of. `waybill doctor` says why it does.",
    );
  if (source.origin === "guest" && settings.guests === "skip")
    return refuse(
      "GUESTS_LEFT_OUT",
      "Somebody without an account of the shop bought; the setting contacts.guests leaves them out.",
    );
  const fields = contactFields(source, settings);
  const { email, phone, customerId } = contactSearch(source, fields);
  if (email !== null || phone !== null) return { accepted: true };
  if (fields.email === undefined && fields.phone === undefined)
    return refuse(
      "CONTACT_WITHHELD",
      "The shop withholds the e-mail and the phone number, so nobody could be recognised. `waybill doctor` says why it does.",
    );
  if (settings.unreachable === "make" && settings.customerIdField !== null && customerId !== null)
    return { accepted: true };
  return refuse(
    "CONTACT_UNREACHABLE",
    "There is neither an e-mail nor a usable phone number, so no contact is made (setting contacts.unreachable).",
  );
}

function refuse(code: string, message: string): Verdict {
  return { accepted: false, reason: { code, message } };
}
