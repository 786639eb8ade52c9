import { ControlError } from "#connectors/kit/emulator/control-error.ts";
import { currencyDecimals } from "#domain/currency.ts";
import { totalsOf } from "../orders/totals.ts";
import { divideRounded, ratio, toUnits } from "../state/money.ts";
import type { Money } from "../state/money.ts";
import type { OrderRecord } from "../state/order-records.ts";
import type { Shop } from "../state/shop.ts";

/** Turns amounts of the shop's currency into both currencies of an order. */
export interface Exchange {
  readonly presentmentCurrency: string;
  /** Decimal text of the shop's currency in both currencies. */
  both(text: string): Money;
  /** Units of the shop's currency in both currencies. */
  bothUnits(units: bigint): Money;
}

/** `wanted` is the currency that the buyer sees; undefined or the shop's own: one currency. */
export function createExchange(
  shop: Shop,
  wanted: string | undefined,
  rateText: string | undefined,
): Exchange {
  const { currency, exchangeRates } = shop.settings;
  const presentmentCurrency = wanted ?? currency;
  if (presentmentCurrency === currency) return exchangeAt(shop, currency, 1n, 1n);
  const text = rateText ?? exchangeRates[presentmentCurrency];
  if (text === undefined)
    throw new ControlError(
      400,
      `the shop has no exchange rate for ${presentmentCurrency}; give rate, or use one of ${Object.keys(exchangeRates).join(", ")}`,
    );
  const { numerator, denominator } = ratio(text);
  const up = 10n ** BigInt(currencyDecimals(presentmentCurrency));
  const down = 10n ** BigInt(currencyDecimals(currency));
  return exchangeAt(shop, presentmentCurrency, numerator * up, denominator * down);
}

/** What is done to an order later goes by the rate of its total. */
export function exchangeOf(shop: Shop, order: OrderRecord): Exchange {
  const { shop: paid, presentment } = totalsOf(order).total;
  if (paid > 0n) return exchangeAt(shop, order.presentmentCurrency, presentment, paid);
  return createExchange(shop, order.presentmentCurrency, undefined);
}

/** `up` units of the buyer's currency are worth `down` units of the shop's. */
function exchangeAt(shop: Shop, presentmentCurrency: string, up: bigint, down: bigint): Exchange {
  const { currency } = shop.settings;
  const isOne = presentmentCurrency === currency;
  const bothUnits = (units: bigint): Money => ({
    shop: units,
    presentment: isOne ? units : divideRounded(units * up, down),
  });
  return { presentmentCurrency, both: (amount) => bothUnits(toUnits(amount, currency)), bothUnits };
}
