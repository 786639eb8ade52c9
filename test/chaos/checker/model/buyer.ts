import { createHash } from "node:crypto";
import type { ShopOrder } from "../../shop-shapes.ts";
import { filled, numberOf } from "./texts.ts";

/** Record of everybody who buys without an account and without an e-mail. */
export const sharedGuest = "guest:shared";

/**
 * Under which record of the hub the buyer of an order stands: the company at its location, the customer, the guest by e-mail, or
 * the guest whom all without an e-mail share.
 */
export function buyerOf({ purchasingEntity, customer, email }: ShopOrder): string {
  const { company = null, location = null } = purchasingEntity ?? {};
  if (company && location) return companyAt(company.id, location.id);
  if (customer !== null) return numberOf(customer.id);
  const address = filled(email);
  return address === null ? sharedGuest : guestBy(address);
}

export function companyAt(company: string, location: string): string {
  return `company:${numberOf(company)}:${numberOf(location)}`;
}

/** One guest for every spelling of an e-mail that mail treats alike. */
function guestBy(email: string): string {
  const normal = email.normalize("NFC").toLowerCase();
  return `guest:${createHash("sha256").update(normal).digest("hex").slice(0, 24)}`;
}
