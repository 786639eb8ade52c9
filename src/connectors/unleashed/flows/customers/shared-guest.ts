import type { Customer } from "#domain/customer/customer.ts";

/** Record id of the customer that guests share. */
export const sharedGuestId = "guest:shared";

/** Stands for every guest who has no customer of their own. Everything about them is unknown on purpose. */
export const sharedGuest: Customer = {
  kind: "customers",
  id: sharedGuestId,
  origin: "guest",
  updatedAt: null,
  firstName: undefined,
  lastName: undefined,
  companyName: undefined,
  externalId: undefined,
  email: undefined,
  phone: undefined,
  note: undefined,
  tags: undefined,
  taxExempt: undefined,
  billingAddress: undefined,
  shippingAddress: undefined,
};
