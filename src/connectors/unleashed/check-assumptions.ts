import type { Finding } from "#connectors/kit/finding.ts";
import type { WireCurrency, WireTax } from "./schema.ts";
import type { UnleashedSettings } from "./settings.ts";
import { decimalOf } from "./wire-values.ts";

/**
 * Which exchange rate the shop's currency would get. Unleashed's lists do not tell the base currency, so without the setting the
 * shop's own is taken for it, and somebody has to know that. Pure.
 */
export function baseCurrencyFindings(
  currencies: readonly WireCurrency[],
  { orders: { currency: settings } }: UnleashedSettings,
  shopCurrency: string,
): readonly Finding[] {
  if (settings.account === shopCurrency || Number(settings.rates[shopCurrency] ?? "0") > 0) return [];
  const own = currencies.find(({ CurrencyCode }) => CurrencyCode === shopCurrency);
  if (own === undefined || Number(decimalOf(own.DefaultSellRate) ?? "0") > 0) return [];
  if (settings.account !== null)
    return [
      {
        level: "error",
        code: "EXCHANGE_RATE_UNKNOWN",
        message: `The shop sells in ${shopCurrency}, the account's base currency is ${settings.account}, and no exchange rate is known. Name it in orders.currency.rates, or enter a rate in Unleashed.`,
        detail: { currency: shopCurrency, account: settings.account },
      },
    ];
  if (currencies.length < 2) return [];
  return [
    {
      level: "warning",
      code: "BASE_CURRENCY_ASSUMED",
      message: `Sales orders get the exchange rate 1, since ${shopCurrency}, the shop's currency, is taken for the account's base currency: the account has ${currencies.length} currencies and does not say which that is. Set orders.currency.account to the base currency, and where that is not ${shopCurrency}, the rate in orders.currency.rates.`,
      detail: { currency: shopCurrency, currencies: currencies.map(({ CurrencyCode }) => CurrencyCode) },
    },
  ];
}

/** Whether a line without tax would find its code: by setting, or because the account has exactly one usable of rate zero. Pure. */
export function exemptTaxFindings(
  taxes: readonly WireTax[],
  { orders }: UnleashedSettings,
): readonly Finding[] {
  if (orders.taxes.exempt !== null) return [];
  const candidates = taxes
    .filter(
      ({ Obsolete, CanApplyToRevenue, TaxRate }) =>
        Obsolete !== true && CanApplyToRevenue !== false && Number(decimalOf(TaxRate) ?? NaN) === 0,
    )
    .map(({ TaxCode }) => TaxCode);
  if (candidates.length === 1) return [];
  return [
    {
      level: "warning",
      code: "EXEMPT_TAX_CODE_UNCLEAR",
      message: `Lines without tax, such as gift cards, would wait for a person: the account has ${
        candidates.length === 0
          ? "no tax code of rate zero for sales. Add one"
          : `${candidates.length} tax codes of rate zero (${candidates.join(", ")}). Name one in orders.taxes.exempt`
      }.`,
      detail: { candidates },
    },
  ];
}
