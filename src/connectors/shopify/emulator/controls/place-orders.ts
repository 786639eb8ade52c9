import { setImmediate as nextTurn } from "node:timers/promises";
import { fulfilOrder } from "../orders/fulfil-order.ts";
import { voidOrder } from "../orders/pay-order.ts";
import { placeOrder } from "../orders/place-order.ts";
import { applyRefund, everythingLeft, publishRefund } from "../orders/refund-order.ts";
import { totalsOf } from "../orders/totals.ts";
import { fixedText } from "../state/money.ts";
import { gid } from "../state/ids.ts";
import type { OrderRecord } from "../state/order-records.ts";
import { nextHex } from "../state/shop.ts";
import type { Shop } from "../state/shop.ts";
import { createExchange } from "./both-money.ts";
import { buildOrder } from "./build-order.ts";
import { buildPayments } from "./build-payments.ts";
import type { WishedStatus } from "./build-payments.ts";
import { findBuyer } from "./find-buyer.ts";
import { orderSchema } from "./order-schema.ts";
import type { OrderInput, OrderWish } from "./order-schema.ts";
import { createRandomPicks } from "./random-picks.ts";
import type { RandomPicks } from "./random-picks.ts";
import { wishedTotal } from "./wished-total.ts";

/** So many orders are placed before others get a turn: their webhooks leave meanwhile. */
const ordersPerTurn = 25;

/** Places orders as a wish says; see `orderSchema`. Throws `ControlError` and `ZodError`. */
export async function placeOrders(shop: Shop, wish: unknown): Promise<OrderRecord[]> {
  const input = orderSchema.parse(wish);
  const picks = createRandomPicks(shop);
  const placed: OrderRecord[] = [];
  for (let count = 0; count < input.count; count++) {
    placed.push(placeOne(shop, input, picks));
    if (count % ordersPerTurn === ordersPerTurn - 1) await nextTurn();
  }
  return placed;
}

/** Places one order. Throws `ControlError` and `ZodError`. */
export function placeWishedOrder(shop: Shop, wish: OrderWish): OrderRecord {
  return placeOne(shop, orderSchema.parse(wish), createRandomPicks(shop));
}

function placeOne(shop: Shop, input: OrderInput, picks: RandomPicks): OrderRecord {
  const exchange = createExchange(shop, input.currency, input.rate);
  const buyer = findBuyer(shop, input, picks);
  const status = input.financialStatus ?? (input.paid === false ? "PENDING" : "PAID");
  const unpaid = buildOrder(shop, input, { exchange, picks, buyer });
  const payments = buildPayments(shop, input, status, { exchange, total: () => wishedTotal(unpaid) });
  const order = placeOrder(shop, { ...unpaid, payments });
  issueGiftCards(shop, order);
  if (!input.payments) bringTo(shop, order, status);
  if (input.fulfilled)
    fulfilOrder(shop, order, { lines: null, tracking: null, locationId: order.retailLocationId });
  return order;
}

/** One card for each unit of a gift card sold. */
function issueGiftCards(shop: Shop, order: OrderRecord): void {
  for (const line of order.lines) {
    if (!line.isGiftCard) continue;
    for (let unit = 0; unit < line.quantity; unit++) {
      const id = shop.ids.next("GiftCard");
      shop.data.giftCards.set(id, {
        id,
        lastCharacters: nextHex(shop, 4),
        orderId: order.id,
        initialValue: line.unitPrice,
        currency: order.currency,
        balance: line.unitPrice,
      });
    }
  }
}

/** What happens after placing until the order has the wished status. */
function bringTo(shop: Shop, order: OrderRecord, status: WishedStatus): void {
  if (status === "VOIDED") voidOrder(shop, order);
  else if (status === "REFUNDED") refundLines(shop, order, everythingLeft(order, "RETURN", null), "all");
  else if (status === "PARTIALLY_REFUNDED") {
    const [first] = everythingLeft(order, "RETURN", null);
    refundLines(shop, order, first ? [{ ...first, quantity: 1 }] : [], null);
  }
}

function refundLines(
  shop: Shop,
  order: OrderRecord,
  lines: ReturnType<typeof everythingLeft>,
  shipping: "all" | null,
): void {
  const refund = applyRefund(shop, order, {
    lines,
    shipping,
    refundDuties: shipping === "all",
    transactions: null,
    note: null,
    restock: true,
  });
  publishRefund(shop, order, refund);
}

/** As `POST …/orders` answers. */
export function orderAnswer(order: OrderRecord) {
  return {
    id: gid("Order", order.id),
    name: order.name,
    total: fixedText(totalsOf(order).total.shop, order.currency),
    currency: order.currency,
  };
}
