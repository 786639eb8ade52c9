import { fixedText } from "../../state/money.ts";
import type { Money } from "../../state/money.ts";

export interface Currencies {
  readonly currency: string;
  readonly presentmentCurrency: string;
}

/** Shape of every `…_set`. */
export function moneySet(amount: Money, { currency, presentmentCurrency }: Currencies) {
  return {
    shop_money: { amount: fixedText(amount.shop, currency), currency_code: currency },
    presentment_money: {
      amount: fixedText(amount.presentment, presentmentCurrency),
      currency_code: presentmentCurrency,
    },
  };
}

export function optionalMoneySet(amount: Money | null, currencies: Currencies) {
  return amount === null ? null : moneySet(amount, currencies);
}

/** Money of the shop's currency with all its decimals, `"5.00"`. */
export function moneyText(amount: Money, { currency }: Currencies): string {
  return fixedText(amount.shop, currency);
}
