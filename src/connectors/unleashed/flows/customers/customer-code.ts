import type { Customer } from "#domain/customer/customer.ts";
import { isPresent } from "#domain/knowable.ts";
import type { CustomerSettings } from "../../settings/customer-settings.ts";

const longestWord = 12;

/**
 * Code of a new customer: the account code that a B2B company carries, else the prefix and, by setting, letters of the name with
 * the first eight digits of the GUID, or the id in the shop. The same for the same record, and never that of another one. Pure.
 */
export function customerCode(
  source: Customer,
  guid: string,
  name: string,
  { codes }: Pick<CustomerSettings, "codes">,
): string {
  if (isPresent(source.externalId)) return source.externalId.trim();
  const digits = guid.slice(0, 8).toUpperCase();
  if (codes.style === "id")
    return `${codes.prefix}${source.origin === "guest" ? `G-${digits}` : source.id.replace("company:", "").replace(":", "-")}`;
  return `${codes.prefix}${readable(source, name) || "CUSTOMER"}-${digits}`;
}

/** Plain capital letters and digits: the surname first, or the company. Empty for names in other scripts. */
function readable(source: Customer, name: string): string {
  const isPerson = !isPresent(source.companyName) && isPresent(source.lastName);
  const text = isPerson ? `${source.lastName} ${source.firstName ?? ""}` : (name.split("@")[0] ?? "");
  return text
    .normalize("NFKD")
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "")
    .slice(0, longestWord);
}
