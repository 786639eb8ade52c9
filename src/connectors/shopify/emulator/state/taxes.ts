import { ratio } from "./money.ts";
import type { TaxSetting } from "./shop.ts";

const byCurrency: Readonly<Record<string, readonly [title: string, rate: string]>> = {
  AUD: ["GST", "0.1"],
  NZD: ["GST", "0.15"],
  GBP: ["VAT", "0.2"],
  EUR: ["VAT", "0.19"],
  CAD: ["GST", "0.05"],
  USD: ["State tax", "0.0625"],
  JPY: ["Consumption tax", "0.1"],
};

/** The tax that a shop charges when nobody says otherwise. */
export function usualTaxes(currency: string): readonly TaxSetting[] {
  const usual = byCurrency[currency];
  return usual ? [{ title: usual[0], rate: usual[1], channelLiable: false }] : [];
}

/** Rough rates, enough to make two currencies differ: units of the currency for one US dollar. */
const perDollar: Readonly<Record<string, string>> = {
  USD: "1",
  AUD: "1.52",
  NZD: "1.67",
  GBP: "0.79",
  EUR: "0.92",
  CAD: "1.37",
  JPY: "151.3",
};

/** Units of every known currency for one unit of `currency`, six decimals. */
export function usualExchangeRates(currency: string): Record<string, string> {
  const own = perDollar[currency];
  if (!own) return { [currency]: "1" };
  return Object.fromEntries(
    Object.entries(perDollar).map(([code, rate]) => [code, code === currency ? "1" : divideText(rate, own)]),
  );
}

function divideText(left: string, right: string): string {
  const millionths = (text: string) => {
    const { numerator, denominator } = ratio(text);
    return (numerator * 1_000_000n) / denominator;
  };
  const digits = ((millionths(left) * 1_000_000n) / millionths(right)).toString().padStart(7, "0");
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}
