import { Decimal } from "decimal.js";

/**
 * An amount of money or a rate as plain decimal text, such as `"119.9"`; never a float, never with an exponent.
 * Amounts are canonical: no trailing zeros, `"0"` for nothing, so that equal amounts are equal texts.
 */
export type Amount = string;

/** An amount in the shop's own currency and in the one the buyer saw. Waybill books in shop money. */
export interface Money {
  readonly shop: Amount;
  readonly presentment: Amount;
}

const Exact = Decimal.clone({
  precision: 40,
  rounding: Decimal.ROUND_HALF_UP,
  toExpNeg: -1e9,
  toExpPos: 1e9,
});

/** A number for exact arithmetic; `Decimal` of decimal.js with 40 digits, rounding half up. */
export type Exact = InstanceType<typeof Decimal>;

/** Reads decimal text for arithmetic. Throws `RangeError` when the text is not a finite decimal number. */
export function exact(amount: Amount | number): Exact {
  let value: Exact;
  try {
    value = new Exact(amount);
  } catch {
    throw new RangeError(`not a decimal number: ${JSON.stringify(amount)}`);
  }
  if (!value.isFinite()) throw new RangeError(`not a finite number: ${JSON.stringify(amount)}`);
  return value;
}

/** Canonical text of an amount: `"5.00"`, `"5.0"` and `5` all give `"5"`. */
export function amount(value: Exact | Amount | number): Amount {
  const number = value instanceof Decimal ? value : exact(value);
  return number.isZero() ? "0" : number.toFixed();
}

/** Exact sum; of nothing it is `"0"`. */
export function sum(values: Iterable<Amount>): Amount {
  let total: Exact = new Exact(0);
  for (const value of values) total = total.plus(value);
  return amount(total);
}

/** `left − right`, exact. */
export function subtract(left: Amount, right: Amount): Amount {
  return amount(exact(left).minus(right));
}

/** Rounds half away from zero to `decimals` places (2 for cents). */
export function round(value: Exact | Amount, decimals: number): Amount {
  return amount((value instanceof Decimal ? value : exact(value)).toDecimalPlaces(decimals));
}

/** Equal as numbers, whatever the spelling. */
export function isSameAmount(left: Amount, right: Amount): boolean {
  return left === right || exact(left).equals(right);
}

export function isZero(value: Amount): boolean {
  return exact(value).isZero();
}

/**
 * Splits `total` over `weights` in whole units of `decimals` places, so that the parts add up exactly.
 * Largest remainders receive the left-over units; ties go to the earlier part. All-zero weights share evenly.
 */
export function allocate(total: Amount, weights: readonly Amount[], decimals: number): Amount[] {
  if (weights.length === 0) return [];
  const unit = new Exact(10).pow(-decimals);
  const whole = exact(total);
  const all = weights.reduce((sum, weight) => sum.plus(weight), new Exact(0));
  const shares = weights.map((weight) =>
    all.isZero() ? whole.div(weights.length) : whole.times(weight).div(all),
  );
  const parts = shares.map((share) => share.toDecimalPlaces(decimals, Decimal.ROUND_DOWN));
  let rest = whole.minus(parts.reduce((sum, part) => sum.plus(part), new Exact(0)));
  const order = shares
    .map((share, index) => ({ index, remainder: share.minus(parts[index] ?? 0).abs() }))
    .sort((a, b) => b.remainder.comparedTo(a.remainder) || a.index - b.index);
  const step = rest.isNegative() ? unit.negated() : unit;
  for (let i = 0; rest.abs().greaterThanOrEqualTo(unit); i = (i + 1) % order.length) {
    const target = order[i]?.index ?? 0;
    parts[target] = (parts[target] ?? new Exact(0)).plus(step);
    rest = rest.minus(step);
  }
  const last = order[0]?.index ?? 0;
  if (!rest.isZero()) parts[last] = (parts[last] ?? new Exact(0)).plus(rest);
  return parts.map((part) => amount(part));
}
