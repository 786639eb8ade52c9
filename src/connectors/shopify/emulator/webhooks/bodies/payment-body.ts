import { nothing, fixedText, isZero, shortText } from "../../state/money.ts";
import type { OrderRecord, RefundRecord, TransactionRecord } from "../../state/order-records.ts";
import type { Shop } from "../../state/shop.ts";
import { openAuthorizations } from "../../orders/totals.ts";
import { decimalNumber, idNumber, optionalId } from "./json-number.ts";
import { lineBody } from "./line-body.ts";
import { moneySet, moneyText } from "./money-body.ts";
import { shopTime } from "./shop-time.ts";
import { taxLineBodies } from "./tax-line-body.ts";
import { add } from "../../state/money.ts";

const manualGateways = new Set(["manual", "cash", "Bank Deposit"]);

/** Body of `order_transactions/create`; refunds carry it too. `amount` is in the currency that was paid in. */
export function transactionBody(part: TransactionRecord, order: OrderRecord, shop: Shop) {
  const { timezone } = shop.settings;
  const isCard = part.gateway === "shopify_payments" || part.gateway === "bogus";
  return {
    id: idNumber(part.id),
    order_id: idNumber(order.id),
    kind: part.kind.toLowerCase(),
    gateway: part.gateway,
    status: part.status.toLowerCase(),
    message: part.status === "SUCCESS" ? "Transaction approved" : null,
    created_at: shopTime(part.createdAt, timezone),
    test: part.test,
    authorization: isCard ? part.id.slice(-6) : null,
    location_id: optionalId(order.retailLocationId),
    user_id: null,
    parent_id: optionalId(part.parentId),
    processed_at: shopTime(part.createdAt, timezone),
    device_id: null,
    error_code: null,
    source_name: order.sourceName,
    ...(isCard ? { payment_details: cardDetails } : {}),
    receipt: part.giftCardId === null ? {} : { gift_card_id: idNumber(part.giftCardId) },
    amount: fixedText(part.amount.presentment, order.presentmentCurrency),
    currency: order.presentmentCurrency,
    payment_id: `${order.name}.${order.transactions.indexOf(part) + 1}`,
    total_unsettled_set: unsettled(part, order),
    manual_payment_gateway: manualGateways.has(part.gateway),
    amount_rounding:
      part.rounding === null || isZero(part.rounding)
        ? null
        : fixedText(part.rounding.presentment, order.presentmentCurrency),
    admin_graphql_api_id: `gid://shopify/OrderTransaction/${part.id}`,
  };
}

const cardDetails = {
  credit_card_bin: "424242",
  avs_result_code: null,
  cvv_result_code: null,
  credit_card_number: "•••• •••• •••• 4242",
  credit_card_company: "Visa",
  buyer_action_info: null,
  credit_card_name: null,
  credit_card_wallet: null,
  credit_card_expiration_month: 12,
  credit_card_expiration_year: 2030,
  payment_method_name: "visa",
} as const;

/** Of all sets only this one says `currency` instead of `currency_code`. */
function unsettled(part: TransactionRecord, order: OrderRecord) {
  const open = openAuthorizations(order).find(({ id }) => id === part.id)?.left ?? nothing;
  return {
    presentment_money: {
      amount: shortText(open.presentment, order.presentmentCurrency),
      currency: order.presentmentCurrency,
    },
    shop_money: { amount: shortText(open.shop, order.currency), currency: order.currency },
  };
}

/** Body of `refunds/create`; orders carry it too. */
export function refundBody(refund: RefundRecord, order: OrderRecord, shop: Shop) {
  const { timezone } = shop.settings;
  return {
    id: idNumber(refund.id),
    order_id: idNumber(order.id),
    created_at: shopTime(refund.createdAt, timezone),
    note: refund.note,
    user_id: null,
    processed_at: shopTime(refund.createdAt, timezone),
    duties: refund.duties.map(({ dutyId, amount }) => ({
      duty_id: idNumber(dutyId),
      amount_set: moneySet(amount, order),
    })),
    total_duties_set: moneySet(add(...refund.duties.map(({ amount }) => amount), nothing), order),
    return: null,
    refund_shipping_lines: refund.shipping.map((part) => ({
      id: idNumber(part.id),
      shipping_line: shippingFacts(part.shippingLineId, order),
      subtotal_amount_set: moneySet(part.subtotal, order),
      tax_amount_set: moneySet(part.tax, order),
    })),
    restock: refund.restock,
    admin_graphql_api_id: `gid://shopify/Refund/${refund.id}`,
    order_adjustments: refund.adjustments.map((part) => ({
      id: idNumber(part.id),
      order_id: idNumber(order.id),
      refund_id: idNumber(refund.id),
      amount: moneyText(part.amount, order),
      amount_set: moneySet(part.amount, order),
      tax_amount: moneyText(nothing, order),
      tax_amount_set: moneySet(nothing, order),
      kind: "refund_discrepancy",
      reason: "Refund discrepancy",
    })),
    refund_line_items: refundLines(refund, order, shop),
    transactions: order.transactions
      .filter(({ id }) => refund.transactionIds.includes(id))
      .map((part) => transactionBody(part, order, shop)),
  };
}

function refundLines(refund: RefundRecord, order: OrderRecord, shop: Shop) {
  return refund.lines.flatMap((part) => {
    const line = order.lines.find(({ id }) => id === part.lineId);
    if (!line) return [];
    return [
      {
        id: idNumber(part.id),
        quantity: part.quantity,
        line_item_id: idNumber(line.id),
        location_id: optionalId(part.locationId),
        restock_type: part.restockType.toLowerCase(),
        subtotal: decimalNumber(shortText(part.subtotal.shop, order.currency)),
        total_tax: decimalNumber(shortText(part.tax.shop, order.currency)),
        subtotal_set: moneySet(part.subtotal, order),
        total_tax_set: moneySet(part.tax, order),
        line_item: lineBody(line, order, shop),
      },
    ];
  });
}

function shippingFacts(shippingLineId: string, order: OrderRecord) {
  const line = order.shippingLines.find(({ id }) => id === shippingLineId);
  if (!line) return null;
  return {
    id: idNumber(line.id),
    code: line.code,
    price: moneyText(line.price, order),
    price_set: moneySet(line.price, order),
    source: line.source,
    title: line.title,
    tax_lines: taxLineBodies(line.taxLines, order),
  };
}
