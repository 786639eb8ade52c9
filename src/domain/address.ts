import type { Knowable } from "./knowable.ts";

/** A postal address as the shop holds it. Each part may be withheld (unknown) or empty. */
export interface Address {
  readonly firstName: Knowable<string>;
  readonly lastName: Knowable<string>;
  readonly company: Knowable<string>;
  readonly address1: Knowable<string>;
  readonly address2: Knowable<string>;
  readonly city: Knowable<string>;
  readonly province: Knowable<string>;
  readonly provinceCode: Knowable<string>;
  readonly zip: Knowable<string>;
  readonly country: Knowable<string>;
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: Knowable<string>;
  readonly phone: Knowable<string>;
}
