import type { WireNumber } from "./wire-values.ts";

/**
 * Objects of the Unleashed API as replies carry them and bodies take them (vendor's documentation: Customers, SalesOrders,
 * Products, Warehouses, Taxes, Currencies; field lists from recordings of live accounts). Names are the system's own. Nothing is
 * trusted to be there but the GUID: replies leave out, null and add fields.
 */

/** A nullable field that older accounts leave out. */
type Maybe<T> = T | null | undefined;

export interface WireObject {
  readonly Guid: string;
  readonly LastModifiedOn?: Maybe<string>;
  readonly [field: string]: unknown;
}

/** Envelope of every list. */
export interface WirePage {
  readonly Pagination: {
    readonly NumberOfItems: number;
    readonly PageSize: number;
    readonly PageNumber: number;
    readonly NumberOfPages: number;
  };
  readonly Items: readonly WireObject[];
}

export interface WireWarehouse extends WireObject {
  readonly WarehouseCode: string;
  readonly WarehouseName?: Maybe<string>;
  readonly IsDefault?: Maybe<boolean>;
  readonly Obsolete?: Maybe<boolean>;
}

export interface WireTax extends WireObject {
  readonly TaxCode: string;
  readonly Description?: Maybe<string>;
  /** A fraction: 0.1 is ten percent. */
  readonly TaxRate?: WireNumber;
  readonly CanApplyToRevenue?: Maybe<boolean>;
  readonly Obsolete?: Maybe<boolean>;
}

export interface WireCurrency extends WireObject {
  readonly CurrencyCode: string;
  readonly Description?: Maybe<string>;
  /** Against the account's base currency, where the account lists it. */
  readonly DefaultBuyRate?: WireNumber;
  readonly DefaultSellRate?: WireNumber;
}

export interface WireProduct extends WireObject {
  readonly ProductCode: string;
  readonly ProductDescription?: Maybe<string>;
  readonly Barcode?: Maybe<string>;
  readonly Obsolete?: Maybe<boolean>;
  readonly IsSellable?: Maybe<boolean>;
  /** A service or another product that is not kept in stock. */
  readonly NeverDiminishing?: Maybe<boolean>;
  readonly TaxableSales?: Maybe<boolean>;
}

/** Body of `POST /Products/{guid}`. */
export interface ProductBody {
  readonly Guid: string;
  readonly ProductCode: string;
  readonly ProductDescription: string;
  readonly DefaultSellPrice?: number | null;
  readonly Barcode?: string | null;
  readonly NeverDiminishing?: boolean;
  readonly IsSellable?: boolean;
  readonly TaxableSales?: boolean;
}

export type AddressType = "Postal" | "Physical" | "Shipping";

export interface WireAddress {
  readonly AddressType?: AddressType | (string & {}) | null | undefined;
  readonly AddressName?: Maybe<string>;
  readonly StreetAddress?: Maybe<string>;
  readonly StreetAddress2?: Maybe<string>;
  readonly Suburb?: Maybe<string>;
  readonly City?: Maybe<string>;
  readonly Region?: Maybe<string>;
  readonly Country?: Maybe<string>;
  readonly PostalCode?: Maybe<string>;
  readonly IsDefault?: Maybe<boolean>;
  readonly DeliveryInstruction?: Maybe<string>;
  readonly [field: string]: unknown;
}

export interface WireCustomer extends WireObject {
  readonly CustomerCode: string;
  readonly CustomerName?: Maybe<string>;
  readonly ContactFirstName?: Maybe<string>;
  readonly ContactLastName?: Maybe<string>;
  readonly Email?: Maybe<string>;
  readonly PhoneNumber?: Maybe<string>;
  readonly Notes?: Maybe<string>;
  readonly Taxable?: Maybe<boolean>;
  readonly Obsolete?: Maybe<boolean>;
  readonly StopCredit?: Maybe<boolean>;
  readonly Currency?: Maybe<{ readonly CurrencyCode?: Maybe<string>; readonly Guid?: Maybe<string> }>;
  readonly Addresses?: Maybe<readonly WireAddress[]>;
}

