import { amount, exact, type Amount, type Money } from "#domain/money.ts";
import { isObject, type Loose } from "./read-values.ts";
import { unreadable } from "./unreadable.ts";

export const noMoney: Money = { shop: "0", presentment: "0" };

/** No amount of money has more digits. What has, such as `1e50000000`, would take memory and arithmetic of its size. */
const mostDigits = 40;

/** Canonical text of an amount in a message. Decimal text, as nearly always, takes no arithmetic. */
export function readAmount(value: unknown, field: string): Amount {
  if (value === "0.00" || value === "0.0") return "0";
  if (typeof value !== "string" && typeof value !== "number") return unreadable(field, "an amount of money");
  const text = String(value);
  if (text.length > mostDigits) return unreadable(field, "an amount of money");
  return shorten(text) ?? throughDecimal(value, field);
}

const plainDecimal = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const point = 46;
const zero = 48;

/** Takes needless zeros off plain decimal text; null when it is anything else. */
function shorten(text: string): Amount | null {
  if (!plainDecimal.test(text)) return null;
  let end = text.length;
  if (text.includes(".")) {
    while (text.charCodeAt(end - 1) === zero) end -= 1;
    if (text.charCodeAt(end - 1) === point) end -= 1;
  }
  const short = text.slice(0, end);
  return short === "-0" ? "0" : short;
}

function throughDecimal(value: string | number, field: string): Amount {
  try {
    const number = exact(value);
    if (Math.abs(number.e) < mostDigits) return amount(number);
  } catch {
    // Said below.
  }
  return unreadable(field, "an amount of money");
}

/** `{shop_money, presentment_money}` of a webhook. Null when absent or empty. */
export function readMoneySet(value: unknown, field: string): Money | null {
  if (value === undefined || value === null) return null;
  if (!isObject(value)) return unreadable(field, "money in two currencies");
  const set = value as Loose<"shop_money" | "presentment_money">;
  return readPair(set.shop_money, set.presentment_money, field);
}

/** `MoneyBag` of GraphQL. Null when absent or empty. */
export function readMoneyBag(value: unknown, field: string): Money | null {
  if (value === undefined || value === null) return null;
  if (!isObject(value)) return unreadable(field, "money in two currencies");
  const bag = value as Loose<"shopMoney" | "presentmentMoney">;
  return readPair(bag.shopMoney, bag.presentmentMoney, field);
}

function readPair(shop: unknown, presentment: unknown, field: string): Money {
  if (!isObject(shop) || !isObject(presentment)) return unreadable(field, "money in two currencies");
  const inShop = readAmount((shop as Loose<"amount">).amount, field);
  const seen = readAmount((presentment as Loose<"amount">).amount, field);
  return inShop === "0" && seen === "0" ? noMoney : { shop: inShop, presentment: seen };
}

/** Fraction of a tax; some taxes state none. */
export function readRate(value: unknown, field: string): Amount {
  return value === undefined || value === null ? "0" : readAmount(value, field);
}
