import { currencyDecimals } from "#domain/currency.ts";

/** An amount in the smallest units of the shop's currency and of the one the buyer saw (cents, yen, fils). */
export interface Money {
  readonly shop: bigint;
  readonly presentment: bigint;
}

export const nothing: Money = { shop: 0n, presentment: 0n };

export function add(...amounts: readonly Money[]): Money {
  let shop = 0n;
  let presentment = 0n;
  for (const amount of amounts) {
    shop += amount.shop;
    presentment += amount.presentment;
  }
  return { shop, presentment };
}

export function subtract(left: Money, right: Money): Money {
  return { shop: left.shop - right.shop, presentment: left.presentment - right.presentment };
}

export function negate(amount: Money): Money {
  return { shop: -amount.shop, presentment: -amount.presentment };
}

export function times(amount: Money, count: number): Money {
  const factor = BigInt(count);
  return { shop: amount.shop * factor, presentment: amount.presentment * factor };
}

export function isZero(amount: Money): boolean {
  return amount.shop === 0n && amount.presentment === 0n;
}

export function smaller(left: Money, right: Money): Money {
  return left.shop <= right.shop ? left : right;
}

/** `amount` or nothing when it is below nothing. */
export function atLeastNothing(amount: Money): Money {
  return amount.shop > 0n ? amount : nothing;
}

/** `amount × numerator ÷ denominator`, each currency rounded half away from zero. */
export function fraction(amount: Money, numerator: bigint, denominator: bigint): Money {
  return {
    shop: divideRounded(amount.shop * numerator, denominator),
    presentment: divideRounded(amount.presentment * numerator, denominator),
  };
}

/** What `part` of `whole` units cost, when the whole costs `amount`. */
export function portion(amount: Money, part: number, whole: number): Money {
  if (part === whole) return amount;
  if (whole === 0 || part === 0) return nothing;
  return fraction(amount, BigInt(part), BigInt(whole));
}

export function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const sign = dividend < 0n !== divisor < 0n ? -1n : 1n;
  const top = dividend < 0n ? -dividend : dividend;
  const bottom = divisor < 0n ? -divisor : divisor;
  return (sign * (2n * top + bottom)) / (2n * bottom);
}

/**
 * Splits `total` by weight so that the parts add up exactly: each part is rounded and taken off what is left
 * before the next. 10.00 over 23.90, 25.40, 25.40 and 25.40 gives 2.39, 2.54, 2.54 and 2.53.
 */
export function allocate(total: Money, weights: readonly Money[]): Money[] {
  const shop = allocateUnits(
    total.shop,
    weights.map((weight) => weight.shop),
  );
  const presentment = allocateUnits(
    total.presentment,
    weights.map((weight) => weight.presentment),
  );
  return weights.map((_, index) => ({ shop: shop[index] ?? 0n, presentment: presentment[index] ?? 0n }));
}

function allocateUnits(total: bigint, weights: readonly bigint[]): bigint[] {
  let left = total;
  let leftWeight = weights.reduce((sum, weight) => sum + weight, 0n);
  return weights.map((weight) => {
    const part = leftWeight === 0n ? 0n : divideRounded(left * weight, leftWeight);
    left -= part;
    leftWeight -= weight;
    return part;
  });
}

/** A rate such as `"0.1"` as a fraction of whole numbers. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Reads decimal text. Throws `RangeError` when it is not plain decimal text. */
export function ratio(text: string): Ratio {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text);
  if (!match) throw new RangeError(`not a decimal number: ${text}`);
  const [, sign = "", whole = "0", decimals = ""] = match;
  const numerator = BigInt(whole + decimals);
  return { numerator: sign ? -numerator : numerator, denominator: 10n ** BigInt(decimals.length) };
}

/** Units of a currency from decimal text, rounded half away from zero. Throws `RangeError` for other text. */
export function toUnits(text: string, currency: string): bigint {
  const { numerator, denominator } = ratio(text);
  return divideRounded(numerator * 10n ** BigInt(currencyDecimals(currency)), denominator);
}

/** As webhooks print money: always with the currency's decimals, `"5.00"`. */
export function fixedText(units: bigint, currency: string): string {
  const decimals = currencyDecimals(currency);
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, "0");
  const sign = units < 0n ? "-" : "";
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** As GraphQL prints money: no needless zeros, but at least one decimal, `"5.0"`. */
export function shortText(units: bigint, currency: string): string {
  const fixed = fixedText(units, currency);
  if (!fixed.includes(".")) return `${fixed}.0`;
  let end = fixed.length;
  while (fixed[end - 1] === "0" && fixed[end - 2] !== ".") end -= 1;
  return fixed.slice(0, end);
}
