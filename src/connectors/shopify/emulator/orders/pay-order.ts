import { isZero, smaller } from "../state/money.ts";
import type { Money } from "../state/money.ts";
import type { OrderRecord, TransactionRecord } from "../state/order-records.ts";
import { touchOrder } from "../state/shop.ts";
import type { Shop } from "../state/shop.ts";
import type { ShopEvent } from "../webhooks/shop-event.ts";
import { financialStatus } from "./statuses.ts";
import { openAuthorizations, totalsOf } from "./totals.ts";

/** Adds a transaction without telling anybody. */
export function addTransaction(
  shop: Shop,
  order: OrderRecord,
  facts: Pick<TransactionRecord, "kind" | "gateway" | "amount" | "parentId"> & {
    readonly giftCardId?: string | null;
  },
): TransactionRecord {
  const transaction: TransactionRecord = {
    __typename: "OrderTransaction",
    id: shop.ids.next("OrderTransaction"),
    orderId: order.id,
    kind: facts.kind,
    status: "SUCCESS",
    gateway: facts.gateway,
    amount: facts.amount,
    rounding: null,
    createdAt: shop.clock.now(),
    parentId: facts.parentId,
    test: order.test,
    expiresAt: null,
    giftCardId: facts.giftCardId ?? null,
  };
  order.transactions.push(transaction);
  return transaction;
}

/** Takes `amount` (default: all that is outstanding) by hand. Undefined when nothing is outstanding. */
export function payOrder(
  shop: Shop,
  order: OrderRecord,
  options: { readonly amount?: Money; readonly gateway?: string } = {},
): TransactionRecord | undefined {
  const outstanding = totalsOf(order).outstanding;
  const amount = options.amount ? smaller(options.amount, outstanding) : outstanding;
  if (amount.shop <= 0n) return undefined;
  const transaction = addTransaction(shop, order, {
    kind: "SALE",
    gateway: options.gateway ?? "manual",
    amount,
    parentId: null,
  });
  settle(shop, order);
  return transaction;
}

/** Captures `amount` (default: everything open) of the order's authorizations. Undefined when there is none. */
export function captureOrder(
  shop: Shop,
  order: OrderRecord,
  options: { readonly amount?: Money } = {},
): TransactionRecord | undefined {
  const authorization = openAuthorizations(order)[0];
  if (!authorization) return undefined;
  const gateway = order.transactions.find((transaction) => transaction.id === authorization.id)?.gateway;
  const transaction = addTransaction(shop, order, {
    kind: "CAPTURE",
    gateway: gateway ?? "manual",
    amount: options.amount ? smaller(options.amount, authorization.left) : authorization.left,
    parentId: authorization.id,
  });
  settle(shop, order);
  return transaction;
}

/** Gives open authorizations back. False when there is none. */
export function voidOrder(shop: Shop, order: OrderRecord): boolean {
  const open = openAuthorizations(order);
  if (open.length === 0) return false;
  addVoids(shop, order);
  settle(shop, order);
  return true;
}

export function addVoids(shop: Shop, order: OrderRecord): void {
  for (const authorization of openAuthorizations(order)) {
    const gateway = order.transactions.find((transaction) => transaction.id === authorization.id)?.gateway;
    addTransaction(shop, order, {
      kind: "VOID",
      gateway: gateway ?? "manual",
      amount: authorization.left,
      parentId: authorization.id,
    });
  }
}

function settle(shop: Shop, order: OrderRecord): void {
  touchOrder(shop, order);
  const events: ShopEvent[] = [];
  if (financialStatus(order, shop.clock.now()) === "PAID" && !isZero(totalsOf(order).received))
    events.push({ topic: "orders/paid", order });
  events.push({ topic: "orders/updated", order });
  shop.publish(events);
}
