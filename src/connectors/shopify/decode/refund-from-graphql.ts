import type { Money } from "#domain/money.ts";
import type { Refund, RefundLine, RefundShipping } from "#domain/refund/refund.ts";
import { readConnection } from "./connections.ts";
import { readReference, readTaxLines } from "./lines-from-graphql.ts";
import { readGid } from "./read-id.ts";
import { readMoneyBag } from "./read-money.ts";
import {
  isObject,
  readCount,
  readFlag,
  readList,
  readOptionalTime,
  readPlainText,
  readTime,
  type Loose,
} from "./read-values.ts";
import { unreadable } from "./unreadable.ts";

type RefundNode = Loose<
  | "id"
  | "createdAt"
  | "updatedAt"
  | "totalRefundedSet"
  | "order"
  | "refundLineItems"
  | "refundShippingLines"
  | "duties"
>;
type OrderNode = Loose<"id" | "name" | "cancelledAt" | "currencyCode" | "taxesIncluded">;
type LineNode = Loose<"quantity" | "restockType" | "subtotalSet" | "totalTaxSet" | "lineItem">;
type SoldNode = Loose<"id" | "title" | "sku" | "isGiftCard" | "taxLines" | "variant">;

/**
 * A `Refund` node with all pages of its goods. Throws `SyncError` of class `defect` when a field holds something else than Shopify
 * promises, or when pages are missing.
 */
export function refundFromGraphql(value: object): Refund {
  const node: RefundNode = value;
  const order: OrderNode = isObject(node.order) ? node.order : unreadable("order", "the order of a refund");
  const lines: readonly LineNode[] = readConnection(node.refundLineItems, "refundLineItems");
  const shipping: readonly Loose<"subtotalAmountSet" | "taxAmountSet" | "shippingLine">[] = readConnection(
    node.refundShippingLines,
    "refundShippingLines",
  );
  return {
    kind: "refunds",
    id: readGid(node.id, "Refund") ?? unreadable("id", "the id of a refund"),
    orderId: readGid(order.id, "Order") ?? unreadable("order.id", "the id of an order"),
    orderName: readPlainText(order.name) ?? unreadable("order.name", "a name"),
    orderCancelled: readOptionalTime(order.cancelledAt, "order.cancelledAt") !== null,
    createdAt: readTime(node.createdAt, "createdAt"),
    updatedAt: readTime(node.updatedAt, "updatedAt"),
    currency: readPlainText(order.currencyCode) ?? unreadable("order.currencyCode", "a currency"),
    taxesIncluded: readFlag(order.taxesIncluded),
    lines: lines.map(lineOf),
    shipping: shipping.map((part): RefundShipping => {
      const line: Loose<"taxLines"> = isObject(part.shippingLine) ? part.shippingLine : {};
      return {
        subtotal: readMoney(part.subtotalAmountSet, "refundShippingLines.subtotalAmountSet"),
        tax: readMoney(part.taxAmountSet, "refundShippingLines.taxAmountSet"),
        taxes: readTaxLines(line.taxLines, "refundShippingLines.shippingLine.taxLines"),
      };
    }),
    duties: readList(node.duties, "duties").map((duty: Loose<"amountSet">) =>
      readMoney(duty.amountSet, "duties.amountSet"),
    ),
    total: readMoney(node.totalRefundedSet, "totalRefundedSet"),
  };
}

function lineOf(node: LineNode): RefundLine {
  const sold: SoldNode = isObject(node.lineItem) ? node.lineItem : {};
  return {
    lineId: readGid(sold.id, "LineItem"),
    title: readPlainText(sold.title) ?? "",
    sku: readPlainText(sold.sku),
    variantId: readReference(sold.variant, "ProductVariant", "refundLineItems.lineItem.variant"),
    giftCard: readFlag(sold.isGiftCard),
    quantity: readCount(node.quantity, "refundLineItems.quantity"),
    restock: readPlainText(node.restockType) ?? unreadable("refundLineItems.restockType", "a restock type"),
    subtotal: readMoney(node.subtotalSet, "refundLineItems.subtotalSet"),
    tax: readMoney(node.totalTaxSet, "refundLineItems.totalTaxSet"),
    taxes: readTaxLines(sold.taxLines, "refundLineItems.lineItem.taxLines"),
  };
}

function readMoney(value: unknown, field: string): Money {
  return readMoneyBag(value, field) ?? unreadable(field, "money in two currencies");
}
