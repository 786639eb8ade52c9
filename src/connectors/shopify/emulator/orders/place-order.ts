import { add, isZero, nothing, subtract } from "../state/money.ts";
import type { Money } from "../state/money.ts";
import type {
  CustomAttribute,
  LineRecord,
  OrderRecord,
  ShippingLineRecord,
  TransactionRecord,
} from "../state/order-records.ts";
import type { AddressRecord } from "../state/party-records.ts";
import { nextHex } from "../state/shop.ts";
import type { Shop, TaxSetting } from "../state/shop.ts";
import { tidyTags } from "../state/tags.ts";
import type { ShopEvent } from "../webhooks/shop-event.ts";
import { priceOrder } from "./price-order.ts";
import type { OrderDiscountInput, PricedLineInput } from "./price-order.ts";
import { routeLines } from "./route-lines.ts";
import { financialStatus } from "./statuses.ts";
import { computeTotals } from "./totals.ts";

export interface NewLine extends PricedLineInput {
  readonly title: string;
  readonly variantTitle: string | null;
  readonly sku: string | null;
  readonly vendor: string | null;
  readonly variantId: string | null;
  readonly productId: string | null;
  readonly grams: number;
  readonly requiresShipping: boolean;
  readonly isGiftCard: boolean;
  readonly customAttributes: readonly CustomAttribute[];
  readonly duty: Money | null;
}

export interface NewShippingLine {
  readonly title: string;
  readonly code: string | null;
  readonly source: string | null;
  readonly carrierIdentifier: string | null;
  readonly price: Money;
  readonly taxable: boolean;
}

export interface NewPayment {
  readonly kind: "SALE" | "AUTHORIZATION";
  readonly gateway: string;
  /** Null: everything that is still open. */
  readonly amount: Money | null;
  readonly status: "SUCCESS" | "PENDING";
  readonly expiresAt: number | null;
  readonly giftCardId: string | null;
}

export interface NewOrder {
  readonly lines: readonly NewLine[];
  readonly shipping: readonly NewShippingLine[];
  readonly discounts: readonly OrderDiscountInput[];
  readonly taxes: readonly TaxSetting[];
  readonly taxesIncluded: boolean;
  readonly taxExempt: boolean;
  readonly presentmentCurrency: string;
  readonly tip: Money;
  readonly cashRounding: Money;
  readonly payments: readonly NewPayment[];
  readonly customerId: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly company: OrderRecord["company"];
  readonly billingAddress: AddressRecord | null;
  readonly shippingAddress: AddressRecord | null;
  readonly sourceName: string;
  readonly sourceIdentifier: string | null;
  readonly retailLocationId: string | null;
  readonly test: boolean;
  readonly tags: readonly string[];
  readonly note: string | null;
  readonly poNumber: string | null;
  readonly customAttributes: readonly CustomAttribute[];
  readonly customerLocale: string | null;
  readonly createdAt: number;
  readonly processedAt: number;
  readonly largeIds: boolean;
}

