import { currencyDecimals } from "#domain/currency.ts";
import { divideRounded, ratio } from "./money.ts";
import type { Money } from "./money.ts";
import type { Shop } from "./shop.ts";

/**
 * An amount of the shop's currency with what a buyer in `presentmentCurrency` sees. Throws `RangeError` for a currency
 * that the shop does not sell in.
 */
export function inBothCurrencies(shop: Shop, units: bigint, presentmentCurrency: string): Money {
  const { currency, exchangeRates } = shop.settings;
  if (presentmentCurrency === currency) return { shop: units, presentment: units };
  const rate = exchangeRates[presentmentCurrency];
  if (rate === undefined) throw new RangeError(`the shop does not sell in ${presentmentCurrency}`);
  const { numerator, denominator } = ratio(rate);
  const up = 10n ** BigInt(currencyDecimals(presentmentCurrency));
  const down = 10n ** BigInt(currencyDecimals(currency));
  return { shop: units, presentment: divideRounded(units * numerator * up, denominator * down) };
}
