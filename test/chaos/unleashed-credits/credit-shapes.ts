/** The few shapes of credits in the emulated account that are looked at. Nothing here comes from the engine. */
export interface CreditNote {
  readonly Guid: string;
  readonly Status: string;
  readonly Reference: string | null;
  readonly Customer: { readonly Guid: string };
  readonly Warehouse: { readonly WarehouseCode: string };
  readonly Tax: { readonly TaxRate: number } | null;
  readonly CreditLines: readonly {
    readonly CreditQuantity: number;
    readonly CreditPrice: number;
  }[];
}
