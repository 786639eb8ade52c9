import type { Facts } from "#connectors/kit/flow.ts";
import type { Order } from "#domain/order/order.ts";
import type { AttentionRequest } from "#domain/plan/plan.ts";
import type { WireCurrency, WireWarehouse } from "../../schema.ts";
import type { OrderSettings } from "../../settings/order-settings.ts";
import { decimalOf } from "../../wire-values.ts";
import { leaveOut, retry } from "./choices.ts";
import { currenciesNeed, warehousesNeed } from "./order-needs.ts";

type Chosen<Value> = { readonly value: Value } | { readonly attention: AttentionRequest };

/** Code of the warehouse: by the point-of-sale location, else the default of the settings, else the account's own. */
export function chooseWarehouse(
  order: Order,
  settings: OrderSettings["warehouse"],
  facts: Pick<Facts, "listed">,
): Chosen<string> {
  const listed = entriesOf(facts.listed(warehousesNeed)) as readonly WireWarehouse[];
  const byLocation = typeof order.locationId === "string" ? settings.byLocation[order.locationId] : undefined;
  const named = byLocation ?? settings.default;
  const entry =
    named === null
      ? listed.find((candidate) => candidate.IsDefault === true && candidate.Obsolete !== true)
      : listed.find((candidate) => candidate.WarehouseCode === named);
  if (entry !== undefined && entry.Obsolete !== true) return { value: entry.WarehouseCode };
  const why =
    named === null
      ? "The account has no default warehouse. Name one in orders.warehouse.default."
      : `The warehouse ${named} of the settings ${entry === undefined ? "is not in the account" : "is obsolete in the account"}. Correct orders.warehouse, or add it there.`;
  return {
    attention: {
      code: "WAREHOUSE_UNKNOWN",
      message: why,
      detail: { warehouse: named, location: order.locationId ?? null },
      choices: [retry, leaveOut],
    },
  };
}

/**
 * Exchange rate for the shop's currency: 1 in the account's base currency, else by the settings, else the rate that the account
 * keeps for it. A currency has to be in the account before an order can be booked in it (vendor's help article on the Shopify
 * integration). Rates count units of the foreign currency for one of the base currency, as the account's own list does.
 */
export function chooseExchangeRate(
  order: Order,
  settings: OrderSettings["currency"],
  facts: Pick<Facts, "listed" | "store">,
): Chosen<number> {
  const { currency } = order;
  const listed = entriesOf(facts.listed(currenciesNeed)) as readonly WireCurrency[];
  const entry = listed.find((candidate) => candidate.CurrencyCode === currency);
  if (settings.account === currency) return { value: 1 };
  const set = settings.rates[currency];
  if (entry === undefined)
    return {
      attention: {
        code: "CURRENCY_NOT_IN_ACCOUNT",
        message: `The order is in ${currency}, which the account does not have. Add the currency in Unleashed, then try again.`,
        detail: { currency },
        choices: [retry, leaveOut],
      },
    };
  if (set !== undefined && Number(set) > 0) return { value: Number(set) };
  const own = Number(decimalOf(entry.DefaultSellRate) ?? "0");
  if (own > 0) return { value: own };
  if (settings.account === null && currency === facts.store.currency) return { value: 1 };
  return {
    attention: {
      code: "EXCHANGE_RATE_UNKNOWN",
      message: `No exchange rate is known for ${currency}. Name it in orders.currency.rates, or enter a rate in the account.`,
      detail: { currency, account: settings.account ?? facts.store.currency },
      choices: [retry, leaveOut],
    },
  };
}

/** The entries of a whole list. */
export function entriesOf(listed: unknown): readonly unknown[] {
  return Array.isArray(listed) ? listed : [];
}
