import type { Customer, CustomerOrigin } from "#domain/customer/customer.ts";

/** Record id of the customer that guests share. */
export const sharedGuestId = "guest:shared";

/** Stands for every guest who has no customer of their own. */
export const sharedGuest: Customer = nobody(sharedGuestId, "guest");

/** Stands for every buyer whom the shop withholds. */
export const placeholder: Customer = nobody("placeholder", "placeholder");

/** Everything about them is unknown on purpose. */
function nobody(id: string, origin: CustomerOrigin): Customer {
  return {
    kind: "customers",
    id,
    origin,
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
}
