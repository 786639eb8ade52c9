import type { ConfiguredConnection } from "#connectors/kit/target-connector.ts";
import type { Reason } from "#domain/reason.ts";
import { baseUrlOf, type UnleashedCredentials, type UnleashedSettings } from "./settings.ts";

type Connection = ConfiguredConnection<UnleashedSettings, UnleashedCredentials>;

type Conflict = Reason & { readonly connections: readonly string[] };

/**
 * What keeps connections to one account from living together: sales orders of two stores under the same numbers, one store
 * connected twice, whose orders would have the same GUIDs, or two currencies of which nobody said which is the account's own. Pure.
 */
export function findConflicts(connections: readonly Connection[]): readonly Conflict[] {
  const found: Conflict[] = [];
  for (const [index, left] of connections.entries())
    for (const right of connections.slice(index + 1)) {
      if (account(left) !== account(right)) continue;
      const names = [left.name, right.name];
      found.push(...currencyConflicts(left, right));
      if (left.store === right.store)
        found.push({
          code: "STORE_CONNECTED_TWICE",
          message: `${names.join(" and ")} carry the same store to the same Unleashed account, so they would write the same sales orders. Remove one of them.`,
          connections: names,
        });
      else if (prefix(left) === prefix(right))
        found.push({
          code: "SAME_ORDER_PREFIX",
          message: `${names.join(" and ")} carry two stores to the same Unleashed account under the same order prefix ${JSON.stringify(left.settings.orders.prefix)}, so their sales orders would have the same numbers. Give one of them another orders.prefix.`,
          connections: names,
        });
    }
  return found;
}

/**
 * An account has one base currency, so of two stores with different currencies at least one is foreign to it, and a rate of 1 would
 * be wrong for that one. What a store's currency is may not be known yet.
 */
function currencyConflicts(left: Connection, right: Connection): readonly Conflict[] {
  const found: Conflict[] = [];
  if (left.store === right.store || (left.currency !== null && left.currency === right.currency))
    return found;
  const connections = [left.name, right.name];
  const [base, other] = [left, right].map(({ settings }) => settings.orders.currency.account);
  const stores = `${connections.join(" and ")} carry two stores to the same Unleashed account`;
  if (base === null || other === null)
    found.push({
      code: "BASE_CURRENCY_NOT_SET",
      message: `${stores}, and ${base === other ? "neither says" : `${base === null ? left.name : right.name} does not say`} what its base currency is; for a foreign currency the exchange rate would be wrong. Set orders.currency.account of both.`,
      connections,
    });
  else if (base !== other)
    found.push({
      code: "BASE_CURRENCIES_DIFFER",
      message: `${stores}, and orders.currency.account says ${base ?? ""} for one and ${other ?? ""} for the other. An account has one base currency: correct one of them.`,
      connections,
    });
  if (left.currency === null || right.currency === null) return found;
  const taken = sharedCodes(left);
  const same = [...sharedCodes(right)].filter((code) => taken.has(code));
  if (same.length > 0)
    found.push({
      code: "SHARED_CUSTOMER_TWO_CURRENCIES",
      message: `${stores}, one in ${left.currency} and one in ${right.currency}, and both send orders to the customer ${same.join(" and ")}. A customer has one currency: give one connection other codes (customers.guests.code, customers.withheld.code or customers.oneCustomerCode).`,
      connections,
    });
  return found;
}

/** Codes of the customers that stand for many buyers. */
function sharedCodes({ settings: { customers } }: Connection): ReadonlySet<string> {
  return new Set(
    customers.mode === "one-customer"
      ? customers.oneCustomerCode === null
        ? []
        : [customers.oneCustomerCode]
      : [customers.guests.code, customers.withheld.code],
  );
}

function account({ credentials }: Connection): string {
  return `${baseUrlOf(credentials).toLowerCase()}\n${credentials.apiId}`;
}

/** Searches by number do not promise to tell letter cases apart. */
function prefix({ settings }: Connection): string {
  return settings.orders.prefix.toLowerCase();
}
