import type { ConnectionContext } from "#connectors/kit/connection-context.ts";
import { createCalls } from "./calls.ts";
import { readAll } from "./paging.ts";
import { createProductFinder } from "./product-finder.ts";
import { creditId } from "./credit-id.ts";
import type {
  CreditNoteBody,
  CustomerBody,
  ProductBody,
  SalesOrderBody,
  WireCreditNote,
  WireCurrency,
  WireCustomer,
  WireObject,
  WireProduct,
  WireSalesOrder,
  WireTax,
  WireWarehouse,
} from "./schema.ts";
import { unleashedCredentials, type UnleashedCredentials, type UnleashedSettings } from "./settings.ts";
import { filterTime } from "./wire-values.ts";

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
  /** By number; null: there is none. A deleted one is there. One call. */
  getCreditNote(number: string): Promise<WireCreditNote | null>;
  /** Credits that changed at or after `sinceMs` (milliseconds since 1970), and a while before; deleted ones too. All pages. */
  creditNotesSince(sinceMs: number): Promise<readonly WireCreditNote[]>;
  /** Makes a free credit, parked. */
  postFreeCredit(body: CreditNoteBody): Promise<WireCreditNote>;
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
  getProduct(guid: string): Promise<WireProduct | null>;
  /** Creates, or replaces when the GUID is known: what is left out is blanked. */
  postProduct(guid: string, body: ProductBody): Promise<WireProduct>;
  /** A whole list, every page of it. */
  list<Name extends keyof UnleashedLists>(name: Name): Promise<readonly UnleashedLists[Name][]>;
}

/** Every status an order can have, so that a search by number is not narrowed to those that are not deleted. */
const allStatuses = "Parked,Placed,Backordered,Completed,Deleted";

/** The same for credits. Names other than `Parked` and `Completed` are not documented; `Deleted` is taken from sales orders. */
const allCreditStatuses = "Parked,Completed,Deleted";

/** Opens an account. Makes no call yet. */
export function createUnleashedClient(
  context: Pick<
    ConnectionContext<UnleashedSettings, UnleashedCredentials>,
    "settings" | "credentials" | "http" | "clock"
  >,
): UnleashedClient {
  const { account } = context.settings;
  const calls = createCalls({
    account,
    credentials: unleashedCredentials.parse(context.credentials),
    http: context.http,
    clock: context.clock,
  });
  const findProducts = createProductFinder(calls, account, context.clock);
  const overlapMs = account.overlapHours * 3_600_000;

  // Replies are taken as what the API documents; only the GUID is checked. Mappers treat every other field as possibly absent.
  return {
    getSalesOrder: async (guid) => (await calls.get("SalesOrders", guid)) as WireSalesOrder | null,
    findSalesOrders: async ({ orderNumber, withDeleted = false }) => {
      const query = withDeleted ? { orderNumber, orderStatus: allStatuses } : { orderNumber };
      const found = (await readAll(calls, "SalesOrders", query)) as readonly WireSalesOrder[];
      return found.filter(
        (order) => order.OrderNumber === orderNumber && (withDeleted || order.OrderStatus !== "Deleted"),
      );
    },
    postSalesOrder: async (guid, body) =>
      (await calls.write("POST", "SalesOrders", guid, body)) as WireSalesOrder,
    putSalesOrder: async (guid, body) =>
      (await calls.write("PUT", "SalesOrders", guid, body)) as WireSalesOrder,
    deletedSalesOrders: async (sinceMs) => {
      const query = { modifiedSince: filterTime(sinceMs - overlapMs), orderStatus: "Deleted" };
      const found = (await readAll(calls, "SalesOrders", query, "sweep")) as readonly WireSalesOrder[];
      return found.filter((order) => order.OrderStatus === "Deleted").map((order) => order.Guid);
    },
    getCreditNote: async (number) => {
      const query = { creditNumber: number, creditStatus: allCreditStatuses };
      const found = (await readAll(calls, "CreditNotes", query)) as readonly WireCreditNote[];
      return found.find((note) => creditId(note) === number) ?? null;
    },
    creditNotesSince: (sinceMs) => {
      const query = { modifiedSince: filterTime(sinceMs - overlapMs), creditStatus: allCreditStatuses };
      return readAll(calls, "CreditNotes", query);
    },
    postFreeCredit: (body) => calls.write("POST", "CreditNotes", "FreeCredit", body),
    getCustomer: async (guid) => (await calls.get("Customers", guid)) as WireCustomer | null,
    findCustomers: async (search) =>
      (await readAll(calls, "Customers", {
        ...search,
        includeObsolete: "true",
      })) as readonly WireCustomer[],
    postCustomer: async (guid, body) => (await calls.write("POST", "Customers", guid, body)) as WireCustomer,
    findProducts,
    getProduct: async (guid) => (await calls.get("Products", guid)) as WireProduct | null,
    postProduct: async (guid, body) => (await calls.write("POST", "Products", guid, body)) as WireProduct,
    list: async (name) => (await readAll(calls, name, {})) as never,
  };
}
