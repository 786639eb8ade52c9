/**
 * The few shapes of the emulated account that are looked at, as `GET /_control/unleashed/dump` shows them: every collection under
 * the name of its resource, every document as the API answers it. Nothing here comes from the engine.
 */

export interface SalesOrderLine {
  readonly LineNumber: number;
  readonly LineType: string | null;
  readonly Product: { readonly ProductCode: string | null; readonly ProductDescription: string | null };
  readonly OrderQuantity: number;
  readonly UnitPrice: number;
  readonly DiscountRate: number | null;
  readonly LineTotal: number;
  readonly TaxRate: number | null;
  readonly LineTax: number;
  readonly LineTaxCode: string | null;
  readonly Comments: string | null;
}

export interface SalesOrder {
  readonly Guid: string;
  readonly OrderNumber: string;
  readonly OrderStatus: string;
  /** `/Date(milliseconds)/` */
  readonly OrderDate: string | null;
  readonly RequiredDate: string | null;
  readonly Customer: {
    readonly Guid: string;
    readonly CustomerCode: string;
    readonly CustomerName: string;
  };
  readonly CustomerRef: string | null;
  readonly Comments: string | null;
  readonly Warehouse: { readonly WarehouseCode: string } | null;
  readonly DeliveryName: string | null;
  readonly DeliveryContact: string | null;
  readonly DeliveryInstruction: string | null;
  readonly DeliveryStreetAddress: string | null;
  readonly DeliveryStreetAddress2: string | null;
  readonly DeliverySuburb: string | null;
  readonly DeliveryCity: string | null;
  readonly DeliveryRegion: string | null;
  readonly DeliveryCountry: string | null;
  readonly DeliveryPostCode: string | null;
  readonly DeliveryMethod: string | null;
  readonly Currency: { readonly CurrencyCode: string };
  readonly ExchangeRate: number;
  readonly Tax: { readonly TaxCode: string; readonly TaxRate: number } | null;
  readonly TaxRate: number | null;
  readonly SourceId: string | null;
  readonly SubTotal: number;
  readonly TaxTotal: number;
  readonly Total: number;
  readonly SalesOrderLines: readonly SalesOrderLine[];
}

export interface AccountAddress {
  readonly AddressType: string;
  readonly AddressName: string | null;
  readonly StreetAddress: string | null;
  readonly StreetAddress2: string | null;
  readonly Suburb: string | null;
  readonly City: string | null;
  readonly Region: string | null;
  readonly Country: string | null;
  readonly PostalCode: string | null;
}

export interface AccountCustomer {
  readonly Guid: string;
  readonly CustomerCode: string;
  readonly CustomerName: string;
  readonly ContactFirstName: string | null;
  readonly ContactLastName: string | null;
  readonly Email: string | null;
  readonly PhoneNumber: string | null;
  readonly Notes: string | null;
  readonly Obsolete: boolean;
  readonly Currency: { readonly CurrencyCode: string } | null;
  readonly Addresses: readonly AccountAddress[];
}

export interface AccountProduct {
  readonly Guid: string;
  readonly ProductCode: string;
  readonly ProductDescription: string;
  readonly Obsolete: boolean;
  readonly IsSellable?: boolean;
}

/** The account, whole. */
export interface AccountDump {
  readonly SalesOrders: readonly SalesOrder[];
  readonly Customers: readonly AccountCustomer[];
  readonly Products: readonly AccountProduct[];
  readonly CreditNotes: readonly { readonly Guid: string }[];
  readonly SalesShipments: readonly { readonly Guid: string }[];
  readonly Warehouses: readonly {
    readonly WarehouseCode: string;
    readonly IsDefault: boolean;
    readonly Obsolete?: boolean;
  }[];
  readonly Taxes: readonly {
    readonly TaxCode: string;
    readonly TaxRate: number;
    readonly Obsolete: boolean;
    readonly CanApplyToRevenue?: boolean;
  }[];
  readonly Currencies: readonly {
    readonly CurrencyCode: string;
    readonly DefaultSellRate?: number | null;
  }[];
}
