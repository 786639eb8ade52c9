import type {
  CustomerBody,
  ProductBody,
  SalesOrderBody,
  WireCurrency,
  WireCustomer,
  WireObject,
  WireProduct,
  WireSalesOrder,
  WireTax,
  WireWarehouse,
} from "./schema.ts";

/** Lists of an account that settings choose from, and what their entries look like. */
export interface UnleashedLists {
  readonly Warehouses: WireWarehouse;
  readonly Taxes: WireTax;
  readonly Currencies: WireCurrency;
  readonly DeliveryMethods: WireObject & { readonly Name?: string | null };
  readonly PaymentTerms: WireObject & { readonly Name?: string | null };
  readonly CustomerTypes: WireObject & { readonly TypeName?: string | null };
  readonly SellPriceTiers: WireObject & { readonly Name?: string | null };
  readonly SalesPersons: WireObject & { readonly FullName?: string | null; readonly Email?: string | null };
}

/** One loose search. Each finds more than asked for: compare exactly afterwards. */
export type CustomerSearch =
  /** Codes that start with the text. */
  | { readonly customerCode: string }
  /** E-mails that start with the text. */
  | { readonly contactEmail: string }
  /** Codes and names that contain the text, in the same letter case. */
  | { readonly customer: string };

/**
 * An account of Unleashed, signed in. Every method may run in parallel, makes at most the calls it names, never retries and never
 * decides. GUIDs go out and come back in lower case. Rejects with `SyncError`; see `errors.ts` for the classes.
 */
export interface UnleashedClient {
  /** Null: no such order. A deleted one is there with `OrderStatus` `Deleted`. */
  getSalesOrder(guid: string): Promise<WireSalesOrder | null>;
  /** Orders with exactly this number; deleted ones only when asked for. One call. */
  findSalesOrders(query: {
    readonly orderNumber: string;
    readonly withDeleted?: boolean;
  }): Promise<readonly WireSalesOrder[]>;
  /** Creates, or replaces when the GUID is known. */
  postSalesOrder(guid: string, body: SalesOrderBody): Promise<WireSalesOrder>;
  /** Replaces the whole order. */
  putSalesOrder(guid: string, body: SalesOrderBody): Promise<WireSalesOrder>;
  /** GUIDs of the sales orders that were deleted at or after `sinceMs` (milliseconds since 1970), and a while before. */
  deletedSalesOrders(sinceMs: number): Promise<readonly string[]>;
  getCustomer(guid: string): Promise<WireCustomer | null>;
  /** All pages; obsolete customers too. */
  findCustomers(search: CustomerSearch): Promise<readonly WireCustomer[]>;
  /** Creates, or replaces when the GUID is known: what is left out is blanked. */
  postCustomer(guid: string, body: CustomerBody): Promise<WireCustomer>;
  /**
   * Products with these codes by the connection's rule of letter case, obsolete ones too, and whatever else the calls brought
   * along (a whole small catalogue costs one call, as a single code does).
   */
  findProducts(codes: readonly string[]): Promise<readonly WireProduct[]>;
  postProduct(guid: string, body: ProductBody): Promise<WireProduct>;
  /** A whole list, every page of it. */
  list<Name extends keyof UnleashedLists>(name: Name): Promise<readonly UnleashedLists[Name][]>;
}
