import { currencyDecimals } from "#domain/currency.ts";
import { amount, exact } from "#domain/money.ts";
import type { Order } from "#domain/order/order.ts";
import { buildOrder, type OrderInput } from "./order-builder.ts";

/** The order as a shop in Australia has it that sold in US dollars: each amount converted and rounded by itself, sums too. */
export function convertedOneByOne(input: OrderInput, rate: string): Order {
  const convert = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(convert);
    if (typeof value !== "object" || value === null) return value;
    if ("shop" in value && typeof value.shop === "string")
      return {
        shop: amount(exact(value.shop).times(rate).toDecimalPlaces(currencyDecimals("AUD"))),
        presentment: value.shop,
      };
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, convert(part)]));
  };
  return { ...(convert(buildOrder(input)) as Order), presentmentCurrency: "USD" };
}
