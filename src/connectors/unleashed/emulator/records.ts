/** Objects of the account as its API gives them. Named here are the fields that the emulator itself works with. */
export interface WireObject {
  readonly Guid: string;
  readonly [field: string]: unknown;
}

export interface Warehouse extends WireObject {
  readonly WarehouseCode: string;
  readonly WarehouseName: string;
}

export interface Tax extends WireObject {
  readonly TaxCode: string;
  readonly TaxRate: number;
}

export interface Currency extends WireObject {
  readonly CurrencyCode: string;
}

export interface Customer extends WireObject {
  readonly CustomerCode: string;
  readonly CustomerName: string;
  readonly Email: string | null;
  readonly Currency: Currency | null;
  readonly SellPriceTier: string | null;
  readonly Obsolete: boolean;
}

export interface Product extends WireObject {
  readonly ProductCode: string;
  readonly ProductDescription: string;
  readonly Barcode: string | null;
  readonly DefaultSellPrice: number | null;
  readonly NeverDiminishing: boolean;
  readonly IsSellable: boolean;
  readonly Obsolete: boolean;
}

export interface SalesOrderLine extends WireObject {
  readonly LineNumber: number;
  readonly LineType: string | null;
  /** Guid and code are null on charge lines. */
  readonly Product: {
    readonly Guid: string | null;
    readonly ProductCode: string | null;
    readonly ProductDescription: string | null;
  };
  readonly OrderQuantity: number;
  readonly UnitPrice: number;
  readonly DiscountRate: number;
  readonly LineTotal: number;
  readonly LineTax: number;
  readonly TaxRate: number | null;
}

export type OrderStatus = "Parked" | "Placed" | "Backordered" | "Completed" | "Deleted";

export interface SalesOrder extends WireObject {
  readonly SalesOrderLines: readonly SalesOrderLine[];
  readonly OrderNumber: string;
  readonly OrderDate: string | null;
  readonly CompletedDate: string | null;
  readonly OrderStatus: OrderStatus;
  readonly CustomOrderStatus: string | null;
  readonly Customer: { readonly Guid: string; readonly CustomerCode: string; readonly CustomerName: string };
  readonly Warehouse: Warehouse;
  readonly Currency: Currency | null;
  readonly ExchangeRate: number;
  readonly SubTotal: number;
  readonly TaxTotal: number;
  readonly Total: number;
  readonly AllocateProduct: boolean;
  readonly SourceId: string | null;
}

export interface CreditLine extends WireObject {
  readonly Product: { readonly Guid: string; readonly ProductCode: string };
  readonly CreditQuantity: number;
  readonly CreditPrice: number;
  readonly Return: boolean;
}

export interface CreditNote extends WireObject {
  readonly CreditNoteNumber: string;
  readonly Status: string;
  readonly Warehouse: Warehouse;
  readonly CreditLines: readonly CreditLine[];
}

export interface ShipmentLine extends WireObject {
  readonly SalesOrderLineNumber: number;
  readonly ShipmentQty: number;
}

export interface Shipment extends WireObject {
  readonly ShipmentNumber: string;
  readonly ShipmentStatus: string;
  readonly OrderNumber: string;
  readonly OrderGuid: string;
  readonly SalesShipmentLines: readonly ShipmentLine[];
}
