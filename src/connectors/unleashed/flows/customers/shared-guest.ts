import { unknownBuyer } from "#domain/customer/buyer-of-order.ts";

/** Record id of the customer that guests share. */
export const sharedGuestId = "guest:shared";

/** Stands for every guest who has no customer of their own. */
export const sharedGuest = unknownBuyer(sharedGuestId, "guest");
