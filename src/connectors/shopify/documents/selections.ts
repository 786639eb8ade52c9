import type { AskedParts } from "./asked-parts.ts";

/** Joins the selections that are asked for; `false` leaves one out. */
export function select(...selections: readonly (string | false)[]): string {
  return selections.filter((selection) => selection !== false).join(" ");
}

export const money = "{ shopMoney { amount } presentmentMoney { amount } }";

export const pageInfo = "pageInfo { hasNextPage endCursor }";

export const taxLines = `taxLines { title rate channelLiable priceSet ${money} }`;

export const discountAllocations = `discountAllocations { allocatedAmountSet ${money} discountApplication { index } }`;

/**
 * Fields of a `MailingAddress`. Where street lines are withheld, bodies of webhooks leave out city and company too, so that
 * only country and province are asked for.
 */
export function address(parts: AskedParts): string {
  return select(
    "{",
    parts.name && "firstName lastName",
    parts.address && "company address1 address2 city zip",
    "province provinceCode country countryCodeV2",
    parts.phone && "phone",
    "}",
  );
}

/** Fields of a `Customer`: those that an order's body tells of its customer, and whether they agreed to be sent e-mails. */
export function customer(parts: AskedParts): string {
  return select(
    "{ id updatedAt note taxExempt",
    parts.name && "firstName lastName",
    parts.email && "defaultEmailAddress { emailAddress marketingState }",
    parts.phone && "defaultPhoneNumber { phoneNumber }",
    parts.places && `defaultAddress ${address(parts)}`,
    "}",
  );
}
