import type { Facts, Projection } from "#connectors/kit/flow.ts";
import type { Customer } from "#domain/customer/customer.ts";
import type { ContactSettings } from "../../settings/contact-settings.ts";
import { consentOf } from "./contact-consent.ts";
import { contactFields, contactSearch } from "./contact-fields.ts";
import type { DesiredContact } from "./desired-contact.ts";

/** What Patch should know of somebody. Pure. */
export function projectContact(
  source: Customer,
  { occasion }: Pick<Facts, "occasion">,
  settings: ContactSettings,
): Projection<DesiredContact> {
  const fields = contactFields(source, settings);
  const search = contactSearch(source, fields);
  return {
    made: true,
    desired: {
      label: `contact of ${source.origin === "customer" ? "customer" : source.origin} ${source.id}`,
      search,
      fields,
      consent: consentOf(source),
      custom: customFields(source, search.customerId, settings),
      silent: occasion === "history",
    },
  };
}

/** The shop's id, by which the contact is found again, and the time of the last change there. */
function customFields(
  { updatedAt }: Customer,
  customerId: string | null,
  { customerIdField, originalTimeField }: ContactSettings,
): Readonly<Record<string, string>> {
  return {
    ...(customerIdField !== null && customerId !== null ? { [customerIdField]: customerId } : {}),
    ...(originalTimeField !== null && updatedAt !== null ? { [originalTimeField]: updatedAt } : {}),
  };
}
