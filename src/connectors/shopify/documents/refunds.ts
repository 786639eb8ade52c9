import type { AskedParts } from "./asked-parts.ts";
import { money, pageInfo, select, taxLines } from "./selections.ts";

/** Goods of a refund that come with its first answer; further ones page by page. */
export const refundPageSize = 50;

/**
 * Refunds by id. Variables: `ids` (`gid://shopify/Refund/1`). Answer: `nodes`, null for what the shop does not know. Notes, who refunded
 * and how it was paid are not asked for.
 */
export function refundsById(parts: AskedParts): string {
  return (
    "query RefundsById($ids: [ID!]!) { nodes(ids: $ids) { ... on Refund {" +
    ` id createdAt updatedAt totalRefundedSet ${money}` +
    " order { id name cancelledAt currencyCode taxesIncluded }" +
    ` refundLineItems(first: ${refundPageSize}) { nodes ${refundLine(parts)} ${pageInfo} }` +
    ` refundShippingLines(first: 20) { nodes ${refundShipping} ${pageInfo} }` +
    ` duties { amountSet ${money} } } } }`
  );
}

/** Further goods of one refund. Variables: `id`, `after`. Answer: `refund`. */
export function refundLinesAfter(parts: AskedParts): string {
  return (
    "query RefundLinesAfter($id: ID!, $after: String!) { refund(id: $id) {" +
    ` id refundLineItems(first: ${refundPageSize}, after: $after) { nodes ${refundLine(parts)} ${pageInfo} } } }`
  );
}

function refundLine(parts: AskedParts): string {
  return select(
    `{ quantity restockType subtotalSet ${money} totalTaxSet ${money}`,
    `lineItem { id title sku isGiftCard ${taxLines}`,
    parts.products && "variant { id }",
    "} }",
  );
}

const refundShipping = `{ subtotalAmountSet ${money} taxAmountSet ${money} shippingLine { ${taxLines} } }`;