/** Body of `POST /Customers/{guid}`: only names of `acceptedCustomerFields`. */
export type CustomerBody = Readonly<Record<string, unknown>> & {
  readonly CustomerCode: string;
  readonly CustomerName: string;
};

export interface WireCreditLine {
  readonly Product?: Maybe<{ readonly Guid?: Maybe<string>; readonly ProductCode?: Maybe<string> }>;
  readonly CreditQuantity?: WireNumber;
  /** Without tax. */
  readonly CreditPrice?: WireNumber;
  /** True: the goods go back into stock. */
  readonly Return?: Maybe<boolean>;
  readonly [field: string]: unknown;
}

/** A credit. How replies name its number and its status is not documented, so both spellings are taken. */
export interface WireCreditNote extends WireObject {
  readonly CreditNoteNumber?: Maybe<string>;
  readonly CreditNumber?: Maybe<string>;
  readonly Status?: Maybe<string>;
  readonly CreditStatus?: Maybe<string>;
  readonly Reference?: Maybe<string>;
  readonly Customer?: Maybe<{ readonly Guid?: Maybe<string>; readonly CustomerCode?: Maybe<string> }>;
  readonly Warehouse?: Maybe<{ readonly WarehouseCode?: Maybe<string> }>;
  readonly Tax?: Maybe<{ readonly TaxCode?: Maybe<string> }>;
  readonly CreditLines?: Maybe<readonly WireCreditLine[]>;
}

export interface CreditLineBody {
  readonly Product: { readonly Guid?: string; readonly ProductCode: string };
  readonly CreditQuantity: number;
  readonly CreditPrice: number;
  readonly Reason?: string;
  readonly Return: boolean;
  readonly Comments: string;
}

/** Body of `POST /CreditNotes/FreeCredit`. `CreditDate` is ISO. */
export interface CreditNoteBody {
  readonly Guid?: string;
  readonly Customer: { readonly Guid?: string; readonly CustomerCode?: string };
  readonly Warehouse: { readonly WarehouseCode: string };
  readonly Tax: { readonly TaxCode: string };
  readonly ExchangeRate: number;
  readonly CreditDate: string;
  readonly Reference: string;
  readonly CreditLines: readonly CreditLineBody[];
}

export type OrderStatus = "Parked" | "Placed" | "Backordered" | "Completed" | "Deleted" | (string & {});

export interface WireSalesOrderLine {
  readonly Guid?: Maybe<string>;
  readonly LineNumber?: Maybe<number>;
  /** `Charge`, or null on a line of goods. */
  readonly LineType?: Maybe<string>;
  readonly Product?: Maybe<{
    readonly Guid?: Maybe<string>;
    readonly ProductCode?: Maybe<string>;
    readonly ProductDescription?: Maybe<string>;
  }>;
  readonly OrderQuantity?: WireNumber;
  readonly UnitPrice?: WireNumber;
  readonly DiscountRate?: WireNumber;
  readonly LineTotal?: WireNumber;
  readonly LineTax?: WireNumber;
  readonly TaxRate?: WireNumber;
  readonly LineTaxCode?: Maybe<string>;
  readonly XeroTaxCode?: Maybe<string>;
  readonly XeroSalesAccount?: Maybe<string>;
  readonly Comments?: Maybe<string>;
  readonly [field: string]: unknown;
}

