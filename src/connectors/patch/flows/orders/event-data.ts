import { exact, amount } from "#domain/money.ts";
import type { Order, OrderLine } from "#domain/order/order.ts";
import type { LoyaltySettings } from "../../settings/loyalty-settings.ts";
import type { OrderEventSettings } from "../../settings/order-event-settings.ts";
import type { EventLine } from "./desired-event.ts";

/** Amounts as shops print them: with the cents of the currency at least. */
const cents = 2;

/** The amount that points are given for, by `loyalty.value`. Pure. */
export function valueOf(order: Order, value: LoyaltySettings["value"]): string {
  const { total, currentTotal } = order.totals;
  switch (value) {
    case "as-sold":
      return total.shop;
    case "as-it-stands":
      return currentTotal.shop;
    case "net":
      return order.cancelledAt !== null || isRefunded(order) ? "0" : currentTotal.shop;
  }
}

function isRefunded({ financialStatus }: Order): boolean {
  return financialStatus === "REFUNDED" || financialStatus === "VOIDED";
}

/** What an event says of an order as it stands, without what only announces it. Pure. */
export function eventData(
  order: Order,
  events: OrderEventSettings,
  loyalty: LoyaltySettings,
): Readonly<Record<string, unknown>> {
  return {
    [events.orderIdField]: order.id,
    order_name: order.name,
    currency: order.currency,
    [loyalty.valueField]: printed(valueOf(order, loyalty.value)),
    financial_status: order.financialStatus,
    fulfillment_status: order.fulfillmentStatus,
    cancelled: order.cancelledAt !== null,
    [events.originalTimeField]: order.processedAt,
    ...(events.lines ? { line_items: order.lines.filter(({ tip }) => !tip).map(lineOf) } : {}),
  };
}

function lineOf(line: OrderLine): EventLine {
  const { sku, title, quantity, currentQuantity, unitPrice, discounts } = line;
  const before = exact(unitPrice.shop).times(quantity);
  const after = discounts.reduce((left, { amount: off }) => left.minus(off.shop), before);
  const share = quantity === 0 ? exact("0") : after.times(currentQuantity).div(quantity);
  return { sku, title, quantity: currentQuantity, total: printed(amount(share.toDecimalPlaces(cents))) };
}

function printed(text: string): string {
  const value = exact(text);
  return value.toFixed(Math.max(cents, value.decimalPlaces()));
}
