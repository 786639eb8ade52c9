import type { AccountDump } from "../../account-shapes.ts";

/** What of an account's own lists a sales order is made with. */
export interface AccountLists {
  /** Codes of products that may be sold. */
  readonly products: ReadonlySet<string>;
  /** Tax codes that may be used, by their rate in millionths. */
  readonly taxes: readonly { readonly code: string; readonly rate: bigint }[];
  readonly warehouse: string | null;
  /** Exchange rates by currency; null: in the account, without a rate. */
  readonly currencies: ReadonlyMap<string, number | null>;
}

export function listsOf(account: AccountDump): AccountLists {
  return {
    products: new Set(
      account.Products.filter(({ Obsolete, IsSellable }) => !Obsolete && IsSellable !== false).map(
        ({ ProductCode }) => ProductCode,
      ),
    ),
    taxes: account.Taxes.filter((tax) => !tax.Obsolete && tax.CanApplyToRevenue !== false).map(
      ({ TaxCode, TaxRate }) => ({ code: TaxCode, rate: BigInt(Math.round(TaxRate * 1_000_000)) }),
    ),
    warehouse:
      account.Warehouses.find(({ IsDefault, Obsolete }) => IsDefault && Obsolete !== true)?.WarehouseCode ??
      null,
    currencies: new Map(
      account.Currencies.map(({ CurrencyCode, DefaultSellRate }) => [CurrencyCode, DefaultSellRate ?? null]),
    ),
  };
}