export interface WireSalesOrder extends WireObject {
  readonly OrderNumber: string;
  readonly OrderStatus: OrderStatus;
  readonly CustomOrderStatus?: Maybe<string>;
  readonly OrderDate?: Maybe<string>;
  readonly RequiredDate?: Maybe<string>;
  readonly CompletedDate?: Maybe<string>;
  readonly Customer?: Maybe<{
    readonly Guid?: Maybe<string>;
    readonly CustomerCode?: Maybe<string>;
    readonly CustomerName?: Maybe<string>;
  }>;
  readonly CustomerRef?: Maybe<string>;
  readonly Comments?: Maybe<string>;
  readonly Warehouse?: Maybe<{ readonly Guid?: Maybe<string>; readonly WarehouseCode?: Maybe<string> }>;
  readonly DeliveryName?: Maybe<string>;
  readonly DeliveryStreetAddress?: Maybe<string>;
  readonly DeliveryStreetAddress2?: Maybe<string>;
  readonly DeliverySuburb?: Maybe<string>;
  readonly DeliveryCity?: Maybe<string>;
  readonly DeliveryRegion?: Maybe<string>;
  readonly DeliveryCountry?: Maybe<string>;
  readonly DeliveryPostCode?: Maybe<string>;
  readonly DeliveryContact?: Maybe<string>;
  readonly DeliveryInstruction?: Maybe<string>;
  readonly DeliveryMethod?: Maybe<string>;
  readonly Currency?: Maybe<{ readonly CurrencyCode?: Maybe<string>; readonly Guid?: Maybe<string> }>;
  readonly ExchangeRate?: WireNumber;
  readonly DiscountRate?: WireNumber;
  readonly Tax?: Maybe<{ readonly TaxCode?: Maybe<string>; readonly TaxRate?: WireNumber }>;
  readonly TaxRate?: WireNumber;
  readonly SubTotal?: WireNumber;
  readonly TaxTotal?: WireNumber;
  readonly Total?: WireNumber;
  readonly SourceId?: Maybe<string>;
  readonly CreatedBy?: Maybe<string>;
  readonly SalesOrderLines?: Maybe<readonly WireSalesOrderLine[]>;
}

/** A line of a body. Numbers are JSON numbers. */
export interface SalesOrderLineBody {
  readonly Guid?: string;
  readonly LineNumber: number;
  readonly LineType?: "Charge" | null;
  readonly Product: {
    readonly Guid?: string;
    readonly ProductCode?: string;
    readonly ProductDescription?: string;
  };
  readonly OrderQuantity: number;
  readonly UnitPrice: number;
  readonly DiscountRate?: number;
  readonly LineTotal: number;
  readonly LineTax: number;
  readonly TaxRate?: number | null;
  readonly LineTaxCode?: string | null;
  readonly XeroTaxCode?: string | null;
  readonly XeroSalesAccount?: string | null;
  readonly Comments?: string | null;
}

/** Body of `POST` and `PUT /SalesOrders/{guid}`: the whole order, since what is left out is blanked. Dates are ISO in UTC. */
export interface SalesOrderBody {
  readonly Guid: string;
  readonly OrderNumber: string;
  readonly OrderDate?: string | null;
  readonly RequiredDate?: string | null;
  readonly OrderStatus: OrderStatus;
  readonly CustomOrderStatus?: string | null;
  readonly Customer: { readonly Guid?: string; readonly CustomerCode?: string };
  readonly CustomerRef?: string | null;
  readonly Comments?: string | null;
  readonly Warehouse: { readonly WarehouseCode: string };
  readonly DeliveryName?: string | null;
  readonly DeliveryStreetAddress?: string | null;
  readonly DeliveryStreetAddress2?: string | null;
  readonly DeliverySuburb?: string | null;
  readonly DeliveryCity?: string | null;
  readonly DeliveryRegion?: string | null;
  readonly DeliveryCountry?: string | null;
  readonly DeliveryPostCode?: string | null;
  readonly DeliveryContact?: string | null;
  readonly DeliveryInstruction?: string | null;
  readonly DeliveryMethod?: string | null;
  readonly Currency?: { readonly CurrencyCode: string };
  readonly ExchangeRate: number;
  readonly DiscountRate?: number;
  readonly Tax: { readonly TaxCode: string; readonly TaxRate: number };
  readonly TaxRate: number;
  readonly XeroTaxCode?: string | null;
  readonly SubTotal: number;
  readonly TaxTotal: number;
  readonly Total: number;
  readonly SalesOrderGroup?: string | null;
  readonly SalesPerson?: {
    readonly Guid?: string;
    readonly Email?: string;
    readonly FullName?: string;
  } | null;
  readonly SourceId?: string | null;
  readonly SalesOrderLines: readonly SalesOrderLineBody[];
}