/** Places an order, takes its payments, and tells the subscribed apps. */
export function placeOrder(shop: Shop, input: NewOrder): OrderRecord {
  const priced = priceOrder(input);
  const large = { large: input.largeIds };
  const id = shop.ids.next("Order", large);
  shop.data.orderNumber += 1;
  const number = shop.data.orderNumber;

  const locationIds = routeLines(shop, input.lines, input.retailLocationId);
  const lines = input.lines.map((line, index): LineRecord => ({
    __typename: "LineItem",
    id: shop.ids.next("LineItem", large),
    orderId: id,
    title: line.title,
    variantTitle: line.variantTitle,
    sku: line.sku,
    vendor: line.vendor,
    variantId: line.variantId,
    productId: line.productId,
    grams: line.grams,
    taxable: line.taxable,
    requiresShipping: line.requiresShipping,
    isGiftCard: line.isGiftCard,
    isTip: line.isTip,
    customAttributes: line.customAttributes,
    unitPrice: line.unitPrice,
    quantity: line.quantity,
    removed: 0,
    refunded: 0,
    fulfilled: 0,
    returned: 0,
    locationId: locationIds[index] ?? null,
    allocations: priced.lines[index]?.allocations ?? [],
    taxLines: priced.lines[index]?.taxLines ?? [],
    duty: line.duty,
    dutyId: line.duty ? shop.ids.next("Duty") : null,
  }));
  const shippingLines = input.shipping.map((line, index): ShippingLineRecord => ({
    __typename: "ShippingLine",
    id: shop.ids.next("ShippingLine", large),
    title: line.title,
    code: line.code,
    source: line.source,
    carrierIdentifier: line.carrierIdentifier,
    price: line.price,
    allocations: priced.shipping[index]?.allocations ?? [],
    taxLines: priced.shipping[index]?.taxLines ?? [],
    isRemoved: false,
    refunded: nothing,
  }));

  const draft: OrderRecord = {
    __typename: "Order",
    id,
    number,
    name: `#${number}`,
    confirmationNumber: nextHex(shop, 9).toUpperCase(),
    token: nextHex(shop, 32),
    createdAt: input.createdAt,
    processedAt: input.processedAt,
    updatedAt: input.createdAt,
    revision: 0,
    cancelledAt: null,
    cancelReason: null,
    cancelStaffNote: null,
    closedAt: null,
    currency: shop.settings.currency,
    presentmentCurrency: input.presentmentCurrency,
    taxesIncluded: input.taxesIncluded,
    taxExempt: input.taxExempt,
    estimatedTaxes: false,
    dutiesIncluded: false,
    test: input.test,
    edited: false,
    note: input.note,
    poNumber: input.poNumber,
    tags: tidyTags(input.tags),
    customAttributes: input.customAttributes,
    sourceName: input.sourceName,
    sourceIdentifier: input.sourceIdentifier,
    appId: appOf(input.sourceName),
    retailLocationId: input.retailLocationId,
    email: input.email,
    phone: input.phone,
    customerId: input.customerId,
    company: input.company,
    billingAddress: input.billingAddress,
    shippingAddress: input.shippingAddress,
    customerLocale: input.customerLocale,
    lines,
    discounts: priced.discounts,
    shippingLines,
    transactions: [],
    refunds: [],
    fulfillments: [],
    work: null,
    tip: input.tip,
    cashRounding: { payment: input.cashRounding, refund: nothing },
    originalTotal: nothing,
    originalDuties: null,
  };
  const totals = computeTotals(draft);
  const order: OrderRecord = { ...draft, originalTotal: totals.total, originalDuties: totals.duties };
  takePayments(shop, order, input.payments, add(totals.total, input.cashRounding), input.cashRounding);

  shop.data.orders.set(id, order);
  if (order.customerId) shop.data.customers.get(order.customerId)?.orderIds.push(id);
  shop.revision += 1;

  const events: ShopEvent[] = [{ topic: "orders/create", order }];
  if (financialStatus(order, shop.clock.now()) === "PAID") events.push({ topic: "orders/paid", order });
  events.push({ topic: "orders/updated", order });
  shop.publish(events);
  return order;
}

function takePayments(
  shop: Shop,
  order: OrderRecord,
  payments: readonly NewPayment[],
  due: Money,
  rounding: Money,
): void {
  let open = due;
  for (const payment of payments) {
    const amount = payment.amount ?? open;
    if (isZero(amount)) continue;
    open = subtract(open, amount);
    const card = payment.giftCardId ? shop.data.giftCards.get(payment.giftCardId) : undefined;
    if (card) card.balance = subtract(card.balance, amount);
    const isCash = payment.gateway === "cash" && !isZero(rounding);
    const transaction: TransactionRecord = {
      __typename: "OrderTransaction",
      id: shop.ids.next("OrderTransaction"),
      orderId: order.id,
      kind: payment.kind,
      status: payment.status,
      gateway: payment.gateway,
      amount,
      rounding: isCash ? rounding : null,
      createdAt: order.createdAt,
      parentId: null,
      test: order.test,
      expiresAt: payment.expiresAt,
      giftCardId: payment.giftCardId,
    };
    order.transactions.push(transaction);
  }
}

/** Ids of Shopify's own channels, as order bodies carry them. */
const channelApps: Readonly<Record<string, string>> = {
  web: "580111",
  pos: "129785",
  shopify_draft_order: "1354745",
};

function appOf(sourceName: string): string | null {
  return channelApps[sourceName] ?? (/^\d+$/.test(sourceName) ? sourceName : null);
}

export const appNames: Readonly<Record<string, string>> = {
  "580111": "Online Store",
  "129785": "Point of Sale",
  "1354745": "Draft Orders",
};
