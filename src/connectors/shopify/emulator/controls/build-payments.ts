import { ControlError } from "#connectors/kit/emulator/control-error.ts";
import type { NewPayment } from "../orders/place-order.ts";
import { add, fixedText, fraction, nothing } from "../state/money.ts";
import type { Money } from "../state/money.ts";
import { nextHex } from "../state/shop.ts";
import type { Shop } from "../state/shop.ts";
import type { Exchange } from "./both-money.ts";
import type { financialStatuses, OrderInput } from "./order-schema.ts";

export type WishedStatus = (typeof financialStatuses)[number];

const dayMs = 24 * 60 * 60 * 1000;
/** How long card payments stay authorized. */
const authorizationMs = 7 * dayMs;

/** The payments of an order: those that the caller names, or those that lead to the wished status. */
export function buildPayments(
  shop: Shop,
  input: OrderInput,
  status: WishedStatus,
  { exchange, total }: { readonly exchange: Exchange; readonly total: () => Money },
): NewPayment[] {
  const payments = input.payments
    ? namedPayments(shop, input.payments, exchange)
    : usualPayments(shop, input, status, exchange, total);
  const named = add(...payments.map(({ amount }) => amount ?? nothing), nothing);
  if (named.shop > 0n && named.shop > total().shop)
    throw new ControlError(
      400,
      `the payments are more than the order's total of ${fixedText(total().shop, shop.settings.currency)}`,
    );
  return payments;
}

function payment(facts: Partial<NewPayment>): NewPayment {
  return {
    kind: "SALE",
    gateway: "shopify_payments",
    amount: null,
    status: "SUCCESS",
    expiresAt: null,
    giftCardId: null,
    ...facts,
  };
}

function usualPayments(
  shop: Shop,
  input: OrderInput,
  status: WishedStatus,
  exchange: Exchange,
  total: () => Money,
): NewPayment[] {
  const now = shop.clock.now();
  const gateway = usualGateway(input);
  switch (status) {
    case "PENDING":
      return [payment({ gateway: "Bank Deposit", status: "PENDING" })];
    case "PARTIALLY_PAID":
      return [
        payment({
          gateway,
          amount:
            input.paidAmount === undefined ? fraction(total(), 1n, 2n) : exchange.both(input.paidAmount),
        }),
      ];
    case "AUTHORIZED":
    case "VOIDED":
      return [payment({ kind: "AUTHORIZATION", expiresAt: now + authorizationMs })];
    case "EXPIRED":
      return [payment({ kind: "AUTHORIZATION", expiresAt: now - 1 })];
    case "PAID":
    case "REFUNDED":
    case "PARTIALLY_REFUNDED":
      return input.giftCard === undefined
        ? [payment({ gateway })]
        : [giftCardPayment(shop, exchange.both(input.giftCard)), payment({ gateway })];
  }
}

function usualGateway(input: OrderInput): string {
  if (input.cashRounding !== undefined) return "cash";
  return input.draft ? "manual" : "shopify_payments";
}

function namedPayments(
  shop: Shop,
  given: NonNullable<OrderInput["payments"]>,
  exchange: Exchange,
): NewPayment[] {
  return given.map((part) => {
    const amount = part.amount === undefined ? null : exchange.both(part.amount);
    if (part.gateway === "gift_card") {
      if (!amount) throw new ControlError(400, "a payment by gift card needs an amount");
      return giftCardPayment(shop, amount);
    }
    const kind = part.kind ?? "SALE";
    return payment({
      kind,
      gateway: part.gateway ?? "shopify_payments",
      amount,
      status: part.status ?? "SUCCESS",
      expiresAt: kind === "AUTHORIZATION" ? shop.clock.now() + authorizationMs : null,
    });
  });
}

/** Pays with a card that was given away before and holds just so much. */
function giftCardPayment(shop: Shop, amount: Money): NewPayment {
  const giftCardId = shop.ids.next("GiftCard");
  shop.data.giftCards.set(giftCardId, {
    id: giftCardId,
    lastCharacters: nextHex(shop, 4),
    orderId: null,
    initialValue: amount,
    currency: shop.settings.currency,
    balance: amount,
  });
  return payment({ gateway: "gift_card", amount, giftCardId });
}
