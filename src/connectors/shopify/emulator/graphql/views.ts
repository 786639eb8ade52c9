import { shortText } from "../state/money.ts";
import type { Money } from "../state/money.ts";

export interface MoneyV2 {
  readonly __typename: "MoneyV2";
  readonly amount: string;
  readonly currencyCode: string;
}

export interface Currencies {
  readonly currency: string;
  readonly presentmentCurrency: string;
}

export function moneyV2(units: bigint, currency: string): MoneyV2 {
  return { __typename: "MoneyV2", amount: shortText(units, currency), currencyCode: currency };
}

/** Shape of `MoneyBag`. */
export function moneyBag(amount: Money, { currency, presentmentCurrency }: Currencies) {
  return {
    shopMoney: moneyV2(amount.shop, currency),
    presentmentMoney: moneyV2(amount.presentment, presentmentCurrency),
  };
}

/** As GraphQL prints times: whole seconds, UTC. */
export function isoTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

export function optionalTime(ms: number | null): string | null {
  return ms === null ? null : isoTime(ms);
}

/** Shape of `Count`. */
export function count(found: number, limit: unknown) {
  const most = typeof limit === "number" ? limit : Number.POSITIVE_INFINITY;
  return found > most ? { count: most, precision: "AT_LEAST" } : { count: found, precision: "EXACT" };
}
