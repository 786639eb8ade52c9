import type { Facts, Projection } from "#connectors/kit/flow.ts";
import type { Customer } from "#domain/customer/customer.ts";
import { isPresent } from "#domain/knowable.ts";
import { deriveGuid } from "../../guid.ts";
import type { CustomerSettings } from "../../settings/customer-settings.ts";
import { customerCurrencyCode } from "../customer-currency.ts";
import { customerCode } from "./customer-code.ts";
import { customerUnits, nameForNew } from "./customer-units.ts";
import type { DesiredCustomer } from "./desired-customer.ts";
import { sharedGuestId } from "./shared-guest.ts";

/** GUID of the customer that stands for a record of a store. */
export function customerGuid(domain: string, id: string): string {
  return deriveGuid(domain, "customers", id);
}

/** The customer as Unleashed should hold it. Pure; always made. */
export function projectCustomer(
  source: Customer,
  facts: Pick<Facts, "store" | "decision">,
  settings: CustomerSettings,
): Projection<DesiredCustomer> {
  const guid = customerGuid(facts.store.domain, source.id);
  const about = {
    guid,
    record: source.id,
    currency:
      facts.decision(customerCurrencyCode, source.id) === undefined ? currencyCode(facts, settings) : null,
  };
  const stand = standIn(source, settings);
  if (stand !== null) {
    const { code, name } = stand;
    return {
      made: true,
      desired: {
        ...about,
        code,
        name,
        label: `the shared customer ${code}`,
        search: { code, email: null },
        units: {},
        onCreate: currencyOf(facts, settings),
      },
    };
  }
  const name = nameForNew(source);
  const kind = source.origin === "company" ? "companies" : "individuals";
  const { customerType, sellPriceTier } = settings;
  return {
    made: true,
    desired: {
      ...about,
      code: customerCode(source, guid, name, settings),
      name,
      label: labelOf(source),
      search: {
        code: isPresent(source.externalId) ? source.externalId.trim() : null,
        // People of one company share its addresses: an e-mail says nothing about which company it is.
        email: source.origin !== "company" && isPresent(source.email) ? source.email.trim() : null,
      },
      units: customerUnits(source, settings),
      onCreate: {
        ...currencyOf(facts, settings),
        ...(customerType[kind] === null ? {} : { CustomerType: customerType[kind] }),
        ...(sellPriceTier[kind] === null ? {} : { SellPriceTier: sellPriceTier[kind] }),
      },
    },
  };
}

/** Code and name of the customer that stands for buyers who are not named; null for everybody else. */
export function standIn(
  source: Customer,
  settings: CustomerSettings,
): { readonly code: string; readonly name: string } | null {
  if (source.origin === "placeholder") return settings.withheld;
  return source.id === sharedGuestId ? settings.guests : null;
}

function currencyOf(facts: Pick<Facts, "store">, settings: CustomerSettings): Record<string, unknown> {
  const code = currencyCode(facts, settings);
  return code === null ? {} : { Currency: { CurrencyCode: code } };
}

/** Null: the account's own, whichever that is. */
function currencyCode(facts: Pick<Facts, "store">, { currency }: CustomerSettings): string | null {
  if (currency === "account") return null;
  return currency === "shop" ? facts.store.currency : currency;
}

function labelOf(source: Customer): string {
  const [, first = "", second = ""] = source.id.split(":");
  switch (source.origin) {
    case "company":
      return `the customer for company ${first}${second === "" ? "" : `, location ${second}`}`;
    case "guest":
      return `the customer for guest ${first === "order" ? `of order ${second}` : first.slice(0, 8)}`;
    case "customer":
    case "placeholder":
      return `the customer for ${source.id}`;
  }
}
