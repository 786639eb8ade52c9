import type { Address } from "../address.ts";
import type { Knowable } from "../knowable.ts";

/**
 * Where a buyer record comes from.
 * - `customer`: a customer of the shop;
 * - `company`: a B2B company at one of its locations;
 * - `guest`: an order without a customer; identity is the e-mail, else the order itself;
 * - `placeholder`: the shop withholds who bought.
 */
export type CustomerOrigin = "customer" | "company" | "guest" | "placeholder";

/**
 * What somebody has said of being sent marketing: agreed, taken back, or neither (never asked, not answered yet, an address that does
 * not work).
 */
export type Consent = "given" | "withdrawn" | "none";

/**
 * Somebody who buys, in the shop's words. Ids by origin: `"207119551"`, `"company:12:34"` (company and location),
 * `"guest:<sha-256 of the normalised e-mail, 24 hex digits>"`, `"guest:order:<order id>"` (a guest without e-mail),
 * `"placeholder"`.
 */
export interface Customer {
  readonly kind: "customers";
  readonly id: string;
  readonly origin: CustomerOrigin;
  /** ISO 8601, UTC. Null for origins that have no time of their own. */
  readonly updatedAt: string | null;
  readonly firstName: Knowable<string>;
  readonly lastName: Knowable<string>;
  /** Company name for B2B; the default address's company otherwise stays in the address. */
  readonly companyName: Knowable<string>;
  /** Account code that a B2B company carries for the business system. */
  readonly externalId: Knowable<string>;
  readonly email: Knowable<string>;
  readonly phone: Knowable<string>;
  readonly note: Knowable<string>;
  /** Sorted. Unknown when the shop's messages about customers do not carry them, as Shopify's do not. */
  readonly tags: Knowable<readonly string[]>;
  readonly taxExempt: Knowable<boolean>;
  /** To e-mails. Unknown where the shop's messages do not carry it, as Shopify's about customers do not. */
  readonly emailConsent?: Knowable<Consent>;
  /** Of a customer of the shop both are the default address; of a guest those of the order. */
  readonly billingAddress: Knowable<Address>;
  readonly shippingAddress: Knowable<Address>;
}
