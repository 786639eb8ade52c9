import type { MoneyBag } from "../../shop-shapes.ts";

/** Money in ten-thousandths of a currency's unit, so that cents, thousandths and unit prices are whole numbers. */
export type Fine = bigint;

const decimals = 4;
export const one: Fine = 10n ** BigInt(decimals);
export const cent: Fine = one / 100n;

/** Reads plain decimal text or a JSON number, exactly. Throws `RangeError` for anything finer or not decimal. */
export function fine(value: string | number): Fine {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(value));
  const part = (match?.[3] ?? "").replace(/0+$/, "");
  if (match === null || part.length > decimals) throw new RangeError(`not an amount of money: ${value}`);
  const size = BigInt(match[2] ?? "0") * one + BigInt(part.padEnd(decimals, "0"));
  return match[1] === "-" ? -size : size;
}

/** What the shop books; nothing where it states none. */
export function booked(money: MoneyBag | null | undefined): Fine {
  return money === null || money === undefined ? 0n : fine(money.shopMoney.amount);
}

export function sum(values: readonly Fine[]): Fine {
  return values.reduce((total, value) => total + value, 0n);
}

/** `value` × `of` ÷ `by`, rounded half away from zero to a multiple of `unit`. */
export function portion(value: Fine, of: bigint, by: bigint, unit: Fine): Fine {
  const negative = (value < 0n !== of < 0n) !== by < 0n;
  const top = size(value * of);
  const bottom = size(by) * unit;
  const units = (2n * top + bottom) / (2n * bottom);
  return (negative ? -units : units) * unit;
}

/** Rounded half away from zero to whole cents. */
export function toCents(value: Fine): Fine {
  return portion(value, 1n, 1n, cent);
}

export function size(value: bigint): bigint {
  return value < 0n ? -value : value;
}

const noDecimals = new Set(["JPY", "KRW", "CLP", "ISK", "VND", "XPF"]);
const threeDecimals = new Set(["KWD", "BHD", "JOD", "OMR", "TND"]);

/** The smallest coin of a currency (ISO 4217). */
export function smallestUnit(currency: string): Fine {
  if (noDecimals.has(currency)) return one;
  return threeDecimals.has(currency) ? one / 1000n : cent;
}

/** `12.34` */
export function shown(value: Fine): string {
  const digits = size(value)
    .toString()
    .padStart(decimals + 1, "0");
  const text = `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`.replace(/0{1,2}$/, "");
  return value < 0n ? `-${text}` : text;
}
