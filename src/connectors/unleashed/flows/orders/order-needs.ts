import type { ListNeed } from "#connectors/kit/flow.ts";
import type { Order } from "#domain/order/order.ts";
import { wholeList } from "../../look-up.ts";
import type { OrderSettings } from "../../settings/order-settings.ts";
import { codeOfLine } from "./place-bookings.ts";

export const warehousesNeed: ListNeed = { list: "Warehouses", key: wholeList };
export const taxesNeed: ListNeed = { list: "Taxes", key: wholeList };
export const currenciesNeed: ListNeed = { list: "Currencies", key: wholeList };

export function customerNeed(code: string): ListNeed {
  return { list: "Customers", key: code };
}

/**
 * Entries of the account's lists that the sales order of an order needs: every product by code, the warehouses, tax codes and
 * currencies as a whole, and the set customer when all orders go to one.
 */
export function orderNeeds(
  order: Order,
  settings: OrderSettings,
  setCustomer: string | null,
): readonly ListNeed[] {
  const codes = new Set<string>();
  for (const line of order.lines) {
    if (line.tip || (line.giftCard && !isGiftCardBySku(settings))) continue;
    const code = codeOfLine(line, settings);
    if (code !== null) codes.add(code);
  }
  const { shipping, customLines, giftCardsSold, tips, duties, fees } = settings.charges;
  for (const charge of [shipping, customLines, giftCardsSold, tips, duties, fees])
    if (charge.as === "product" && charge.product !== null) codes.add(charge.product);
  const needs: ListNeed[] = [warehousesNeed, taxesNeed, currenciesNeed];
  if (setCustomer !== null) needs.push(customerNeed(setCustomer));
  for (const key of codes) needs.push({ list: "Products", key });
  return needs;
}

function isGiftCardBySku(settings: OrderSettings): boolean {
  const { as, product } = settings.charges.giftCardsSold;
  return as === "product" && product === null;
}
