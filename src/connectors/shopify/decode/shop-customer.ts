import type { Address } from "#domain/address.ts";
import type { Customer } from "#domain/customer/customer.ts";
import type { Knowable } from "#domain/knowable.ts";

/**
 * A customer of the shop. Tags are unknown: bodies of webhooks no longer carry them, and a record must not depend on the way
 * it came. Consent is the exception: only a customer that was asked for by GraphQL has it, and what a body leaves open stays as it was
 * known.
 */
export function shopCustomer(facts: {
  readonly id: string;
  readonly updatedAt: string | null;
  readonly firstName: Knowable<string>;
  readonly lastName: Knowable<string>;
  readonly email: Knowable<string>;
  readonly phone: Knowable<string>;
  readonly note: Knowable<string>;
  readonly taxExempt: Knowable<boolean>;
  readonly defaultAddress: Knowable<Address>;
}): Customer {
  const { defaultAddress, ...rest } = facts;
  return {
    kind: "customers",
    origin: "customer",
    ...rest,
    companyName: null,
    externalId: null,
    tags: undefined,
    billingAddress: defaultAddress,
    shippingAddress: defaultAddress,
  };
}
