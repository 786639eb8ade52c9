import { gid } from "../../state/ids.ts";

import { add, nothing } from "../../state/money.ts";
import type {
  AdjustmentRecord,
  OrderRecord,
  RefundLineRecord,
  RefundRecord,
  RefundShippingRecord,
  TransactionRecord,
} from "../../state/order-records.ts";
import { refundable } from "../../orders/refund-order.ts";
import { openAuthorizations } from "../../orders/totals.ts";
import type { GraphContext } from "../graph-context.ts";
import { paginateInOrder } from "../paginate.ts";
import { pageArguments, typeFields } from "../type-fields.ts";
import { isoTime, moneyBag, moneyV2, optionalTime } from "../views.ts";

function orderOf(part: { readonly orderId: string }, { shop }: GraphContext): OrderRecord {
  const order = shop.data.orders.get(part.orderId);
  if (!order) throw new Error(`order ${part.orderId} is gone`);
  return order;
}

const gatewayNames: Readonly<Record<string, string>> = {
  shopify_payments: "Shopify Payments",
  bogus: "(For Testing) Bogus Gateway",
  gift_card: "Gift Card",
  manual: "Manual",
  cash: "Cash",
  "Bank Deposit": "Bank Deposit",
};

export const transactionFields = typeFields<TransactionRecord>({
  id: (part) => gid("OrderTransaction", part.id),
  kind: (part) => part.kind,
  status: (part) => part.status,
  gateway: (part) => part.gateway,
  formattedGateway: (part) => gatewayNames[part.gateway] ?? part.gateway,
  manualPaymentGateway: (part) => ["manual", "cash", "Bank Deposit"].includes(part.gateway),
  amountSet: (part, _args, context) => moneyBag(part.amount, orderOf(part, context)),
  amount: (part, _args, context) => moneyV2(part.amount.shop, orderOf(part, context).currency).amount,
  amountV2: (part, _args, context) => moneyV2(part.amount.shop, orderOf(part, context).currency),
  amountRoundingSet: (part, _args, context) =>
    part.rounding ? moneyBag(part.rounding, orderOf(part, context)) : null,
  createdAt: (part) => isoTime(part.createdAt),
  processedAt: (part) => isoTime(part.createdAt),
  authorizationExpiresAt: (part) => optionalTime(part.expiresAt),
  test: (part) => part.test,
  order: (part, _args, context) => orderOf(part, context),
  parentTransaction: (part, _args, context) =>
    orderOf(part, context).transactions.find((candidate) => candidate.id === part.parentId) ?? null,
  paymentId: (part, _args, context) => `${orderOf(part, context).name}.${part.id}`,
  paymentDetails: () => null,
  accountNumber: () => null,
  errorCode: () => null,
  fees: () => [],
  location: () => null,
  manuallyCapturable: (part, _args, context) =>
    openAuthorizations(orderOf(part, context)).some(({ id }) => id === part.id),
  multiCapturable: () => false,
  totalUnsettledSet: (part, _args, context) => {
    const order = orderOf(part, context);
    const open = openAuthorizations(order).find(({ id }) => id === part.id);
    return part.kind === "AUTHORIZATION" ? moneyBag(open?.left ?? nothing, order) : null;
  },
  maximumRefundableV2: (part, _args, context) => {
    const order = orderOf(part, context);
    if (part.kind !== "SALE" && part.kind !== "CAPTURE") return null;
    return moneyV2(refundable(order, part.id).shop, order.currency);
  },
  receiptJson: (part) => JSON.stringify(part.giftCardId ? { gift_card_id: Number(part.giftCardId) } : {}),
  settlementCurrency: () => null,
  settlementCurrencyRate: () => null,
});

export const refundFields = typeFields<RefundRecord>({
  id: (refund) => gid("Refund", refund.id),
  legacyResourceId: (refund) => refund.id,
  createdAt: (refund) => isoTime(refund.createdAt),
  processedAt: (refund) => isoTime(refund.createdAt),
  updatedAt: (refund) => isoTime(refund.createdAt),
  note: (refund) => refund.note,
  order: (refund, _args, context) => orderOf(refund, context),
  return: () => null,
  totalRefundedSet: (refund, _args, context) => {
    const order = orderOf(refund, context);
    return moneyBag(add(...transactionsOf(refund, order).map((part) => part.amount), nothing), order);
  },
  refundLineItems: {
    args: pageArguments,
    resolve: (refund, args) => paginateInOrder(refund.lines, args, (line) => line.id),
  },
  refundShippingLines: {
    args: pageArguments,
    resolve: (refund, args) => paginateInOrder(refund.shipping, args, (line) => line.id),
  },
  orderAdjustments: {
    args: pageArguments,
    resolve: (refund, args) => paginateInOrder(refund.adjustments, args, (adjustment) => adjustment.id),
  },
  transactions: {
    args: pageArguments,
    resolve: (refund, args, context) =>
      paginateInOrder(transactionsOf(refund, orderOf(refund, context)), args, (part) => part.id),
  },
  duties: (refund, _args, context) => {
    const order = orderOf(refund, context);
    return refund.duties.map(({ dutyId, amount }) => ({
      amountSet: moneyBag(amount, order),
      originalDuty: {
        __typename: "Duty",
        id: gid("Duty", dutyId),
        countryCodeOfOrigin: null,
        harmonizedSystemCode: null,
        price: moneyBag(amount, order),
        taxLines: [],
      },
    }));
  },
});

function transactionsOf(refund: RefundRecord, order: OrderRecord): TransactionRecord[] {
  return order.transactions.filter((transaction) => refund.transactionIds.includes(transaction.id));
}

export const refundLineFields = typeFields<RefundLineRecord>({
  id: (line) => gid("RefundLineItem", line.id),
  quantity: (line) => line.quantity,
  restockType: (line) => line.restockType,
  restocked: (line) => line.restockType !== "NO_RESTOCK",
  location: (line, _args, { shop }) =>
    line.locationId ? (shop.data.locations.get(line.locationId) ?? null) : null,
  lineItem: (line, _args, context) =>
    orderOf(line, context).lines.find((candidate) => candidate.id === line.lineId) ?? null,
  priceSet: (line, _args, context) => {
    const order = orderOf(line, context);
    const sold = order.lines.find((candidate) => candidate.id === line.lineId);
    return moneyBag(sold?.unitPrice ?? nothing, order);
  },
  subtotalSet: (line, _args, context) => moneyBag(line.subtotal, orderOf(line, context)),
  totalTaxSet: (line, _args, context) => moneyBag(line.tax, orderOf(line, context)),
});

export const refundShippingFields = typeFields<RefundShippingRecord>({
  id: (line) => gid("RefundShippingLine", line.id),
  shippingLine: (line, _args, context) => {
    const order = orderOf(line, context);
    const found = order.shippingLines.find((candidate) => candidate.id === line.shippingLineId);
    return found ? { __typename: "ShippingLine", line: found, order } : null;
  },
  subtotalAmountSet: (line, _args, context) => moneyBag(line.subtotal, orderOf(line, context)),
  taxAmountSet: (line, _args, context) => moneyBag(line.tax, orderOf(line, context)),
});

export const adjustmentFields = typeFields<AdjustmentRecord>({
  id: (adjustment) => gid("OrderAdjustment", adjustment.id),
  amountSet: (adjustment, _args, context) => moneyBag(adjustment.amount, orderOf(adjustment, context)),
  taxAmountSet: (adjustment, _args, context) => moneyBag(nothing, orderOf(adjustment, context)),
  reason: (adjustment) => adjustment.reason,
});
